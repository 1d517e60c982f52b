import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from activities.formats.excel_read import excel_read
from activities.formats.workbook import MAX_UNPACKED_BYTES, check_zip
from noria.errors import NodeFailed
from tests.activities.nodes import blob, offline, run


def workbook() -> bytes:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "First"
    page = book.create_sheet("Second")
    for row in (["at", None, "n"], [], [datetime(2026, 5, 1, 12, 30), "x", 7, "more"]):  # noqa: DTZ001
        page.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


async def test_a_sheet_by_name_with_times_as_text_and_columns_without_names() -> None:
    context = offline()
    file = await blob(context, workbook(), "application/x")
    config = {"file": "{{ trigger }}", "sheet": "Second"}

    named = await run(excel_read, config, context, trigger=file)
    plain = await run(excel_read, {**config, "header": False}, context, trigger=file)

    assert named["items"] == [
        {"at": "2026-05-01T12:30:00", "column_2": "x", "n": 7, "column_4": "more"}
    ]
    assert named["sheets"] == ["First", "Second"]
    assert plain["items"][0] == ["at", None, "n"]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a", "w") as file,
    ):
        for _ in range(MAX_UNPACKED_BYTES // 2**20 + 1):
            file.write(bytes(2**20))

    with pytest.raises(NodeFailed, match="unpacks to"):
        check_zip(bomb.getvalue(), "workbook")
