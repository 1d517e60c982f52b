"""The demo model as a provider of LiteLLM's own. Imports LiteLLM: only `activities.ai.calls.library` asks."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import orjson
from litellm import ModelResponse
from litellm.llms.custom_llm import CustomLLM
from litellm.types.utils import (
    ChatCompletionMessageToolCall,
    Choices,
    Function,
    GenericStreamingChunk,
    Message,
    Usage,
)

from activities.ai.calls.demo import DemoAnswer, DemoCall, answer, count_tokens, text_of

SLOW = "slow"
"""The model `demo/slow` takes its time, so that one can watch it."""
SLOW_PAUSE_S = 0.05


class DemoProvider(CustomLLM):
    """`demo/demo` answers at once, `demo/slow` word by word."""

    async def acompletion(self, *args: Any, **kwargs: Any) -> ModelResponse:
        said = _asked(kwargs)
        calls = [_tool_call(kwargs["messages"], at, call) for at, call in enumerate(said.calls)]
        message = Message(
            content=said.text or None,
            role="assistant",
            tool_calls=[
                ChatCompletionMessageToolCall(
                    id=call["id"], type="function", function=Function(**call["function"])
                )
                for call in calls
            ]
            or None,
        )
        reason = "tool_calls" if calls else "stop"
        response = kwargs["model_response"]
        response.choices = [Choices(message=message, index=0, finish_reason=reason)]
        response.usage = Usage(**_usage(kwargs["messages"], said))
        return response

    async def astreaming(  # pyright: ignore[reportIncompatibleMethodOverride] - its own type is no generator
        self, *args: Any, **kwargs: Any
    ) -> AsyncIterator[GenericStreamingChunk]:
        said = _asked(kwargs)
        pause = SLOW_PAUSE_S if kwargs["model"].endswith(SLOW) else 0.0
        for word in re.findall(r"\S+\s*|\s+", said.text):
            await asyncio.sleep(pause)
            yield _chunk(text=word)
        for at, call in enumerate(said.calls):
            yield _chunk(tool_use={**_tool_call(kwargs["messages"], at, call), "index": at})
        reason = "tool_calls" if said.calls else "stop"
        yield _chunk(reason=reason, usage=_usage(kwargs["messages"], said))


def _asked(kwargs: dict[str, Any]) -> DemoAnswer:
    options: dict[str, Any] = kwargs.get("optional_params") or {}
    form: dict[str, Any] = options.get("response_format") or {}
    schema: dict[str, Any] | None = form.get("json_schema", {}).get("schema")
    return answer(kwargs["messages"], options.get("tools") or (), schema)


def _chunk(
    text: str = "", reason: str = "", usage: Any = None, tool_use: Any = None
) -> GenericStreamingChunk:
    return GenericStreamingChunk(
        text=text,
        tool_use=tool_use,
        is_finished=bool(reason),
        finish_reason=reason,
        usage=usage,
        index=0,
    )


def _tool_call(messages: list[dict[str, Any]], at: int, call: DemoCall) -> dict[str, Any]:
    """With an id that is the same whenever the same is asked."""
    number = uuid5(NAMESPACE_OID, f"{len(messages)}:{at}:{call.name}").hex[:12]
    arguments = orjson.dumps(call.arguments).decode()
    return {
        "id": f"call_{number}",
        "type": "function",
        "function": {"name": call.name, "arguments": arguments},
    }


def _usage(messages: list[dict[str, Any]], said: DemoAnswer) -> Any:
    asked = sum(count_tokens(text_of(message)) for message in messages)
    told = count_tokens(said.text + "".join(str(call.arguments) for call in said.calls))
    return {"prompt_tokens": asked, "completion_tokens": told, "total_tokens": asked + told}
