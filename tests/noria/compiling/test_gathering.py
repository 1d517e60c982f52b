"""`merge` gathers what came by edges that were taken."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import JsonValue

from noria.node_type import Output
from noria.run import Scope
from noria.steps.control import Moment, perform
from tests.noria.graphs import START, compiled, graph, only_problem, split, step

NOW = datetime(2026, 5, 1, tzinfo=UTC)
RAN: dict[str, Any] = {"status": "succeeded", "attempt": 1, "port": "out", "output": 1}
SKIPPED: dict[str, Any] = {"status": "skipped", "attempt": 0}


def gathered(**steps: JsonValue) -> object:
    """Of the branches `a`, and `b` by its port `yes`."""
    plan = compiled(
        graph(
            [START, step("a"), split("b"), step("m", "merge")],
            "start > a > m",
            "start > b",
            "b.yes > m",
        )
    ).require_plan()
    answer = perform(plan.steps[-1], Scope(steps=steps), Moment(NOW, "", None))
    return answer.outcome.value if isinstance(answer.outcome, Output) else answer.outcome


@pytest.mark.parametrize(
    ("b", "expected"),
    [
        ({**RAN, "port": "yes", "output": 2}, {"a": 1, "b": 2}),
        ({**RAN, "port": "no"}, {"a": 1}),
        (SKIPPED, {"a": 1}),
        ({"status": "queued"}, {"a": 1}),
        ({"status": "failed", "attempt": 1, "port": "error"}, {"a": 1}),
    ],
)
def test_only_edges_that_were_taken_count(b: JsonValue, expected: JsonValue) -> None:
    assert gathered(a=RAN, b=b) == expected


def test_its_sources_are_edges_not_config() -> None:
    problem = only_problem(graph([START, step("m", "merge", sources=[])], "start > m"))

    assert (problem.code, problem.field) == ("bad_config", "/sources")
