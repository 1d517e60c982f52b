"""Pictures drawn, each paid for once."""

from typing import Any

import pytest

from activities.ai.calls import library, media_prices
from activities.ai.calls.access import Access
from activities.ai.llm_image import ImageConfig, ImageOutput, llm_image
from noria.errors import NodeError, NodeFailed
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


async def test_what_a_picture_may_cost_is_held_back_before_it_is_made(
    context: FakeContext, stub: Stub
) -> None:
    await draw(context, **OWN)
    await draw(context, **OWN, count=3)
    await draw(context)

    one, three, demo = (order.estimate_usd for order in context.ledger.orders)
    assert one >= 2 * 6_500 / 1e6, "of the credential's prices"
    assert three > 2.9 * one
    assert demo == 0


@pytest.mark.parametrize(
    ("kind", "model", "facts", "least", "most"),
    [
        ("image", "openai/gpt-image-1", {"n": 2, "prompt": "A"}, 0.3, 1),
        ("speech", "openai/tts-1", {"text": "a" * 1_000}, 0.015, 0.016),
        ("speech", "openai/gpt-4o-mini-tts", {"text": "a" * 1_000}, 0.01, 0.1),
        ("transcribe", "openai/whisper-1", {"audio": "x"}, 0.02, 0.1),
        ("image", "openai/nobody-knows", {"prompt": "A"}, 0, 0),
    ],
)
async def test_known_prices_give_an_estimate(
    kind: Any, model: str, facts: Any, least: float, most: float
) -> None:
    access = Access("openai", credential="mine")
    prices = media_prices.prices_of(await library.load(), access, model, facts)

    assert least <= media_prices.estimate(kind, prices, facts, 1_000_000) <= most


async def test_a_refusal_is_told_without_the_key(context: FakeContext) -> None:
    with pytest.raises(NodeFailed, match="401") as refused:
        await draw(context, model="openai_compatible/refuses", credential="stub")

    assert "canary" not in str(refused.value)
    assert context.ledger.failures == ["node_failed"]


async def test_a_picture_that_is_lost_was_paid_all_the_same(
    context: FakeContext, stub: Stub
) -> None:
    with pytest.raises(NodeError):
        await draw(context, model="openai_compatible/useless", credential="stub")

    [lost] = context.ledger.lost
    assert (lost.input_tokens, lost.output_tokens) == (5, 7)
    assert lost.cost_usd == pytest.approx(5e-6 + 2 * 7e-6)
