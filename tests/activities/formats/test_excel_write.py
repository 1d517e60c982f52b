import pytest

from activities.formats.excel_read import excel_read
from activities.formats.excel_write import excel_write
from noria.errors import NodeFailed
from tests.activities.nodes import blob, offline, run

ROWS = [{"name": "ink", "total": 12.5, "ok": True}, {"name": "=1+1", "total": None, "tags": ["a"]}]


async def test_what_is_written_reads_back_and_formulas_stay_text() -> None:
    context = offline()

    written = await run(excel_write, {"items": ROWS, "sheet": "May"}, context)
    read = await run(excel_read, {"file": "{{ trigger }}"}, context, trigger=written["file"])

    assert read == {
        "items": [
            {"name": "ink", "total": 12.5, "ok": True, "tags": None},
            {"name": "=1+1", "total": None, "ok": None, "tags": '["a"]'},
        ],
        "count": 2,
        "sheets": ["May"],
    }


async def test_a_sheet_that_is_not_there_is_named() -> None:
    context = offline()
    file = (await run(excel_write, {"items": ROWS}, context))["file"]

    with pytest.raises(NodeFailed, match="no sheet 'June'; it has Sheet1"):
        await run(excel_read, {"file": "{{ trigger }}", "sheet": "June"}, context, trigger=file)


async def test_what_is_no_workbook_is_refused() -> None:
    context = offline()
    file = await blob(context, b"PK nothing of the kind", "application/zip")

    with pytest.raises(NodeFailed, match=r"is no Excel workbook \(.xlsx\)"):
        await run(excel_read, {"file": "{{ trigger }}"}, context, trigger=file)
