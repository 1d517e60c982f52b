"""Recordings written down, each paid for once."""

from typing import Any

import pytest

from activities.ai.llm_transcribe import (
    MAX_BYTES,
    TranscribeConfig,
    TranscribeOutput,
    llm_transcribe,
)
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.model_stub import SOUND


async def write_down(context: FakeContext, data: bytes, **config: Any) -> TranscribeOutput:
    assert llm_transcribe.run is not None
    audio = (await context.put_blob(data, "audio/wav")).to_json()
    given = TranscribeConfig.model_validate({"audio": audio, **config})
    return await llm_transcribe.run(given, context)


async def test_the_demo_model_hears_offline(context: FakeContext) -> None:
    heard = await write_down(context, b"x" * 2_000)

    assert heard.text == "This is the demo model. It heard 2,000 bytes."
    assert heard.cost_usd == 0


async def test_a_provider_hears(context: FakeContext) -> None:
    own = {"model": "openai_compatible/plain", "credential": "stub"}
    heard = await write_down(context, SOUND, **own, language="en")

    assert heard.text == f"The stub heard {len(SOUND)} bytes."
    assert [order.kind for order in context.ledger.orders] == ["transcribe"]


async def test_a_recording_that_is_too_long_is_refused(context: FakeContext) -> None:
    ref = (await context.put_blob(b"x", "audio/wav")).model_copy(update={"size": MAX_BYTES + 1})
    assert llm_transcribe.run is not None
    with pytest.raises(NodeFailed, match="more than models take"):
        await llm_transcribe.run(TranscribeConfig(audio=ref), context)
