import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from pydantic import JsonValue

from activities.ai.llm_chat import ChatConfig, ChatOutput, llm_chat
from activities.guard import Guard, HostRefused
from activities.transport import guarded_client
from noria.ai.ledger import CallOrder, Opened, Usage, hold
from noria.errors import BudgetSpent, NodeFailed, NodeUnavailable
from tests.activities.fakes import FakeContext, MemoryLedger
from tests.model_stub import WINDY_TOKENS, Stub

KINDS: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"enum": ["bill", "order"]}},
}
LOOKUP = {
    "name": "look_up",
    "description": "Look an order up",
    "parameters": {"type": "object", "properties": {"order_id": {"type": "string"}}},
}


async def ask(context: FakeContext, of_stub: str, **config: Any) -> ChatOutput:
    """A model of the stub, unless the config names another one."""
    given = {"model": f"openai_compatible/{of_stub}", "credential": "stub"}
    read = ChatConfig.model_validate({"prompt": "Where is my order A17?", **given, **config})
    assert llm_chat.run is not None
    return await llm_chat.run(read, context)


async def test_the_demo_model_answers_without_a_server(context: FakeContext) -> None:
    assert llm_chat.run is not None
    said: ChatOutput = await llm_chat.run(ChatConfig(prompt="Good morning"), context)

    assert said.text == "This is the demo model. You said: Good morning"
    assert "".join(context.shown) == said.text
    assert said.cost_usd == 0


async def test_the_answer_comes_with_what_it_took(context: FakeContext, stub: Stub) -> None:
    said = await ask(context, "plain", instructions="Be brief.", temperature=0.2, seed=7)

    [call] = stub.calls
    assert [message["role"] for message in call["messages"]] == ["system", "user"]
    assert (call["temperature"], call["seed"]) == (0.2, 7)
    assert (
        said.text
        == "".join(context.shown)
        == "This is the demo model. You said: Where is my order A17?"
    )
    expected = said.input_tokens * 1e-6 + said.output_tokens * 2e-6
    assert said.cost_usd == pytest.approx(expected)
    assert expected > 0
    assert said.first_token_ms is not None
    assert said.first_token_ms <= said.latency_ms
    assert [usage.cost_usd for usage in context.ledger.usages] == [said.cost_usd]


async def test_a_server_that_can_not_stream_is_asked_in_one(
    context: FakeContext, stub: Stub
) -> None:
    said = await ask(context, "plain", stream=False)

    assert "stream" not in stub.calls[0] or not stub.calls[0]["stream"]
    assert said.text
    assert context.shown == []


async def test_tools_are_asked_for(context: FakeContext) -> None:
    said = await ask(context, "plain", tools=[LOOKUP])

    assert said.finish == "tool_calls"
    assert [(call.name, call.arguments) for call in said.tool_calls] == [
        ("look_up", {"order_id": "A17"})
    ]


async def test_an_answer_that_fits_no_schema_is_mended_once(
    context: FakeContext, stub: Stub
) -> None:
    said = await ask(context, "sloppy", output_schema=KINDS)

    assert said.data == {"kind": "order"}
    assert len(stub.calls) == 2
    assert "does not fit" in stub.calls[1]["messages"][-1]["content"]
    assert said.cost_usd == pytest.approx(sum(each.cost_usd or 0 for each in context.ledger.usages))


async def test_an_answer_that_is_not_mended_fails_the_step(
    context: FakeContext, stub: Stub
) -> None:
    with pytest.raises(NodeFailed, match="does not fit the schema, nor did its second one"):
        await ask(context, "hopeless", output_schema=KINDS)

    assert len(stub.calls) == 2


@pytest.mark.parametrize(
    ("model", "said"),
    [("refuses", "the key of its credential is not accepted"), ("missing", "no such model")],
)
async def test_what_a_provider_refuses_is_not_tried_again(
    context: FakeContext, model: str, said: str
) -> None:
    with pytest.raises(NodeFailed, match=said):
        await ask(context, model)

    assert context.ledger.failures == ["node_failed"]


