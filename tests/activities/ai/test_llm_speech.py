"""Texts spoken, each paid for once."""

import io
import wave
from typing import Any

from activities.ai.llm_speech import SpeechConfig, SpeechOutput, llm_speech
from tests.activities.fakes import FakeContext
from tests.model_stub import SOUND, Stub


async def speak(context: FakeContext, **config: Any) -> SpeechOutput:
    assert llm_speech.run is not None
    return await llm_speech.run(SpeechConfig.model_validate({"text": "Hi.", **config}), context)


async def test_the_demo_model_speaks_offline(context: FakeContext) -> None:
    spoken = await speak(context)

    with wave.open(io.BytesIO(await context.open_blob(spoken.audio))) as recording:
        assert recording.getnframes() > 0
    assert (spoken.audio.media_type, spoken.cost_usd) == ("audio/wav", 0)


async def test_a_provider_speaks(context: FakeContext, stub: Stub) -> None:
    own = {"model": "openai_compatible/plain", "credential": "stub"}
    spoken = await speak(context, **own, voice="nova", format="wav")

    assert await context.open_blob(spoken.audio) == SOUND
    assert (stub.calls[0]["input"], stub.calls[0]["voice"]) == ("Hi.", "nova")
    assert [order.kind for order in context.ledger.orders] == ["speech"]
