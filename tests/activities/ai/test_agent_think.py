"""One round: what the model is told, and what it leaves for the next one."""

import time
from datetime import datetime
from typing import Any

import pytest

from activities.ai.agent_think import Thought, agent_think
from activities.ai.agents.loop import LAST_WORD
from activities.ai.calls import pacing
from activities.ai.calls.conversation import judge
from activities.ai.calls.requests import ToolCall
from noria.ai.agent_config import AgentTool, ThinkConfig
from noria.ai.told import Asked
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


async def test_what_tools_that_are_agents_cost_counts_towards_the_limit(
    context: FakeContext,
) -> None:
    given: Any = {"limits": {"cost_usd": 1}, "tools": [{**TOOL, "spends": True}]}
    first = await think(context, **given)
    state = first.model_dump(mode="json")
    dear: Any = {"0:look_up": {"text": "sent", "cost_usd": 1.5}}
    last = await think(context, **given, state=state, results=dear)
    cheap: Any = {"0:look_up": {"text": "sent", "cost_usd": 0.5}}
    other = await think(context, **given, state=state, results=cheap)

    assert (last.stopped, last.cost_usd) == ("cost", 1.5)
    assert LAST_WORD in str(last.transcript)
    assert (other.stopped, other.cost_usd) == (None, 0.5)


async def test_what_runs_of_tools_spend_counts_once(context: FakeContext) -> None:
    """The ledger says it from the agent's beginning on; a run that takes over begins anew."""
    given: Any = {
        "limits": {"cost_usd": 1},
        "tools": [{**TOOL, "spenders": ["look_up"]}],
        "input": "\n".join(['[[tool look_up {"id": "A17"}]]'] * 5),
    }
    left = (await think(context, **given)).model_dump(mode="json")
    costs: list[tuple[float | None, str | None]] = []
    for below in (0.25, 0.75, 1.0):
        context.ledger.below["look_up"] = below
        thought = await think(context, **given, state=left, results={"0:look_up": "sent"})
        costs.append((thought.cost_usd, thought.stopped))
        left = thought.model_dump(mode="json")

    assert costs == [(0.25, None), (0.75, None), (1.0, "cost")]
    left |= {"spent_by_nodes": {"another": 9.0}, "cost_usd": 0.0, "done": False, "stopped": None}
    left["asked"] = [{"id": "1", "name": "look_up", "key": "0:look_up"}]
    context.ledger.below["look_up"] = 0.5
    other = await think(context, **given, state=left, results={"0:look_up": "sent"})
    assert (other.cost_usd, other.stopped) == (0.5, None)


async def test_a_retry_has_the_time_that_was_left(context: FakeContext) -> None:
    given: Any = {"limits": {"time_s": 600}}
    left = (await think(context, **given)).model_dump(mode="json")
    left |= {"began_at": left["began_at"] - 86_400, "left_at": left["left_at"] - 86_300}
    late = await think(context, **given, state=left, results={"0:look_up": "sent"})
    left["run_id"] = "the run before"
    retried = await think(context, **given, state=left, results={"0:look_up": "sent"})

    assert (late.stopped, retried.stopped) == ("time", None)
    assert 100 <= time.time() - retried.began_at < 600


async def test_a_long_conversation_travels_by_reference(context: FakeContext) -> None:
    thought = await think(context, input="x" * 5_000, tools=[])

    assert isinstance(thought.transcript, dict)
    assert "$blob" in thought.transcript


async def test_calls_wait_until_a_tool_may_be_called_again(context: FakeContext) -> None:
    ask = '[[tool look_up {"id": "1"}]]'
    given: Any = {
        "tools": [{**TOOL, "max_calls_per_minute": 2}],
        "input": f"{ask}\n{ask} {ask} {ask}\n[[say done]]",
    }
    began = time.time()
    first = await think(context, **given)
    second = await think(
        context, **given, state=first.model_dump(mode="json"), results={"0:look_up": "sent"}
    )
    results = dict.fromkeys(second.calls, "sent")
    third = await think(context, **given, state=second.model_dump(mode="json"), results=results)

    assert (first.called_at, first.not_before) == ({}, None)
    assert list(second.calls) == ["0:look_up", "1:look_up"]
    assert "at most 2 per minute" in second.asked[2].refused
    [called] = second.called_at["look_up"]
    assert began <= called <= time.time()
    assert second.not_before is not None
    assert datetime.fromisoformat(second.not_before).timestamp() == pytest.approx(called + 60)
    assert (third.done, len(third.called_at["look_up"])) == (True, 3)
    assert "at most 2 per minute" in str(third.transcript)


def test_calls_of_an_earlier_minute_do_not_count() -> None:
    tools = [AgentTool(name="look_up", description="", parameters={}, max_calls_per_minute=2)]
    one, two = (Asked(id="", name="look_up", key=f"{at}:look_up") for at in range(2))
    made: dict[str, Any] = {one.key: "made"}
    times = pacing.add_calls({"look_up": [100.0, 150.0]}, [one, two], tools, made, 170.0)

    assert times == {"look_up": [150.0, 170.0]}
    assert pacing.not_before(times, [one], tools) == "1970-01-01T00:03:30+00:00"
    assert pacing.not_before(times, [one, two], tools) == "1970-01-01T00:03:50+00:00"
    assert pacing.not_before({}, [one, two], tools) is None
    assert pacing.add_calls(times, [], tools, {}, 300.0) == {}


def test_all_tools_of_a_server_share_its_rate() -> None:
    tools = [
        AgentTool(
            name=f"crm_{called}", description="", parameters={}, server="crm", called=called,
            max_calls_per_minute=2,
        )
        for called in ("find", "change")
    ]  # fmt: skip
    calls = [ToolCall(id=str(n), name=tools[n % 2].name, arguments={}) for n in range(3)]
    asked, _ = judge(calls, tools, {})
    made: dict[str, Any] = {each.key: "made" for each in asked if each.key}
    times = pacing.add_calls({}, asked, tools, made, 100.0)

    assert [bool(each.key) for each in asked] == [True, True, False]
    assert "The server 'crm' is called too often: at most 2 per minute." in asked[2].refused
    assert times == {"@mcp:crm": [100.0, 100.0]}
    assert pacing.not_before(times, asked[:1], tools) == "1970-01-01T00:02:40+00:00"
