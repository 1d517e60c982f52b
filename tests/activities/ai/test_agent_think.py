"""One round: what the model is told, and what it leaves for the next one."""

from typing import Any

import pytest

from activities.ai.agent_think import LAST_WORD, Thought, agent_think
from noria.ai.agent_config import ThinkConfig
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext

TOOL = {
    "name": "look_up",
    "description": "Look an order up",
    "parameters": {"type": "object", "properties": {"id": {"type": "string"}}},
}
ASKS = '[[tool look_up {"id": "A17"}]]\n[[say It is on its way.]]'


async def think(context: FakeContext, **config: Any) -> Thought:
    given = {"instructions": "Help.", "input": ASKS, "tools": [TOOL], **config}
    assert agent_think.run is not None
    return await agent_think.run(ThinkConfig.model_validate(given), context)


async def test_a_round_asks_for_calls_and_the_next_one_sees_what_they_gave(
    context: FakeContext,
) -> None:
    first = await think(context)
    second = await think(
        context, state=first.model_dump(mode="json"), results={"0:look_up": {"status": "sent"}}
    )

    assert (first.done, first.calls) == (False, {"0:look_up": {"id": "A17"}})
    assert (second.done, second.text, second.rounds) == (True, "It is on its way.", 2)
    assert isinstance(second.transcript, list)
    told = second.transcript[-2]
    assert isinstance(told, dict)
    assert (told["role"], told["content"]) == ("tool", '{"status":"sent"}')


async def test_at_a_limit_no_tool_is_left(context: FakeContext) -> None:
    first = await think(context)
    state = {**first.model_dump(mode="json"), "rounds": 4}

    last = await think(context, state=state, results={}, limits={"rounds": 5})

    assert (last.done, last.stopped) == (True, "rounds")
    assert LAST_WORD in str(last.transcript)
    with pytest.raises(NodeFailed, match="limit of rounds after 4 rounds"):
        await think(context, state=state, results={}, limits={"rounds": 5}, on_limit="fail")


async def test_a_long_conversation_travels_by_reference(context: FakeContext) -> None:
    thought = await think(context, input="x" * 5_000, tools=[])

    assert isinstance(thought.transcript, dict)
    assert "$blob" in thought.transcript
