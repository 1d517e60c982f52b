import math
from typing import Any

import pytest

from activities.ai.calls import minilm
from activities.ai.llm_embed import EmbedConfig, EmbedOutput, llm_embed
from noria.ai.ledger import CallOrder, Opened
from noria.errors import BudgetSpent, NodeFailed, NodeUnavailable
from tests.activities.fakes import FakeContext, MemoryLedger
from tests.model_stub import Stub


async def embed(context: FakeContext, *texts: str, **config: Any) -> EmbedOutput:
    assert llm_embed.run is not None
    return await llm_embed.run(EmbedConfig.model_validate({"texts": texts, **config}), context)


async def by_stub(
    context: FakeContext, *texts: str, model: str = "plain", **config: Any
) -> EmbedOutput:
    named = {"model": f"openai_compatible/{model}", "credential": "stub"}
    return await embed(context, *texts, **named, **config)


def alike(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


async def test_the_bundled_model_knows_what_means_the_same(context: FakeContext) -> None:
    question, near, far = (
        await embed(
            context,
            "How many days off do I get?",
            "Every employee has thirty days of paid leave a year.",
            "The printer on the second floor takes A3 paper.",
        )
    ).vectors

    assert len(question) == 384
    assert alike(question, near) > alike(question, far) + 0.2
    assert math.isclose(alike(far, far), 1, abs_tol=1e-5)
    [usage] = context.ledger.usages
    assert usage.cost_usd == 0
    assert usage.input_tokens > 20


def test_a_text_has_the_same_vector_alone_and_in_a_batch() -> None:
    texts = ["A short one.", "One that is " + "much " * 40 + "longer.", ""]
    together, _ = minilm.embed(texts)

    for text, vector in zip(texts, together, strict=True):
        [alone], _ = minilm.embed([text])
        # int8 weights: what stands beside a text changes its last digits.
        assert alike(alone, vector) == pytest.approx(1, abs=0.02)


async def test_a_text_that_was_embedded_before_is_not_sent_again(
    context: FakeContext, stub: Stub
) -> None:
    first = await by_stub(context, "one", "two", "one")
    again = await by_stub(context, "two", "three")

    assert [call["input"] for call in stub.calls] == [["one", "two"], ["three"]]
    assert (first.known, again.known) == (1, 1)
    assert first.vectors == [[3.0, 1.0], [3.0, 1.0], [3.0, 1.0]]
    assert again.vectors == [[3.0, 1.0], [5.0, 1.0]]
    assert first.cost_usd == pytest.approx(2e-6)


async def test_another_model_and_another_workspace_know_nothing_of_it(
    context: FakeContext, stub: Stub
) -> None:
    await by_stub(context, "one")
    await by_stub(context, "one", model="other")
    await by_stub(context, "one", dimensions=2)
    context.workspace_id = "w2"
    await by_stub(context, "one")

    assert len(stub.calls) == 4
    assert stub.calls[2]["dimensions"] == 2


async def test_many_texts_go_in_batches_each_in_the_ledger(
    context: FakeContext, stub: Stub
) -> None:
    said = await by_stub(context, *(f"text {number}" for number in range(200)))

    assert [len(call["input"]) for call in stub.calls] == [96, 96, 8]
    assert len({order.key for order in context.ledger.orders}) == 3
    assert {order.kind for order in context.ledger.orders} == {"embed"}
    assert said.cost_usd == pytest.approx(sum(each.cost_usd or 0 for each in context.ledger.usages))


class Spent(MemoryLedger):
    async def open(self, order: CallOrder) -> Opened:
        assert order.estimate_usd > 0
        raise BudgetSpent("The budget of the run is spent.")


async def test_a_spent_budget_stops_it_before_the_call(context: FakeContext, stub: Stub) -> None:
    context.ledger = Spent()

    with pytest.raises(BudgetSpent):
        await by_stub(context, "a text that costs something", max_cost_usd=0.1)

    assert stub.calls == []


async def test_what_is_refused_says_why(context: FakeContext) -> None:
    with pytest.raises(NodeFailed, match="needs a credential"):
        await embed(context, "one", model="openai/text-embedding-3-small")
    with pytest.raises(NodeFailed, match="there is no 'local/other'"):
        await embed(context, "one", model="local/other")
    assert context.ledger.failures == ["node_failed"]


async def test_a_provider_that_breaks_off_may_come_back(context: FakeContext, stub: Stub) -> None:
    context.credentials = {}
    with pytest.raises(NodeFailed, match="'stub'"):
        await by_stub(context, "one")
    with pytest.raises((NodeFailed, NodeUnavailable)):
        await embed(context, "one", model="demo/demo")


async def test_vectors_of_no_use_were_paid_all_the_same(context: FakeContext) -> None:
    with pytest.raises(NodeFailed, match="1 vectors for 2 texts"):
        await by_stub(context, "one", "two", model="useless")

    assert [each.cost_usd for each in context.ledger.lost] == [pytest.approx(2e-6)]
