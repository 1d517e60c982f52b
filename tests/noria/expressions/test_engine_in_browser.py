"""The cases that the web app's own tests try on the same image: both give the same, to the letter."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue

from noria.errors import ExpressionError
from noria.expressions import Budget, ExpressionItem, evaluate

FILE = "frontend/src/features/expression/fixtures/engine-cases.json"
FIXTURE = json.loads((Path(__file__).parents[3] / FILE).read_text("utf-8"))


def preview(source: str, bare: bool) -> dict[str, JsonValue]:
    now = datetime.fromtimestamp(FIXTURE["now_ms"] / 1000, UTC)
    items = [ExpressionItem("field", source, bare)]
    try:
        evaluation = evaluate(
            items, FIXTURE["scope"], budget=Budget.WORKFLOW, now=now, seed=FIXTURE["seed"]
        )
    except ExpressionError as error:
        path: dict[str, JsonValue] = {"path": error.path} if error.path else {}
        place: dict[str, JsonValue] = {"line": error.line, "column": error.column}
        return {"error": {"message": str(error), "name": error.name, **place, **path}}
    return {"value": evaluation.values["field"]}


@pytest.mark.parametrize("case", FIXTURE["cases"], ids=lambda case: case["source"])
def test_the_server_answers_as_the_browser_does(case: dict[str, Any]) -> None:
    assert preview(case["source"], case["bare"]) == case["result"]
