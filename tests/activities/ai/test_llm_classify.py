from typing import Any

import pytest

from activities.ai.llm_classify import Classified, ClassifyConfig, llm_classify
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.model_stub import Stub

LABELS = [{"name": "invoice", "description": "Somebody wants money."}, {"name": "complaint"}]
SERVER = {"model": "openai_compatible/small", "credential": "stub"}


async def classify(context: FakeContext, **config: Any) -> Classified:
    assert llm_classify.run is not None
    given = {"labels": LABELS, **config}
    return await llm_classify.run(ClassifyConfig.model_validate(given), context)


async def test_the_label_that_fits_is_given_and_what_it_cost(
    context: FakeContext, stub: Stub
) -> None:
    found = await classify(context, text="This is a complaint about my order.", **SERVER)

    assert (found.label, found.labels) == ("complaint", ["complaint"])
    assert found.cost_usd is not None
    assert found.cost_usd > 0
    assert stub.calls[0]["temperature"] == 0
    assert "invoice: Somebody wants money." in str(stub.calls[0]["messages"])


async def test_several_labels_are_given_each_once(context: FakeContext) -> None:
    says = '[[say {"labels": ["invoice", "complaint", "invoice"], "why": "both"}]]'

    found = await classify(context, text=says, several=True)

    assert (found.label, found.labels, found.why) == ("invoice", ["invoice", "complaint"], "both")


async def test_a_label_that_nobody_gave_is_sent_back_once_and_fails_then(
    context: FakeContext,
) -> None:
    says = '[[say {"label": "spam"}]]\n'

    mended = await classify(context, text=f'{says}[[say {{"label": "invoice"}}]]')
    assert mended.label == "invoice"
    with pytest.raises(NodeFailed, match="does not fit the schema, nor did its second one"):
        await classify(context, text=says * 2)