async def test_what_may_succeed_later_is_tried_again(context: FakeContext, stub: Stub) -> None:
    with pytest.raises(NodeUnavailable, match="answered 429") as busy:
        await ask(context, "busy")
    with pytest.raises(NodeUnavailable, match="answered 500: The stub says broken"):
        await ask(context, "broken")

    assert busy.value.retry_after is not None
    assert busy.value.retry_after.total_seconds() == 7
    assert len(stub.calls) == 2, "LiteLLM retries nothing by itself"


async def test_a_fallback_answers_when_the_model_fails(context: FakeContext, stub: Stub) -> None:
    fallbacks = [{"model": "openai_compatible/busy", "credential": "stub"}, {"model": "demo/demo"}]
    said = await ask(context, "refuses", fallbacks=fallbacks)

    assert said.model == "demo/demo"
    assert [call["model"] for call in stub.calls] == ["refuses", "busy"]


async def test_no_secret_is_in_what_people_see(context: FakeContext, stub: Stub) -> None:
    said = await ask(context, "plain")
    with pytest.raises(NodeFailed) as refused:
        await ask(context, "refused")

    assert stub.calls[0]["authorization"] == "Bearer sk-canary-4711"
    seen = f"{said!r}{refused.value}{refused.value.details}{context.ledger.orders}"
    assert "canary" not in seen


async def test_a_model_on_an_internal_host_is_out_of_reach(context: FakeContext) -> None:
    async with guarded_client(Guard()) as context.http:
        with pytest.raises(HostRefused, match="not on the public internet"):
            await ask(context, "plain")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"model": "gpt-5"}, "write the provider before a slash"),
        ({"model": "openai/gpt-5", "credential": None}, "needs a credential of the type 'openai'"),
        ({"model": "openai/gpt-5"}, "is of the type 'openai_compatible'"),
        ({"model": "openai_compatible/x", "credential": "none"}, "no credential 'none'"),
        ({"model": "demo/demo", "prompt": ""}, "nothing to ask"),
        ({"model": "demo/demo", "images": ["http://x.example/a.png"]}, "begins with https"),
    ],
)
async def test_what_can_not_be_asked_says_why(
    context: FakeContext, config: dict[str, Any], said: str
) -> None:
    with pytest.raises(NodeFailed, match=said):
        await ask(context, "plain", **config)


async def test_images_and_files_go_along(context: FakeContext, stub: Stub) -> None:
    image = await context.put_blob(b"png", "image/png")
    text = await context.put_blob(b"Dear sirs", "text/plain")
    pdf = await context.put_blob(b"%PDF", "application/pdf")

    await ask(context, "plain", images=[image], files=[text, pdf])

    content = stub.calls[0]["messages"][0]["content"]
    assert [part["type"] for part in content] == ["text", "image_url", "text", "file"]
    assert content[1]["image_url"]["url"] == "data:image/png;base64,cG5n"
    assert content[2]["text"] == "Dear sirs"


