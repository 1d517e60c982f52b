"""Models are listed and tried by the worker, on the demo model and a server that is a stub."""

from collections.abc import AsyncGenerator, Generator
from typing import Any

import httpx2
import pytest

from activities.guard import Allowance, Guard
from activities.transport import guarded_client
from noria.ai.model_work import CompareCall, ModelListCall, ModelTryCall
from noria.ai.names import DEMO_MODEL, LOCAL_EMBEDDING
from noria.context import NodeContext
from noria.credential_types.models import KeyFields, ServerFields
from noria.credentials import Credential
from tests.activities.fakes import FakeContext
from tests.model_stub import Stub, model_stub
from worker.models import Models


class Contexts:
    """One context for everybody; implements `worker.models.Contexts`."""

    def __init__(self, context: FakeContext) -> None:
        self.context = context

    def asked_by(
        self, account_id: str, workspace_id: str, name: str, *, timeout_s: float
    ) -> NodeContext:
        return self.context


@pytest.fixture(scope="module")
def stub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stub]:
    with model_stub(tmp_path_factory.mktemp("stub")) as stub:
        yield stub


@pytest.fixture
async def context(stub: Stub) -> AsyncGenerator[FakeContext]:
    fields = ServerFields.model_validate(
        {"base_url": stub.url, "api_key": "sk-canary-4711", "input_usd_per_million": 3}
    )
    async with guarded_client(Guard(Allowance.parse_all("127.0.0.1"))) as http:
        yield FakeContext(
            http=http,
            run_id="",
            credentials={
                "stub": Credential("stub", "openai_compatible", fields),
                "key": Credential(
                    "key", "openai", KeyFields.model_validate({"api_key": "sk-canary-4711"})
                ),
            },
            timeout_s=30,
        )


async def test_built_in_models_are_free(context: FakeContext) -> None:
    listed = await Models(Contexts(context)).list_models(ModelListCall(workspace_id="w"))

    assert listed.source == "built_in"
    assert {offer.model: offer.input_usd for offer in listed.models} == {
        DEMO_MODEL: 0, "demo/slow": 0, LOCAL_EMBEDDING: 0,
    }  # fmt: skip


async def test_a_server_is_asked_for_its_models(context: FakeContext) -> None:
    call = ModelListCall(workspace_id="w", provider="openai_compatible", credential="stub")
    listed = await Models(Contexts(context)).list_models(call)

    assert (listed.source, listed.refusal) == ("server", None)
    assert [offer.model for offer in listed.models] == [
        "openai_compatible/plain", "openai_compatible/slow",
    ]  # fmt: skip
    assert listed.models[0].input_usd == pytest.approx(3)


async def test_models_that_are_known_come_with_price_and_size(context: FakeContext) -> None:
    call = ModelListCall(workspace_id="w", provider="openai", credential="key")
    listed = await Models(Contexts(context)).list_models(call)

    [model] = [offer for offer in listed.models if offer.model == "openai/gpt-5-mini"]
    assert (model.kind, model.input_usd, model.output_usd) == ("chat", 0.25, 2.0)
    assert (model.context_tokens, model.takes_tools, model.takes_images) == (272_000, True, True)
    assert "embed" in {offer.kind for offer in listed.models}
    assert not any("ft:" in offer.model or offer.model.count("/") > 1 for offer in listed.models)


async def test_trying_a_model_says_what_it_said_and_what_it_took(context: FakeContext) -> None:
    models = Models(Contexts(context))
    given: dict[str, Any] = {"workspace_id": "w", "account_id": "a"}
    demo = await models.try_model(ModelTryCall(**given, model=DEMO_MODEL))
    own = await models.try_model(
        ModelTryCall(**given, model="openai_compatible/plain", credential="stub")
    )
    refused = await models.try_model(
        ModelTryCall(**given, model="openai_compatible/refuses", credential="stub")
    )

    assert (demo.ok, demo.cost_usd) == (True, 0)
    assert demo.message.startswith("This is the demo model.")
    assert own.ok
    assert own.cost_usd == pytest.approx(own.input_tokens * 3e-6)
    assert own.first_token_ms is not None
    assert not refused.ok
    assert "401" in refused.message
    assert "canary" not in refused.message
    assert len(context.ledger.orders) == 3
    assert context.ledger.failures == ["node_failed"]


@pytest.mark.parametrize(
    ("kind", "model", "said"),
    [
        ("rerank", DEMO_MODEL, "It gave two texts the scores"),
        ("image", DEMO_MODEL, "A picture of"),
        ("image", "openai_compatible/painter", "A picture of 16 bytes."),
        ("speech", "openai_compatible/voice", "A recording of 16 bytes."),
        ("transcribe", "openai_compatible/ear", "Of a few tones it heard: The stub heard"),
    ],
)
async def test_models_of_every_kind_are_tried(
    context: FakeContext, kind: Any, model: str, said: str
) -> None:
    credential = "" if model == DEMO_MODEL else "stub"
    call = ModelTryCall(
        workspace_id="w", account_id="a", model=model, credential=credential, kind=kind
    )
    tried = await Models(Contexts(context)).try_model(call)

    assert tried.ok, tried.message
    assert tried.message.startswith(said)
    assert context.ledger.orders[-1].kind == ("chat" if kind == "rerank" else kind)


async def test_a_server_that_is_away_is_said_to_be(context: FakeContext) -> None:
    def refuse(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(503)

    context.http = httpx2.AsyncClient(transport=httpx2.MockTransport(refuse))
    call = ModelListCall(workspace_id="w", provider="openai_compatible", credential="stub")
    listed = await Models(Contexts(context)).list_models(call)

    assert (listed.models, listed.refusal) == (
        (), "The server answered 503 when asked for models.",
    )  # fmt: skip


async def test_texts_are_compared_by_meaning(context: FakeContext) -> None:
    call = CompareCall(
        query="give a customer the money back",
        texts=("Refund desk: refunds wait for a person.", "Poll a page until it is there."),
    )
    models = Models(Contexts(context))
    refund, poll = (await models.compare_texts(call)).scores
    again = (await models.compare_texts(call)).scores

    assert refund > 0.3 > poll
    assert again == (refund, poll)
