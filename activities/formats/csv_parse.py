"""`csv.parse`: reads a table of text."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.content import AsContent, beside, read_text
from activities.data.rows import MAX_ITEMS
from activities.formats.delimiters import DELIMITERS
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

MAX_FIELD_CHARS = 1_000_000


class CsvParseConfig(Model):
    """The text and how it is written."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"content": "name,total\nink,12\n"}]})

    content: AsContent = Field(title="Content")
    delimiter: Literal["auto", ",", ";", "\t", "|"] = Field(
        default="auto",
        title="Between fields",
        description="`auto` takes the one that the first line has most of.",
        json_schema_extra=ui(widget="select", expression="never", labels=DELIMITERS),
    )
    header: bool = Field(
        default=True,
        title="First line has names",
        description="Rows are then objects, else lists.",
        json_schema_extra=ui(expression="never"),
    )
    types: Literal["text", "guess"] = Field(
        default="text",
        title="Values",
        description="`guess` makes numbers, true, false and null of what looks like them.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    encoding: str = Field(
        default="utf-8", title="Encoding", description="Of a file, as utf-8 or cp1252."
    )


class CsvParseOutput(BaseModel):
    """The rows, and the names of their columns."""

    items: list[JsonValue]
    columns: list[str]
    count: int


@node("csv.parse", title="Read CSV", category="Files", icon="table", quick=True, changes=False)
async def csv_parse(config: CsvParseConfig, context: NodeContext) -> CsvParseOutput:
    """Read a table of text, as a spreadsheet exports it, into rows.

    A row with fewer fields than names has null for the rest; one with more fails the step, by its line.
    Empty lines are passed over. A repeat gives the same.
    """
    text = await read_text(config.content, context, config.encoding)
    return await beside(_parse, text, config)


def _parse(text: str, config: CsvParseConfig) -> CsvParseOutput:
    delimiter = _guess(text) if config.delimiter == "auto" else config.delimiter
    csv.field_size_limit(MAX_FIELD_CHARS)
    rows = _rows(text, delimiter)
    columns: list[str] = _named(next(rows, list[str]())) if config.header else []
    guess = _guessed if config.types == "guess" else str
    items: list[JsonValue] = []
    for row in rows:
        if config.header and len(row) > len(columns):
            raise NodeFailed(
                f"Row {len(items) + 1} has {len(row)} fields, but there are {len(columns)} names: "
                f"is {delimiter!r} what stands between fields?"
            )
        values: list[JsonValue] = [guess(field) for field in row]
        rest: list[JsonValue] = [None] * (len(columns) - len(row))
        items.append(dict(zip(columns, values + rest, strict=True)) if config.header else values)
        if len(items) > MAX_ITEMS:
            raise NodeFailed(f"The table has more than {MAX_ITEMS:,} rows; split the file before.")
    return CsvParseOutput(items=items, columns=columns, count=len(items))


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if row:
                yield row
    except csv.Error as error:
        raise NodeFailed(f"The text is not CSV: {error}.") from error


def _named(names: list[str]) -> list[str]:
    """Each name once: a second `total` is `total_2`."""
    named: list[str] = []
    for at, name in enumerate(names, start=1):
        base = name.strip() or f"column_{at}"
        known = sum(other == base or other.startswith(f"{base}_") for other in named)
        named.append(base if base not in named else f"{base}_{known + 1}")
    return named


def _guess(text: str) -> str:
    line = text.partition("\n")[0]
    return max(",;\t|", key=line.count)


def _guessed(field: str) -> JsonValue:
    word = field.strip()
    if word in ("true", "false"):
        return word == "true"
    if word in ("", "null"):
        return None
    # A leading zero or plus is a telephone number or a postal code, not a number.
    unsigned = word.removeprefix("-")
    if unsigned[:1] == "0" and unsigned[1:2] not in ("", "."):
        return field
    try:
        return int(word) if unsigned.isdecimal() and unsigned.isascii() else _float(word)
    except ValueError:
        return field


def _float(word: str) -> float:
    if not set(word) <= set("0123456789.-eE"):
        raise ValueError(word)
    value = float(word)
    if value in (float("inf"), float("-inf")):
        raise ValueError(word)
    return value
