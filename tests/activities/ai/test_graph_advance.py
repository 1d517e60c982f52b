"""LangGraph a step at a time: what it asks for, what it is given, and how its state travels."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import pytest
from langchain_core.messages import AIMessage
from langgraph.types import Command

from activities.ai.graphs import brought, checkpoint
from activities.ai.graphs.advance import Progress, advance
from noria.errors import NodeFailed
from tests.brought.research import GRAPH

INPUT = {"question": "tides", "url": "http://x"}


async def walked(answers: dict[str, Any]) -> tuple[list[list[str]], Any]:
    """The nodes of each step, and the graph's output; the state travels as text in between."""
    hollow = brought.hollow(GRAPH.builder)
    steps: list[list[str]] = []
    advanced = await advance(hollow, INPUT, None, {})
    while advanced.calls:
        steps.append(sorted(call["node"] for call in advanced.calls.values()))
        results = {key: answers[call["node"]] for key, call in advanced.calls.items()}
        for key, value in results.items():
            results[key] = value.pop(0) if isinstance(value, list) else value
        progress = Progress.model_validate_json(advanced.progress.model_dump_json())
        advanced = await advance(hollow, None, progress, results)
    return steps, advanced.values


async def test_the_nodes_of_a_step_are_asked_for_together_and_each_once() -> None:
    drafts = [Command(update={"drafts": number}, goto="judge") for number in (1, 2)]
    steps, values = await walked(
        {
            "plan": {"messages": [AIMessage("hi")], "drafts": 0},
            "library": {"found": ["library"]},
            "archive": {"found": ["archive"]},
            "write": drafts,
            "judge": None,
        }
    )

    assert steps == [["plan"], ["archive", "library"], ["write"], ["judge"], ["write"], ["judge"]]
    assert sorted(values["found"]) == ["archive", "library"]
    assert (values["drafts"], values["messages"][0].content) == (2, "hi")


async def test_a_node_that_gives_nothing_goes_on_too() -> None:
    hollow = brought.hollow(GRAPH.builder)
    first = await advance(hollow, INPUT, None, {})

    with pytest.raises(NodeFailed, match="waits for '0:plan', which gave nothing"):
        await advance(hollow, None, first.progress, {})
    second = await advance(hollow, None, first.progress, {"0:plan": None})

    assert len(second.calls) == 2


async def test_what_an_edge_raises_is_told() -> None:
    hollow = brought.hollow(GRAPH.builder)
    first = await advance(hollow, INPUT, None, {})

    with pytest.raises(NodeFailed, match="The graph can't go on"):
        await advance(hollow, None, first.progress, {"0:plan": "no update"})


def test_plain_values_stay_readable_and_others_come_back_as_they_were() -> None:
    plain = {"a": [1, "x", None, {"b": 2.5}]}
    rich = {"said": [AIMessage("hi")], "on": date(2026, 11, 21)}

    assert checkpoint.to_json(plain) == plain
    assert checkpoint.from_json(checkpoint.to_json(rich)) == rich


@dataclass
class Trap:
    """What somebody might put into a state to have it made again."""

    sprung: ClassVar[list[str]] = []
    name: str

    def __post_init__(self) -> None:
        self.sprung.append(self.name)


def test_a_forged_state_imports_no_code() -> None:
    """Whoever may edit a run's values must not come to run code by them."""
    packed = checkpoint.pack({"x": Trap("made")})

    assert checkpoint.unpack(packed) == {"x": {"name": "made"}}
    assert Trap.sprung == ["made"]
    for broken in ("pickle:gASVAAAA", "msgpack:%%%"):
        with pytest.raises(NodeFailed, match="can't be read"):
            checkpoint.unpack(broken)
