"""One call of a chat model, through LiteLLM: no retry, no journal; those are the caller's."""

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson
from pydantic import JsonValue

from activities.ai.calls import library
from activities.ai.calls.access import Access
from activities.ai.calls.provider_errors import translated
from activities.ai.calls.requests import Answered, ChatRequest, Reply, ToolCall
from activities.ai.calls.settling import Spent
from noria.ai.ledger import Usage
from noria.context import NodeContext
from noria.errors import NodeUnavailable


async def chat(
    request: ChatRequest, access: Access, context: NodeContext, spent: Spent | None = None
) -> Answered:
    """`spent` is filled when the model broke off after it had begun to answer.

    Raises:
        NodeFailed: The provider refuses the request as it is.
        NodeUnavailable: It may answer later.
    """
    module = await library.load()
    clock = asyncio.get_running_loop()
    began = clock.time()
    async with (
        context.circuit(f"{request.model.provider}:{request.model.model}", access.credential),
        library.connected(module, access, context) as (options, bridge),
    ):
        stream = _Stream(request, context, began)
        try:
            with translated(module, request.model, access, bridge):
                response = await stream.follow(module, options)
        except BaseException:
            if spent is not None:
                spent.usage = _broken_off(module, stream, request, access)
            raise
    reply = _read(response, request)
    usage = _usage(response)
    tokens = usage.input_tokens, usage.output_tokens
    cost = library.price_of(module, access, response, request.model.litellm, tokens)
    took = round((clock.time() - began) * 1000)
    seen = {"cost_usd": cost, "latency_ms": took, "first_token_ms": stream.first_ms}
    return Answered(reply, usage.model_copy(update=seen))


class _Stream:
    """Shows what the model says while it says it."""

    def __init__(self, request: ChatRequest, context: NodeContext, began: float) -> None:
        self._request = request
        self._context = context
        self._began = began
        self.first_ms: int | None = None
        self.chunks: list[Any] = []
        """What came so far."""

    async def follow(self, module: Any, options: dict[str, Any]) -> Any:
        request = self._request
        asked: dict[str, Any] = {
            "model": request.model.litellm,
            "messages": [dict(message) for message in request.messages],
            **request.options(),
            **options,
        }
        if not request.stream:
            return await module.acompletion(**asked)
        answer = await module.acompletion(
            stream=True, stream_options={"include_usage": True}, **asked
        )
        async for chunk in answer:
            self.chunks.append(chunk)
            self._show(chunk)
        whole = library.build_stream(module, self.chunks, asked["messages"])
        if whole is None:
            raise NodeUnavailable(f"The model {str(request.model)!r} broke off without an answer.")
        return whole

    def _show(self, chunk: Any) -> None:
        delta = chunk.choices[0].delta if chunk.choices else None
        text = getattr(delta, "content", None)
        if self.first_ms is None and (text or getattr(delta, "tool_calls", None)):
            now = asyncio.get_running_loop().time()
            self.first_ms = round((now - self._began) * 1000)
        if text:
            self._context.show(text)


def _broken_off(module: Any, stream: _Stream, request: ChatRequest, access: Access) -> Usage:
    """Providers charge for what they have read and said: what came is counted where they don't say it."""
    if not stream.chunks:
        return Usage()
    whole = library.build_stream(module, stream.chunks, request.messages)
    if whole is None:
        return Usage()
    usage = _usage(whole)
    tokens = usage.input_tokens, usage.output_tokens
    cost = library.price_of(module, access, whole, request.model.litellm, tokens)
    return usage.model_copy(update={"cost_usd": cost, "first_token_ms": stream.first_ms})


def _read(response: Any, request: ChatRequest) -> Reply:
    choice = response.choices[0]
    message = choice.message
    return Reply(
        text=message.content or "",
        tool_calls=_calls(message.tool_calls or ()),
        finish=choice.finish_reason or "stop",
        model=str(request.model),
    )


def _calls(calls: Sequence[Any]) -> tuple[ToolCall, ...]:
    return tuple(
        ToolCall(
            id=call.id or f"call_{at}",
            name=call.function.name or "",
            arguments=_arguments(call.function.arguments),
        )
        for at, call in enumerate(calls)
    )


def _arguments(text: str | None) -> JsonValue:
    """Some models write arguments that are no JSON: those are passed on as text, to be refused."""
    try:
        return orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        return text


def _usage(response: Any) -> Usage:
    usage = getattr(response, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    return Usage(
        input_tokens=getattr(usage, "prompt_tokens", 0) or 0,
        output_tokens=getattr(usage, "completion_tokens", 0) or 0,
        cached_tokens=getattr(details, "cached_tokens", 0) or 0,
    )
