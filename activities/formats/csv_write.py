"""`csv.write`: writes rows as a table of text."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Literal, cast

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.content import GiveAs, beside, give
from activities.data.rows import EXAMPLE, Rows
from activities.formats.delimiters import DELIMITERS
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CsvWriteConfig(Model):
    """The rows and how to write them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": EXAMPLE}]})

    items: Rows = Field(description="Objects, or lists of values.")
    columns: list[str] = Field(
        default=[],
        title="Columns",
        description="Fields to write, in order; empty: those of all rows, as they come.",
    )
    delimiter: Literal[",", ";", "\t", "|"] = Field(
        default=",",
        title="Between fields",
        json_schema_extra=ui(widget="select", expression="never", labels=DELIMITERS),
    )
    header: bool = Field(
        default=True, title="First line has names", json_schema_extra=ui(expression="never")
    )
    formulas: Literal["harmless", "as_is"] = Field(
        default="harmless",
        title="Formulas",
        description="`harmless` puts a ' before text that a spreadsheet would compute.",
        json_schema_extra=ui(widget="select", expression="never", advanced=True),
    )
    give: GiveAs = Field(
        default="text",
        title="Give as",
        description="`blob` is a file for later steps.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class CsvWriteOutput(BaseModel):
    """The text, or a reference to the file."""

    content: JsonValue
    count: int


@node("csv.write", title="Write CSV", category="Files", icon="table", quick=True, changes=False)
async def csv_write(config: CsvWriteConfig, context: NodeContext) -> CsvWriteOutput:
    """Write rows as a table of text, which every spreadsheet reads.

    Lists and objects in a field are written as JSON. A repeat gives the same.
    """
    data = await beside(_write, config)
    content = await give(data, "text/csv; charset=utf-8", config.give, context)
    return CsvWriteOutput(content=content, count=len(config.items))


def _write(config: CsvWriteConfig) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=config.delimiter, lineterminator="\r\n")
    columns = config.columns or columns_of(config.items)
    if config.header and columns:
        writer.writerow(columns)
    for at, row in enumerate(config.items, start=1):
        fields = cells(row, columns, at)
        writer.writerow([_field(field, config) for field in fields])
    return text.getvalue().encode()


def columns_of(rows: Sequence[JsonValue]) -> list[str]:
    """The fields of all rows that are objects, in the order in which they come."""
    return list(dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row))


def cells(row: JsonValue, columns: Sequence[str], at: int) -> list[JsonValue]:
    """
    Raises:
        NodeFailed: The row is neither an object nor a list.
    """
    if isinstance(row, dict):
        return [row.get(name) for name in columns]
    if isinstance(row, list):
        return row
    raise NodeFailed(
        f"Row {at} is {str(row)[:100]!r}: a row is an object with the columns' names, or a list."
    )


def _field(value: JsonValue, config: CsvWriteConfig) -> str:
    text = cell_text(value)
    if config.formulas == "harmless" and isinstance(value, str) and text.startswith(_FORMULA):
        return f"'{text}"
    return text


def cell_text(value: JsonValue) -> str:
    """Null is nothing; what is no text is written as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(cast("object", value)).decode()
