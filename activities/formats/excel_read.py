"""`excel.read`: reads a sheet of an Excel workbook."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.content import FileRef, beside, read_bytes
from activities.formats.workbook import read_sheet
from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node, ui


class ExcelReadConfig(Model):
    """The file and what to read of it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"file": "{{ steps.download.output.body }}"}]}
    )

    file: FileRef = Field(description="A workbook (.xlsx) from an earlier step.")
    sheet: str = Field(default="", title="Sheet", description="By name; empty: the first.")
    header: bool = Field(
        default=True,
        title="First row has names",
        description="Rows are then objects, else lists.",
        json_schema_extra=ui(expression="never"),
    )


class ExcelReadOutput(BaseModel):
    """The rows, and the names of all sheets."""

    items: list[JsonValue]
    count: int
    sheets: list[str]


@node("excel.read", title="Read Excel", category="Files", icon="table", changes=False)
async def excel_read(config: ExcelReadConfig, context: NodeContext) -> ExcelReadOutput:
    """Read a sheet of an Excel workbook (.xlsx) into rows.

    Formulas give the values that Excel saved last; dates and times are text in ISO 8601. Empty rows are
    passed over. A repeat gives the same.
    """
    data = await read_bytes(config.file, context)
    items, sheets = await beside(_read, data, config)
    return ExcelReadOutput(items=items, count=len(items), sheets=sheets)


def _read(data: bytes, config: ExcelReadConfig) -> tuple[list[JsonValue], list[str]]:
    return read_sheet(data, config.sheet, header=config.header)