class Remembering(MemoryLedger):
    """Knows an answer already."""

    def __init__(self, answers: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self._answers = list(answers)

    async def open(self, order: CallOrder) -> Opened:
        await super().open(order)
        return Opened("1", self._answers.pop(0), is_cached=True)


async def test_what_the_ledger_knows_is_not_asked_again(context: FakeContext, stub: Stub) -> None:
    context.ledger = Remembering([{"text": "as before", "model": "openai_compatible/plain"}])

    said = await ask(context, "plain", cache_s=60)

    assert (said.text, said.cached, said.cost_usd) == ("as before", True, 0)
    assert stub.calls == []
    assert context.ledger.orders[0].cache_s == 60


class Spent(MemoryLedger):
    async def open(self, order: CallOrder) -> Opened:
        raise BudgetSpent("The budget of the run is spent.")


async def test_a_spent_budget_stops_fallbacks_too(context: FakeContext, stub: Stub) -> None:
    context.ledger = Spent()

    with pytest.raises(BudgetSpent):
        await ask(context, "plain", fallbacks=[{"model": "demo/demo"}])

    assert stub.calls == []


class Budgeted(MemoryLedger):
    """Holds back and adds up as the real one does, in memory."""

    def __init__(self, usd: float) -> None:
        super().__init__()
        self.usd = usd
        self.held: dict[str, float] = {}

    async def open(self, order: CallOrder) -> Opened:
        held = hold(order, self.usd - sum(self.held.values()))
        if held is None:
            raise BudgetSpent("The budget of the run is spent.")
        opened = await super().open(order)
        self.held[opened.call_id] = held.usd
        return replace(opened, max_tokens=held.max_tokens)

    async def close(self, call_id: str, usage: Usage, answer: JsonValue) -> None:
        await super().close(call_id, usage, answer)
        self.held[call_id] = usage.cost_usd or 0.0

    async def fail(self, call_id: str, reason: str, usage: Usage) -> None:
        await super().fail(call_id, reason, usage)
        self.held[call_id] = usage.cost_usd or 0.0


async def test_long_answers_at_the_same_time_pass_no_budget_together(
    context: FakeContext, stub: Stub
) -> None:
    """Ten thousand tokens each, at 0.02 dollars: nobody has said how long they may be."""
    context.ledger = ledger = Budgeted(0.03)
    said = await asyncio.gather(*(ask(context, "windy") for _ in range(6)), return_exceptions=True)

    spent = sum(usage.cost_usd or 0.0 for usage in (*ledger.usages, *ledger.lost))
    assert 0.02 < spent <= 0.03
    assert all(isinstance(each, BudgetSpent) for each in said)
    assert "was cut off: its budget had room for" in str(said[0])
    assert all(0 < call["max_tokens"] < WINDY_TOKENS for call in stub.calls)
    assert set(ledger.failures) == {"budget_spent"}, "what was cut off is no answer to take again"


async def test_a_budget_with_room_leaves_the_length_to_the_model(
    context: FakeContext, stub: Stub
) -> None:
    context.ledger = Budgeted(1)
    said = await ask(context, "windy")

    assert said.output_tokens == WINDY_TOKENS
    assert "max_tokens" not in stub.calls[0]


async def test_tools_schemas_and_pictures_count_in_what_a_call_may_cost(
    context: FakeContext,
) -> None:
    shape = {"type": "object", "properties": {"x" * 300: {"type": "string"}}}
    for more in (
        {},
        {"tools": [LOOKUP]},
        {"output_schema": shape},
        {"images": ["https://x.example/a.png"]},
    ):
        with suppress(NodeFailed):
            await ask(context, "plain", max_tokens=10, **more)
    plain, *others = (order.estimate_usd for order in context.ledger.orders)

    assert plain > 10 * 2e-6
    assert len(others) >= 3
    assert all(each > plain for each in others)


async def test_a_provider_that_can_not_be_reached_may_come_back(context: FakeContext) -> None:
    transport = httpx2.MockTransport(_breaks_off)
    async with httpx2.AsyncClient(transport=transport) as context.http:
        with pytest.raises(NodeUnavailable, match="could not be reached"):
            await ask(context, "plain")


def _breaks_off(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ReadError("gone")


async def test_what_a_model_said_before_it_broke_off_is_ledgered(context: FakeContext) -> None:
    """Its provider charges for it."""
    piece = {"choices": [{"index": 0, "delta": {"content": "Half an answer"}}], "model": "plain"}

    async def half() -> AsyncGenerator[bytes]:
        yield f"data: {json.dumps(piece)}\n\n".encode()
        raise httpx2.ReadError("gone")

    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=half())

    context.http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    with pytest.raises(NodeUnavailable, match="broke off"):
        await ask(context, "plain")

    [lost] = context.ledger.lost
    assert lost.input_tokens > 0
    assert lost.output_tokens > 0
    assert lost.cost_usd == pytest.approx(lost.input_tokens * 1e-6 + lost.output_tokens * 2e-6)
