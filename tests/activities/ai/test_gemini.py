"""Gemini draws and speaks over the step's own connections, though LiteLLM calls it with blocking requests."""

import json
from base64 import b64encode
from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest

from activities.ai.llm_image import ImageConfig, ImageOutput, llm_image
from activities.ai.llm_speech import SpeechConfig, SpeechOutput, llm_speech
from activities.guard import Guard
from activities.transport import guarded_client
from noria.credential_types.models import KeyFields
from noria.credentials import Credential
from noria.errors import NodeError, NodeFailed
from tests.activities.fakes import FakeContext
from tests.model_stub import PICTURE

KEY = "g-canary-4711"
DRAWS = {"model": "gemini/gemini-2.5-flash-image", "credential": "mine", "prompt": "A tide"}
SPEAKS = {
    "model": "gemini/gemini-2.5-flash-preview-tts", "credential": "mine", "text": "Hi.",
    "voice": "Kore", "format": "wav",
}  # fmt: skip


def credential(*hosts: str) -> Credential:
    return Credential("mine", "gemini", KeyFields.model_validate({"api_key": KEY}), hosts)


def gemini(context: FakeContext, status: int, **part: Any) -> list[httpx2.Request]:
    """Behind the context, as it answers; what it is asked."""
    asked: list[httpx2.Request] = []
    candidate = {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}
    usage = {"promptTokenCount": 5, "candidatesTokenCount": 7, "totalTokenCount": 12}
    said = {"candidates": [candidate], "usageMetadata": usage}
    if status != 200:
        said = {"error": {"code": status, "message": f"The key {KEY} is wrong."}}

    async def stream() -> AsyncGenerator[bytes]:
        yield json.dumps(said).encode()

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        headers = {"content-type": "application/json"}
        return httpx2.Response(status, headers=headers, content=stream())

    context.http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    context.credentials = {"mine": credential()}
    return asked


def inline(kind: str, data: bytes) -> dict[str, Any]:
    return {"inlineData": {"mimeType": kind, "data": b64encode(data).decode()}}


async def draw(context: FakeContext) -> ImageOutput:
    assert llm_image.run is not None
    return await llm_image.run(ImageConfig.model_validate(DRAWS), context)


async def speak(context: FakeContext) -> SpeechOutput:
    assert llm_speech.run is not None
    return await llm_speech.run(SpeechConfig.model_validate(SPEAKS), context)


async def test_it_draws(context: FakeContext) -> None:
    asked = gemini(context, 200, **inline("image/png", PICTURE))
    drawn = await draw(context)

    assert await context.open_blob(drawn.images[0]) == PICTURE
    [request] = asked
    assert request.url.host == "generativelanguage.googleapis.com"
    assert request.headers["x-goog-api-key"] == KEY
    assert (drawn.input_tokens, drawn.output_tokens) == (5, 7)
    assert drawn.cost_usd


async def test_it_speaks_and_is_asked_once(context: FakeContext) -> None:
    asked = gemini(context, 200, **inline("audio/L16;codec=pcm;rate=24000", b"\0\0" * 100))
    spoken = await speak(context)

    assert (await context.open_blob(spoken.audio)).startswith(b"RIFF")
    assert len(asked) == 1, "each call is paid"
    assert "Kore" in asked[0].content.decode()


@pytest.mark.parametrize("asks", [draw, speak])
async def test_a_refusal_is_told_without_the_key(context: FakeContext, asks: Any) -> None:
    asked = gemini(context, 401)
    with pytest.raises(NodeError, match="401") as refused:
        await asks(context)

    assert len(asked) == 1
    assert KEY not in f"{refused.value} {context.log.lines}"


@pytest.mark.parametrize("asks", [draw, speak])
async def test_it_is_called_where_the_guard_and_its_credential_let_it(asks: Any) -> None:
    async with guarded_client(Guard()) as http:
        context = FakeContext(http, credentials={"mine": credential("elsewhere.example")})
        with pytest.raises(NodeFailed, match="may not be sent to"):
            await asks(context)
