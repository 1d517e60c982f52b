"""The agent's loop is a LangGraph graph, taken a round at a time."""

import time
from typing import Any

import pytest

from activities.ai.agent_think import Thought, agent_think
from activities.ai.agents import state
from activities.ai.agents.loop import LAST_WORD, Round, agent_graph, go_on
from noria.ai.agent_config import ThinkConfig
from noria.ai.rounds import Edit, resume_at, resume_failed
from tests.activities.fakes import FakeContext

TOOL = {
    "name": "look_up",
    "description": "Look an order up",
    "parameters": {"type": "object", "properties": {"id": {"type": "string"}}},
}
ASK = '[[tool look_up {"id": "A17"}]]'
KINDS = {
    "type": "object",
    "properties": {"kind": {"type": "string", "enum": ["order", "question"]}},
    "required": ["kind"],
}


def config(task: str, **more: Any) -> ThinkConfig:
    return ThinkConfig.model_validate({"input": task, "tools": [TOOL], **more})


async def think(context: FakeContext, task: str, **more: Any) -> Thought:
    assert agent_think.run is not None
    return await agent_think.run(config(task, **more), context)


def roles(messages: Any) -> list[str]:
    return [each["role"] for each in messages]


def test_model_and_tools_are_its_nodes() -> None:
    drawn = agent_graph().get_graph()
    edges = {(edge.source, edge.target) for edge in drawn.edges}

    assert agent_graph() is agent_graph(), "compiled once"
    assert {"model", "tools"} < set(drawn.nodes)
    assert {("model", "tools"), ("tools", "model"), ("remember", "__end__")} < edges
    assert ("model", "model") not in edges


async def test_it_stops_where_calls_are_asked_for_and_goes_on_with_what_they_gave(
    context: FakeContext,
) -> None:
    task = f"{ASK}\n{ASK}\n[[say It was sent.]]"
    before, results = state.begin("demo/demo"), None
    for number in (1, 2):
        this = Round(config(task, results=results), context)
        before, asks = await go_on(this, before)

        assert asks == {"calls": {"0:look_up": {"id": "A17"}}, "not_before": None}
        assert (before["rounds"], len(context.ledger.orders)) == (number, number)
        assert before["messages"][-1]["role"] == "assistant", "no result before it has come"
        results = {"0:look_up": "sent"}
    after, asks = await go_on(Round(config(task, results=results), context), before)

    assert (asks, after["text"], after["rounds"]) == (None, "It was sent.", 3)
    assert roles(after["messages"]) == ["user", *["assistant", "tool"] * 2, "assistant"]


async def test_a_round_whose_calls_are_all_refused_is_a_round_all_the_same(
    context: FakeContext,
) -> None:
    """Else one activity would call the model twice, and a crash could pay for a call again."""
    first = await think(context, "[[tool drop {}]]\n[[say I can't.]]")
    second = await think(context, "", state=first.model_dump(mode="json"), results={})

    assert (first.done, first.calls, len(first.asked)) == (False, {}, 1)
    assert (second.done, second.text, second.rounds) == (True, "I can't.", 2)
    assert "there are look_up" in str(second.transcript)


async def test_what_a_round_left_before_the_loop_was_a_graph_goes_on(context: FakeContext) -> None:
    """As a run under way has it, of a version without rates and LangGraph."""
    old = {
        "done": False, "text": "", "data": None, "stopped": None, "model": "demo/demo", "rounds": 1,
        "input_tokens": 9, "output_tokens": 8, "cost_usd": 0.5, "began_at": time.time(),
        "calls": {"0:look_up": {"id": "A17"}}, "counts": {"look_up": 1}, "offered": [],
        "asked": [
            {"id": "c1", "name": "look_up", "key": "0:look_up", "arguments": {"id": "A17"}, "refused": ""}
        ],
        "transcript": [
            {"role": "user", "content": f"{ASK}\n[[say It was sent.]]"},
            {"role": "assistant", "content": None, "tool_calls": [
                {"id": "c1", "type": "function",
                 "function": {"name": "look_up", "arguments": '{"id":"A17"}'}}
            ]},
        ],
    }  # fmt: skip
    last = await think(context, "", state=old, results={"0:look_up": "sent"})

    assert (last.done, last.text, last.rounds, last.asked) == (True, "It was sent.", 2, [])
    assert (last.cost_usd, last.counts) == (0.5, {"look_up": 1})
    assert last.input_tokens > 9
    assert roles(last.transcript) == ["user", "assistant", "tool", "assistant"]


async def test_a_replayed_round_asks_the_model_and_waits_for_its_calls(
    context: FakeContext,
) -> None:
    """There, LangGraph is resumed with nothing: what it waits for afterwards is not answered already."""
    first = await think(context, f"{ASK}\n[[say done]]")
    output = first.model_dump(mode="json")
    resumed: dict[str, Any] = resume_at(None, output, output["transcript"], [], "Be quick.")
    again = await think(context, "", state={**resumed, "began_at": time.time()})

    assert (again.done, again.rounds, list(again.calls)) == (False, 1, ["0:look_up"])
    assert roles(again.transcript) == ["user", "user", "assistant"]


async def test_a_first_round_that_failed_begins_with_another_prompt(context: FakeContext) -> None:
    task = {"instructions": "Help.", "input": "[[tool drop"}
    state = resume_failed(None, task, [Edit(1, f"{ASK}\n[[say done]]")], "")
    again = await think(context, "never read", state={**state, "began_at": time.time()})
    last = await think(
        context, "", state=again.model_dump(mode="json"), results={"0:look_up": "sent"}
    )

    assert (again.rounds, list(again.calls)) == (1, ["0:look_up"])
    assert (last.text, last.rounds) == ("done", 2)
    assert roles(last.transcript) == ["system", "user", "assistant", "tool", "assistant"]


@pytest.mark.parametrize(
    ("left", "limits", "stopped"),
    [
        ({"rounds": 4}, {"rounds": 5}, "rounds"),
        ({"began_at": 0.0}, {"time_s": 60}, "time"),
        ({"cost_usd": 1.0}, {"cost_usd": 0.9}, "cost"),
    ],
)
async def test_each_limit_leads_to_the_last_word(
    context: FakeContext, left: dict[str, Any], limits: dict[str, Any], stopped: str
) -> None:
    first = await think(context, f"{ASK}\n{ASK}")
    known = {**first.model_dump(mode="json"), **left}
    last = await think(context, "", state=known, results={"0:look_up": "sent"}, limits=limits)

    assert (last.done, last.stopped, last.calls) == (True, stopped, {})
    assert isinstance(last.transcript, list)
    assert last.transcript[-2] == {"role": "user", "content": LAST_WORD}


async def test_an_agent_with_tools_answers_by_its_schema(context: FakeContext) -> None:
    first = await think(
        context, f'{ASK}\n[[say None of them]]\n[[say {{"kind": "order"}}]]', output_schema=KINDS
    )
    last = await think(
        context, "", state=first.model_dump(mode="json"), results={"0:look_up": "sent"},
        output_schema=KINDS,
    )  # fmt: skip

    assert (last.done, last.data, last.text) == (True, {"kind": "order"}, '{"kind": "order"}')
    assert (last.rounds, len(context.ledger.orders)) == (2, 3)
    assert "does not fit" not in str(last.transcript), "nobody reads how it was mended"
    assert last.output_tokens == sum(each.output_tokens for each in context.ledger.usages)
