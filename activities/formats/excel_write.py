"""`excel.write`: writes rows as an Excel workbook."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from activities.content import beside
from activities.data.rows import EXAMPLE, Rows
from activities.formats.workbook import MEDIA_TYPE, write_sheet
from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node


class ExcelWriteConfig(Model):
    """The rows and the sheet."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": EXAMPLE}]})

    items: Rows = Field(description="Objects, or lists of values.")
    columns: list[str] = Field(
        default=[],
        title="Columns",
        description="Fields to write, in order; empty: those of all rows, as they come.",
    )
    sheet: str = Field(
        default="Sheet1",
        title="Sheet",
        description="Its name.",
        min_length=1,
        max_length=31,
        pattern=r"^[^\[\]:*?/\\]+$",
    )


class ExcelWriteOutput(BaseModel):
    """A reference to the workbook."""

    file: dict[str, Any]
    count: int


@node("excel.write", title="Write Excel", category="Files", icon="table", changes=False)
async def excel_write(config: ExcelWriteConfig, context: NodeContext) -> ExcelWriteOutput:
    """Write rows as an Excel workbook (.xlsx) with one sheet.

    Text stays text, also where it begins with `=`; lists and objects are written as JSON. A repeat
    stores another file with the same rows.
    """
    data = await beside(write_sheet, config.items, config.columns, config.sheet)
    file = (await context.put_blob(data, MEDIA_TYPE)).to_json()
    return ExcelWriteOutput(file=file, count=len(config.items))
