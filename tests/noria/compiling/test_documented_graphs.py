"""Every graph that the documentation shows as a whole can be published."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from noria.catalog import load_catalog
from noria.compile import compile_graph

DOCS = Path(__file__).parents[3] / "docs"


def documented() -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for page in sorted(DOCS.glob("*.md")):
        blocks = re.findall(r"```json\n(.*?)```", page.read_text(), flags=re.DOTALL)
        graphs = [block for block in blocks if '"type": "start"' in block]
        found += [(f"{page.stem}-{number}", json.loads(text)) for number, text in enumerate(graphs)]
    return found


@pytest.mark.parametrize("graph", [pytest.param(graph, id=name) for name, graph in documented()])
def test_it_compiles(graph: Any) -> None:
    checked = compile_graph(graph, load_catalog())

    assert [problem.message for problem in checked.problems] == []


def test_there_are_some() -> None:
    assert len(documented()) >= 5
