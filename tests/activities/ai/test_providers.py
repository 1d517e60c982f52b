"""Each provider is spoken to as it speaks, by the step's own connections and by no other."""

import importlib
import json
import struct
import zlib
from collections.abc import AsyncGenerator, Callable
from typing import Any

import httpx  # noqa: TID251 - what LiteLLM speaks
import httpx2
import pytest
from pydantic import BaseModel

from activities.ai.calls import library
from activities.ai.llm_chat import ChatConfig, ChatOutput, llm_chat
from noria.credential_types.models import AzureFields, BedrockFields, KeyFields, ServerFields
from noria.credentials import Credential
from tests.activities.fakes import FakeContext

Told = tuple[str, bytes]
"""The media type of an answer, and the answer."""
TOKENS = {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}
LOOKUP: dict[str, Any] = {"name": "look_up", "parameters": {"type": "object", "properties": {}}}


def _json(value: Any) -> Told:
    return "application/json", json.dumps(value).encode()


def _events(*values: Any) -> Told:
    named = (f"event: {each['type']}\n" if "type" in each else "" for each in values)
    lines = (
        f"{name}data: {json.dumps(each)}\n\n" for name, each in zip(named, values, strict=True)
    )
    return "text/event-stream", "".join(lines).encode()


def as_openai(*, stream: bool) -> Told:
    if not stream:
        said = {"role": "assistant", "content": "Hello"}
        choice = {"index": 0, "message": said, "finish_reason": "stop"}
        return _json({"id": "1", "model": "x", "choices": [choice], "usage": TOKENS})
    whole = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "x"}
    begun = {"index": 0, "delta": {"role": "assistant", "content": "Hello"}}
    ended: dict[str, Any] = {"index": 0, "delta": {}, "finish_reason": "stop"}
    kind, data = _events(
        {**whole, "choices": [begun]},
        {**whole, "choices": [ended]},
        {**whole, "choices": [], "usage": TOKENS},
    )
    return kind, data + b"data: [DONE]\n\n"


def as_anthropic(*, stream: bool) -> Told:
    message: dict[str, Any] = {"id": "m", "type": "message", "role": "assistant", "model": "claude"}
    if not stream:
        content = [{"type": "text", "text": "Hello"}]
        usage = {"input_tokens": 5, "output_tokens": 7}
        return _json({**message, "content": content, "stop_reason": "end_turn", "usage": usage})
    usage = {"input_tokens": 5, "output_tokens": 1}
    delta = {"type": "text_delta", "text": "Hello"}
    return _events(
        {"type": "message_start", "message": {**message, "content": [], "usage": usage}},
        {
            "type": "content_block_start",
            "index": 0,
            "content_block": {"type": "text", "text": ""},
        },
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn"},
            "usage": {"output_tokens": 7},
        },
        {"type": "message_stop"},
    )


def as_gemini(*, stream: bool) -> Told:
    content = {"role": "model", "parts": [{"text": "Hello"}]}
    usage = {"promptTokenCount": 5, "candidatesTokenCount": 7, "totalTokenCount": 12}
    candidate = {"content": content, "finishReason": "STOP", "index": 0}
    whole = {"candidates": [candidate], "usageMetadata": usage}
    return _events(whole) if stream else _json(whole)


def as_bedrock(*, stream: bool) -> Told:
    usage = {"inputTokens": 5, "outputTokens": 7, "totalTokens": 12}
    if not stream:
        said = {"role": "assistant", "content": [{"text": "Hello"}]}
        return _json({"output": {"message": said}, "stopReason": "end_turn", "usage": usage})
    pieces = [
        _frame("messageStart", {"role": "assistant"}),
        _frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": "Hello"}}),
        _frame("contentBlockStop", {"contentBlockIndex": 0}),
        _frame("messageStop", {"stopReason": "end_turn"}),
        _frame("metadata", {"usage": usage, "metrics": {"latencyMs": 1}}),
    ]
    return "application/vnd.amazon.eventstream", b"".join(pieces)


def _frame(event: str, value: Any) -> bytes:
    """As AWS writes an event: lengths and checksums around headers and JSON."""
    named = {
        ":event-type": event,
        ":content-type": "application/json",
        ":message-type": "event",
    }
    headers = b"".join(
        bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(said)) + said.encode()
        for name, said in named.items()
    )
    body = json.dumps(value).encode()
    begun = struct.pack(">II", 16 + len(headers) + len(body), len(headers))
    begun += struct.pack(">I", zlib.crc32(begun))
    whole = begun + headers + body
    return whole + struct.pack(">I", zlib.crc32(whole))


