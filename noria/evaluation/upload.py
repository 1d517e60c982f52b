"""Cases from a file: JSON, or CSV with a header."""

import csv
import io
from collections.abc import Mapping
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError

from noria.errors import Invalid, Problem

Format = Literal["json", "csv"]
EXPECTED, NAME, INPUT = "expected", "name", "input"
MAX_CELL_CHARS = 1_000_000


class UploadedCase(BaseModel):
    """One case of a file."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=200)
    input: JsonValue = None
    expected: JsonValue = None


_CASES = TypeAdapter(list[UploadedCase])


def read_cases(text: str, format_: Format) -> list[UploadedCase]:
    """
    Raises:
        Invalid: It is not what its format says, or holds no case.
    """
    cases = _from_json(text) if format_ == "json" else _from_csv(text)
    if not cases:
        raise _invalid("There is no case in it.")
    return cases


def _from_json(text: str) -> list[UploadedCase]:
    try:
        return _CASES.validate_python(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise _invalid(f"It is not JSON: {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(map(str, first["loc"]))
        raise _invalid(
            f"Send a list of objects with `input`, `expected` and `name`; at {where or '/'}: {first['msg']}."
        ) from error


def _from_csv(text: str) -> list[UploadedCase]:
    csv.field_size_limit(MAX_CELL_CHARS)
    try:
        rows = list(
            csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        )
    except csv.Error as error:
        raise _invalid(f"It is not CSV: {error}.") from error
    return [_from_row(row, number) for number, row in enumerate(rows, start=2)]


def _from_row(row: Mapping[str | Any, Any], number: int) -> UploadedCase:
    """`name`; `expected`, or columns as `expected.total`; `input`, or all others, each a field of it."""
    if None in row or None in row.values():
        raise _invalid(f"Line {number} has not as many fields as the header.")
    plain = {str(name).strip(): _value(str(cell)) for name, cell in row.items()}
    name = str(row.get(NAME) or "")[:200]
    plain.pop(NAME, None)
    expected = _part(plain, EXPECTED)
    given = _part(plain, INPUT)
    return UploadedCase(
        name=name, input=plain if given is None and plain else given, expected=expected
    )


def _part(cells: dict[str, JsonValue], of: str) -> JsonValue:
    """Takes the column, or the columns below it, out."""
    below = {name: cells.pop(name) for name in list(cells) if name.startswith(f"{of}.")}
    whole = cells.pop(of, None)
    return {name.removeprefix(f"{of}."): cell for name, cell in below.items()} if below else whole


def _value(cell: str) -> JsonValue:
    """Numbers, true, false, null, lists and objects as such, anything else as text."""
    try:
        return orjson.loads(cell)
    except orjson.JSONDecodeError:
        return cell


def _invalid(message: str) -> Invalid:
    return Invalid(message, [Problem(code="bad_cases", message=message, field="/text")])
