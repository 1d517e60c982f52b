"""The loop that the documentation shows, from its JSON to its result."""

import json
import re
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from noria.catalog import load_control_catalog
from noria.compile import compile_graph
from noria.run import RunStatus
from tests.workflows.engine import Engine

PAGE = Path(__file__).parents[2] / "docs" / "loops.md"


def documented(with_node: str) -> Any:
    blocks = re.findall(r"```json\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    return next(graph for graph in map(json.loads, blocks) if with_node in str(graph))


async def test_the_loop_of_the_documentation_gives_what_it_says(engine: Engine) -> None:
    plan = compile_graph(documented("orders"), load_control_catalog()).require_plan()
    orders: JsonValue = [
        {"id": "a", "paid": True, "net": 100},
        {"id": "b", "paid": False, "net": 1},
        {"id": "c", "paid": True, "net": 200},
        {"id": "d", "paid": True, "net": None},
    ]

    result = await engine.run(plan, {"orders": orders})

    assert result.status is RunStatus.SUCCEEDED
    assert result.output == ["a: 119", "c: 238", "d: 0"]


async def test_the_paths_of_the_documentation_meet(engine: Engine) -> None:
    plan = compile_graph(documented("film"), load_control_catalog()).require_plan()

    film = await engine.run(plan, {"kind": "film"})

    assert film.output == 19
