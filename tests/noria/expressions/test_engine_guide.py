"""The examples of docs/expressions.md are true."""

import json
import re
from pathlib import Path

import pytest
from pydantic import JsonValue

from tests.noria.expressions.evaluating import error_of, value_of

GUIDE = Path(__file__).parents[3] / "docs" / "expressions.md"
ROW = re.compile(r"^\| `(?P<source>.*\{\{.*)` \| (?P<fails>error: )?`(?P<result>.*)` \|$", re.M)
ROWS = [match.groups() for match in ROW.finditer(GUIDE.read_text("utf-8"))]
SCOPE: dict[str, JsonValue] = {
    "trigger": {"id": 7, "name": "Ann", "tags": ["a", "b"], "note": None}
}


def test_the_guide_has_examples() -> None:
    assert len(ROWS) >= 20


@pytest.mark.parametrize(("source", "fails", "result"), ROWS)
def test_an_example_is_true(source: str, fails: str | None, result: str) -> None:
    if fails:
        assert result in str(error_of(source, SCOPE))
    else:
        assert value_of(source, SCOPE) == json.loads(result)
