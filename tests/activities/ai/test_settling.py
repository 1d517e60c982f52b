"""What a call took is in the ledger, however it ended."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import httpx2
import pytest
from pydantic import JsonValue

from activities.ai.calls.settling import settled
from activities.ai.llm_chat import ChatConfig, llm_chat
from activities.ai.llm_embed import EmbedConfig, llm_embed
from activities.ai.llm_image import ImageConfig, llm_image
from noria.ai.ledger import Usage
from tests.activities.fakes import FakeContext, MemoryLedger

OWN = {"model": "openai_compatible/plain", "credential": "stub"}
PIECE = {"choices": [{"index": 0, "delta": {"content": "Half an answer"}}], "model": "plain"}

Step = Callable[[FakeContext], Awaitable[Any]]


def chat(context: FakeContext) -> Awaitable[Any]:
    assert llm_chat.run is not None
    return llm_chat.run(ChatConfig.model_validate({"prompt": "Where is A17?", **OWN}), context)


def embed(context: FakeContext) -> Awaitable[Any]:
    assert llm_embed.run is not None
    return llm_embed.run(EmbedConfig.model_validate({"texts": ["one"], **OWN}), context)


def draw(context: FakeContext) -> Awaitable[Any]:
    assert llm_image.run is not None
    return llm_image.run(ImageConfig.model_validate({"prompt": "A tide", **OWN}), context)


@pytest.mark.parametrize("step", [chat, embed, draw])
async def test_a_call_that_is_stopped_half_way_is_closed_with_what_it_took(
    context: FakeContext, step: Step
) -> None:
    """As a step's timeout, a person's cancel and the worker's end do."""
    is_waiting = asyncio.Event()

    async def half() -> AsyncGenerator[bytes]:
        yield f"data: {json.dumps(PIECE)}\n\n".encode()
        is_waiting.set()
        await asyncio.Event().wait()

    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=half())

    context.http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    asked = asyncio.ensure_future(step(context))
    await is_waiting.wait()
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked

    assert context.ledger.failures == ["cancelled"]
    [lost] = context.ledger.lost
    if step is chat:
        assert lost.output_tokens > 0
        assert lost.cost_usd == pytest.approx(lost.input_tokens * 1e-6 + lost.output_tokens * 2e-6)


class SlowLedger(MemoryLedger):
    """Writes when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked, self.may_write, self.is_written = (asyncio.Event() for _ in range(3))

    async def fail(self, call_id: str, reason: str, usage: Usage) -> None:
        await self._wait()
        await super().fail(call_id, reason, usage)
        self.is_written.set()

    async def close(self, call_id: str, usage: Usage, answer: JsonValue) -> None:
        await self._wait()
        await super().close(call_id, usage, answer)
        self.is_written.set()

    async def _wait(self) -> None:
        self.is_asked.set()
        await self.may_write.wait()


async def cancelled_while_it_writes(work: Awaitable[Any], ledger: SlowLedger) -> None:
    task = asyncio.ensure_future(work)
    await ledger.is_asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    ledger.may_write.set()
    await ledger.is_written.wait()


@pytest.mark.parametrize("step", [chat, embed, draw])
async def test_an_answer_is_kept_though_the_step_is_stopped_meanwhile(
    context: FakeContext, step: Step
) -> None:
    context.ledger = ledger = SlowLedger()
    await cancelled_while_it_writes(step(context), ledger)

    assert (len(ledger.usages), ledger.failures) == (1, [])


async def test_a_second_cancel_does_not_leave_a_call_open() -> None:
    ledger = SlowLedger()

    async def call() -> None:
        async with settled(ledger, "1") as spent:
            spent.usage = Usage(cost_usd=0.5)
            raise asyncio.CancelledError

    await cancelled_while_it_writes(call(), ledger)

    assert (ledger.failures, ledger.lost) == (["cancelled"], [Usage(cost_usd=0.5)])


async def test_vectors_are_kept_before_their_call_is_closed(context: FakeContext) -> None:
    """A worker that is killed in between pays for nothing twice."""

    class Killed(MemoryLedger):
        async def close(self, call_id: str, usage: Usage, answer: JsonValue) -> None:
            assert context.vectors.kept
            raise ConnectionResetError

    context.ledger = Killed()
    with pytest.raises(ConnectionResetError):
        await embed(context)
    context.ledger = MemoryLedger()

    assert (await embed(context)).known == 1
    assert context.ledger.orders == []
