from datetime import UTC, datetime
from pathlib import Path

import pytest

from noria.cli.report import harmless, list_problems, parse_json, read_graph_file, show_time, table
from noria.errors import Invalid, Problem


def test_problems_are_listed_with_where_they_are() -> None:
    text = list_problems(
        [
            Problem(code="x", message="First.", node_id="fetch", field="/url", line=1, column=7),
            Problem(code="y", message="Second.", severity="warning", field="/edges/0"),
            Problem(code="z", message="Third."),
        ]
    )

    assert text.splitlines() == [
        "error    fetch/url 1:7  First.",
        "warning  /edges/0       Second.",
        "error    graph          Third.",
    ]


def test_nothing_in_a_name_can_steer_the_terminal() -> None:
    assert harmless("a\x1b[31mb\rc\nd é") == "a�[31mb�c\nd é"
    assert "\x1b" not in table([("\x1b[2J", "x")])


def test_a_time_that_is_not_there_is_a_dash() -> None:
    assert show_time(None) == "-"
    assert show_time(datetime(2026, 5, 1, tzinfo=UTC)).startswith(("2026-05-01", "2026-04-30"))


def test_a_file_may_be_a_graph_or_a_named_one(tmp_path: Path) -> None:
    file = tmp_path / "w.json"

    file.write_text('{"nodes": []}')
    assert read_graph_file(str(file)) == (None, {"nodes": []})
    file.write_text('{"name": "Orders", "graph": {"nodes": []}}')
    assert read_graph_file(str(file)) == ("Orders", {"nodes": []})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "no JSON object"),
        ('{"graph": {}, "nmae": "x"}', "'/nmae'"),
        ('{"graph": {}, "name": 7}', "is 7"),
        ("\x00", "is not JSON"),
    ],
)
def test_a_file_that_is_no_graph_is_told(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "w.json"
    file.write_text(text)

    with pytest.raises(Invalid, match=message):
        read_graph_file(str(file))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nope.json"):
        with pytest.raises(Invalid, match="can't be read"):
            read_graph_file(str(path))


def test_text_that_is_no_json_says_where() -> None:
    with pytest.raises(Invalid, match="line 1 column 5"):
        parse_json('{"a"}', "The input")
