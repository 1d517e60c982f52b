import pytest

from activities.formats.csv_parse import csv_parse
from noria.errors import NodeFailed
from tests.activities.nodes import blob, offline, run


async def test_rows_by_name_with_what_stands_between_guessed() -> None:
    output = await run(csv_parse, {"content": 'name;total;total\r\n"a;b";1;x\r\n\r\nc;2\r\n'})

    assert output == {
        "items": [
            {"name": "a;b", "total": "1", "total_2": "x"},
            {"name": "c", "total": "2", "total_2": None},
        ],
        "columns": ["name", "total", "total_2"],
        "count": 2,
    }


async def test_numbers_are_guessed_and_postal_codes_kept() -> None:
    content = "1,-2.5,007,+49,true,,1e3,0.5,1e999,nan"

    output = await run(csv_parse, {"content": content, "header": False, "types": "guess"})

    assert output["items"] == [[1, -2.5, "007", "+49", True, None, 1000.0, 0.5, "1e999", "nan"]]


async def test_a_file_in_its_own_encoding() -> None:
    context = offline()
    file = await blob(context, "größe,n\nä,1\n".encode("cp1252"), "text/csv")

    output = await run(
        csv_parse, {"content": "{{ trigger }}", "encoding": "cp1252"}, context, trigger=file
    )

    assert output["items"] == [{"größe": "ä", "n": "1"}]
    with pytest.raises(NodeFailed, match="can't be read as 'utf-8' text"):
        await run(csv_parse, {"content": "{{ trigger }}"}, context, trigger=file)


@pytest.mark.parametrize(
    ("content", "message"),
    [("a,b\n1,2,3\n", "Row 1 has 3 fields, but there are 2 names"), ('a\n"x', "is not CSV")],
)
async def test_broken_tables_say_where(content: str, message: str) -> None:
    with pytest.raises(NodeFailed, match=message):
        await run(csv_parse, {"content": content, "delimiter": ","})