WAYS: list[dict[str, Any]] = [{}, {"stream": False}, {"tools": [LOOKUP]}]
KEY: dict[str, Any] = {"api_key": "sk-canary-4711"}
AZURE: dict[str, Any] = {**KEY, "base_url": "https://mine.openai.azure.com"}
AWS = {
    "aws_access_key_id": "AKIACANARY",
    "aws_secret_access_key": "s" * 30,
    "aws_region_name": "us-east-1",
}
PROVIDERS: dict[str, tuple[str, BaseModel, Callable[..., Told]]] = {
    "openai/gpt-4o-mini": ("api.openai.com", KeyFields(**KEY), as_openai),
    "anthropic/claude-sonnet-4-5": ("api.anthropic.com", KeyFields(**KEY), as_anthropic),
    "gemini/gemini-2.5-flash": (
        "generativelanguage.googleapis.com",
        KeyFields(**KEY),
        as_gemini,
    ),
    "mistral/mistral-small-latest": ("api.mistral.ai", KeyFields(**KEY), as_openai),
    "azure/my-deployment": (
        "mine.openai.azure.com",
        AzureFields(**AZURE, input_usd_per_million=1, output_usd_per_million=2),
        as_openai,
    ),
    "bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0": (
        "bedrock-runtime.us-east-1.amazonaws.com",
        BedrockFields.model_validate(AWS),
        as_bedrock,
    ),
    "ollama/llama3": (
        "ollama.example",
        ServerFields(base_url="http://ollama.example:11434/v1", input_usd_per_million=1),
        as_openai,
    ),
}


@pytest.mark.parametrize("config", WAYS, ids=["streamed", "plain", "tools"])
@pytest.mark.parametrize("model", PROVIDERS)
async def test_a_provider_answers_by_the_steps_own_connections(
    context: FakeContext, monkeypatch: pytest.MonkeyPatch, model: str, config: dict[str, Any]
) -> None:
    beside: list[str] = []

    def note(url: str, **_settings: Any) -> None:
        beside.append(url)
        raise httpx.ConnectError("closed")

    # What LiteLLM asks once in a process would be asked in another test already.
    monkeypatch.setattr(await headers_manager(), "_BETA_HEADERS_CONFIG", None)
    monkeypatch.setattr(httpx, "get", note)
    said, [asked] = await ask(context, model, **config)

    assert (said.text, said.input_tokens, said.output_tokens) == ("Hello", 5, 7)
    assert (said.cost_usd or 0) > 0
    assert asked.url.host == PROVIDERS[model][0]
    assert beside == []


async def headers_manager() -> Any:
    """Imported as the worker does it: by itself LiteLLM asks for prices at once, in a thread."""
    await library.load()
    return importlib.import_module("litellm.anthropic_beta_headers_manager")


async def _piece(data: bytes) -> AsyncGenerator[bytes]:
    yield data


async def ask(
    context: FakeContext, model: str, **config: Any
) -> tuple[ChatOutput, list[httpx2.Request]]:
    _, fields, shape = PROVIDERS[model]
    asked: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        is_stream = json.loads(request.content).get("stream") or "stream" in str(request.url)
        media_type, data = shape(stream=bool(is_stream))
        return httpx2.Response(200, headers={"content-type": media_type}, content=_piece(data))

    context.http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    context.credentials = {"mine": Credential("mine", model.partition("/")[0], fields)}
    given = {"prompt": "Hi", "model": model, "credential": "mine", **config}
    assert llm_chat.run is not None
    return await llm_chat.run(ChatConfig.model_validate(given), context), asked


@pytest.mark.parametrize("name", ["gpt-4o-mini", "gpt-of-next-year"])
async def test_a_keys_own_prices_are_those_of_models_that_the_list_does_not_know(
    context: FakeContext, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    fields = KeyFields(**KEY, input_usd_per_million=1_000, output_usd_per_million=2_000)
    monkeypatch.setitem(PROVIDERS, f"openai/{name}", ("api.openai.com", fields, as_openai))
    said, _ = await ask(context, f"openai/{name}")
    [order] = context.ledger.orders

    cost = 5 * 0.001 + 7 * 0.002
    if name == "gpt-of-next-year":
        assert said.cost_usd == pytest.approx(cost)
        assert order.answer_usd == 0.002, "what its budget holds back"
    else:
        assert 0 < (said.cost_usd or 0) < cost / 100


async def test_azure_is_given_a_files_name(context: FakeContext) -> None:
    """It refuses one without."""
    pdf = await context.put_blob(b"%PDF", "application/pdf")
    _, [asked] = await ask(context, "azure/my-deployment", files=[pdf])

    parts = json.loads(asked.content)["messages"][0]["content"]
    assert [each["file"]["filename"] for each in parts if each["type"] == "file"] == ["file.pdf"]


async def test_litellm_asks_nobody_which_headers_to_send(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would fetch a file that others may change, past the guard."""

    def refuse(url: str, **_settings: Any) -> None:
        pytest.fail(f"LiteLLM asks {url}")

    manager = await headers_manager()
    monkeypatch.setattr(httpx, "get", refuse)

    assert "anthropic" in manager.get_beta_headers_config("https://x.example")
