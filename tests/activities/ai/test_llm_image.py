"""Pictures drawn, each paid for once."""

from typing import Any

import pytest

from activities.ai.llm_image import ImageConfig, ImageOutput, llm_image
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.model_stub import PICTURE, Stub

OWN = {"model": "openai_compatible/plain", "credential": "stub"}


async def draw(context: FakeContext, **config: Any) -> ImageOutput:
    assert llm_image.run is not None
    return await llm_image.run(ImageConfig.model_validate({"prompt": "A tide", **config}), context)


async def test_the_demo_model_draws_offline(context: FakeContext) -> None:
    first = await draw(context, count=2)
    again = await draw(context, count=2)

    assert first.images == again.images, "the same words, the same pictures"
    assert first.images[0] != first.images[1]
    assert (first.images[0].media_type, first.cost_usd) == ("image/png", 0)


async def test_a_provider_draws(context: FakeContext, stub: Stub) -> None:
    said = await draw(context, **OWN, size="256x256")

    [image] = said.images
    assert await context.open_blob(image) == PICTURE
    [call] = stub.calls
    assert (call["prompt"], call["size"], call["n"]) == ("A tide", "256x256", 1)
    [order] = context.ledger.orders
    assert (order.kind, order.model) == ("image", "openai_compatible/plain")
    assert (said.input_tokens, said.output_tokens) == (5, 7)
    assert said.cost_usd == pytest.approx(5e-6 + 2 * 7e-6)


async def test_a_refusal_is_told_without_the_key(context: FakeContext) -> None:
    with pytest.raises(NodeFailed, match="401") as refused:
        await draw(context, model="openai_compatible/refuses", credential="stub")

    assert "canary" not in str(refused.value)
    assert context.ledger.failures == ["node_failed"]
