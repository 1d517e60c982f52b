"""What agents are told of earlier runs, and leave for later ones."""

from typing import Any

import pytest

from activities.ai.agent_think import Thought, agent_think
from noria.ai.agent_config import ThinkConfig
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.model_stub import Stub


async def think(context: FakeContext, task: str, run_id: str, **memory: Any) -> Thought:
    """The only round of an agent in a run of its own."""
    context.run_id, context.node_id, context.iteration = run_id, "helper__think", "0"
    given = {"instructions": "Help.", "input": task}
    config = {**given, "memory": {"key": "customer 7", **memory}}
    assert agent_think.run is not None
    return await agent_think.run(ThinkConfig.model_validate(config), context)


def told(thought: Thought) -> list[tuple[str, str]]:
    """What the model was given."""
    assert isinstance(thought.transcript, list)
    messages: list[Any] = thought.transcript
    return [(each["role"], each["content"]) for each in messages[:-1]]


def kept(context: FakeContext, key: str = "customer 7") -> list[str]:
    return [each.asked for each in context.memories.kept.get(key, {}).values()]


async def test_a_conversation_goes_on_in_the_next_run(context: FakeContext) -> None:
    first = await think(context, "I am Ann.", "r1", kind="conversation")
    second = await think(context, "Who am I?", "r2", kind="conversation")
    other = await think(context, "Who am I?", "r3", kind="conversation", key="customer 8")
    nothing = await think(context, "Who am I?", "r4", kind="none")

    assert told(second) == [
        ("system", "Help."),
        ("user", "I am Ann."),
        ("assistant", first.text),
        ("user", "Who am I?"),
    ]
    alone = [("system", "Help."), ("user", "Who am I?")]
    assert (told(other), told(nothing)) == (alone, alone)
    assert (kept(context), kept(context, "customer 8")) == (
        ["I am Ann.", "Who am I?"],
        ["Who am I?"],
    )


async def test_only_so_many_exchanges_are_told(context: FakeContext) -> None:
    for number in range(3):
        await think(context, f"n{number}", f"r{number}", kind="conversation", exchanges=2)
    last = await think(context, "n3", "r3", kind="conversation", exchanges=2)

    assert [text for role, text in told(last) if role == "user"] == ["n1", "n2", "n3"]


async def test_a_repeated_attempt_leaves_one_exchange_and_is_not_told_of_it(
    context: FakeContext,
) -> None:
    first = await think(context, "I am Ann.", "r1", kind="conversation")
    again = await think(context, "I am Ann.", "r1", kind="conversation")

    assert kept(context) == ["I am Ann."]
    assert told(again) == told(first)


async def test_what_has_grown_old_is_summarized_once(context: FakeContext, stub: Stub) -> None:
    memory = {"kind": "summary", "exchanges": 2}
    for number in range(4):
        await think(context, f"Fact {number}.", f"r{number}", **memory)
    summary = context.memories.summaries["customer 7"]
    fifth = await think(context, "Go on.", "r4", **memory)

    assert "Fact 0." in summary
    assert "Fact 2." not in summary
    [(_, first), (_, second), *rest] = told(fifth)
    assert (first, second.splitlines()[-1]) == ("Help.", summary.splitlines()[-1])
    assert [text for role, text in rest if role == "user"] == ["Fact 2.", "Fact 3.", "Go on."]
    parts = [order.key.rpartition("#")[2] for order in context.ledger.orders]
    assert parts.count("summary") == 1


async def test_an_answer_is_there_also_where_nobody_can_summarize_it(
    context: FakeContext,
) -> None:
    memory = {"kind": "summary", "exchanges": 1}
    await think(context, "Fact 0.", "r0", **memory)
    context.ledger.refuses = "#summary"
    thought = await think(context, "Fact 1.", "r1", **memory)

    assert thought.done
    assert context.memories.summaries == {}
    assert [event for event, _ in context.log.lines][-1] == "memory_not_summarized"


async def test_what_is_alike_is_recalled_by_meaning(context: FakeContext) -> None:
    memory = {"kind": "vector", "exchanges": 1}
    await think(context, "My dog is called Rex and likes long walks.", "r1", **memory)
    await think(context, "The invoice of March was paid twice.", "r2", **memory)
    third = await think(context, "What is the name of my pet?", "r3", **memory)

    [_, (role, earlier), (_, task)] = told(third)
    assert (role, task) == ("system", "What is the name of my pet?")
    assert "Rex" in earlier
    assert "invoice" not in earlier
    assert "no instruction" in earlier


@pytest.mark.parametrize("key", ["", "  ", "x" * 201])
async def test_a_memory_without_a_key_is_refused(context: FakeContext, key: str) -> None:
    with pytest.raises(NodeFailed, match="The memory's key"):
        await think(context, "Hello", "r1", kind="conversation", key=key)
