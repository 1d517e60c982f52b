import pytest

from activities.formats.csv_parse import csv_parse
from activities.formats.csv_write import csv_write
from noria.errors import NodeFailed
from tests.activities.nodes import offline, opened, run

ROWS = [{"n": 'a "b"', "v": 1.5, "x": [1]}, {"n": "c,d\ne", "more": True, "v": None}]


async def test_what_is_written_reads_back_the_same() -> None:
    text = (await run(csv_write, {"items": ROWS}))["content"]
    back = await run(csv_parse, {"content": text})

    assert text.startswith("n,v,x,more\r\n")
    assert back["items"] == [
        {"n": 'a "b"', "v": "1.5", "x": "[1]", "more": ""},
        {"n": "c,d\ne", "v": "", "x": "", "more": "true"},
    ]


async def test_g8_text_that_a_spreadsheet_would_compute_is_made_harmless() -> None:
    config = {"items": [["=cmd()", "-1", -1]], "header": False}

    assert (await run(csv_write, config))["content"] == "'=cmd(),'-1,-1\r\n"
    assert (await run(csv_write, {**config, "formulas": "as_is"}))["content"] == "=cmd(),-1,-1\r\n"


async def test_a_file_for_later_steps() -> None:
    context = offline()

    output = await run(csv_write, {"items": ROWS, "columns": ["v"], "give": "blob"}, context)

    assert await opened(context, output["content"]) == b'v\r\n1.5\r\n""\r\n'
    assert output["content"]["media_type"] == "text/csv; charset=utf-8"


async def test_a_row_is_an_object_or_a_list() -> None:
    with pytest.raises(NodeFailed, match="Row 2 is '7'"):
        await run(csv_write, {"items": [{"a": 1}, 7]})
