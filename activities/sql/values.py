"""A database's values as JSON, and JSON as a database's values."""

import math
from base64 import b64encode
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, cast

import orjson
from pydantic import JsonValue


def to_json(value: Any) -> JsonValue:
    """Decimals stay exact: a number where that holds them, else text. Bytes are base64."""
    match value:
        case None | bool() | str() | int():
            return value
        case float() | Decimal():
            return _number(value)
        case bytes() | bytearray() | memoryview():
            return b64encode(bytes(cast("bytes", value))).decode()
        case list():
            return [to_json(each) for each in cast("list[Any]", value)]
        case dict():
            return {str(key): to_json(each) for key, each in cast("dict[Any, Any]", value).items()}
        case _:
            return _of_time(value)


def _of_time(value: Any) -> JsonValue:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float | Decimal) -> JsonValue:
    if not math.isfinite(value):
        return str(value)
    if not isinstance(value, Decimal):
        return value
    if value == value.to_integral_value() and abs(value) <= 2**53:
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else str(value)


def from_json(value: JsonValue) -> Any:
    """Lists and objects as JSON text."""
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value


def as_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[JsonValue]:
    """Objects by column; of two columns with one name the last counts, as everywhere in SQL's world."""
    return [dict(zip(columns, map(to_json, row), strict=True)) for row in rows]
