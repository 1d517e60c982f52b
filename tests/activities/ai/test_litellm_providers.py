"""Providers that only LiteLLM knows are called over the step's own connections, and nowhere else."""

from typing import Any

import httpx  # noqa: TID251 - what LiteLLM speaks
import pytest
from pydantic import ValidationError

from activities.ai.calls import library, offers
from activities.ai.calls.ask import Candidate, Terms, ask
from activities.ai.calls.bridge import Bridge, routed_by
from activities.ai.calls.requests import ChatRequest
from noria.ai.litellm_providers import LITELLM_PROVIDERS
from noria.ai.names import ModelName
from noria.credential_types.models import LiteLLMFields
from noria.credentials import Credential
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.model_stub import Stub

KEY = "sk-canary-4711"


def credential(provider: str, *hosts: str, **fields: Any) -> Credential:
    given = LiteLLMFields.model_validate({"provider": provider, "api_key": KEY, **fields})
    return Credential("any", "litellm", given, hosts)


async def asked(context: FakeContext, model: str = "litellm/deepseek/plain") -> str:
    candidate = Candidate(ModelName.parse(model), "any")
    said = [{"role": "user", "content": "Hello"}]
    request = ChatRequest(model=candidate.model, messages=said)
    return (await ask(request, Terms(candidates=[candidate]), context)).reply.text


def test_every_provider_is_one_of_litellms() -> None:
    known = {str(getattr(each, "value", each)) for each in library.import_now().provider_list}

    assert set(LITELLM_PROVIDERS) - known == set()


@pytest.mark.parametrize("provider", ["deepseek", "openrouter", "hosted_vllm"])
async def test_a_provider_of_litellms_answers_and_is_ledgered(
    context: FakeContext, stub: Stub, provider: str
) -> None:
    """One that LiteLLM calls by OpenAI's library, and two by clients of its own."""
    context.credentials = {"any": credential(provider, base_url=stub.url, input_usd_per_million=1)}
    said = await asked(context, f"litellm/{provider}/plain")

    assert said.startswith("This is the demo model.")
    [call] = stub.calls
    assert (call["model"], call["authorization"]) == ("plain", f"Bearer {KEY}")
    assert context.ledger.orders[0].model == f"litellm/{provider}/plain"
    assert context.ledger.usages[0].cost_usd is not None


async def test_a_refusal_holds_no_key(context: FakeContext, stub: Stub) -> None:
    context.credentials = {"any": credential("deepseek", base_url=stub.url)}
    with pytest.raises(NodeFailed, match="answered 401") as refused:
        await asked(context, "litellm/deepseek/refuses")

    assert KEY not in f"{refused.value} {refused.value.details} {context.log.lines}"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (credential("deepseek", base_url="http://10.0.0.1/v1"), "10.0.0.1"),
        (
            credential("deepseek", "api.deepseek.com", base_url="http://127.0.0.1:1"),
            "may not be sent",
        ),
        (credential("groq"), "is for models of 'groq'"),
    ],
)
async def test_a_call_goes_where_it_may_only(
    context: FakeContext, given: Credential, reason: str
) -> None:
    """The guard's hosts, the credential's own, and the provider that it is for."""
    context.credentials = {"any": given}
    with pytest.raises(NodeFailed, match=reason):
        await asked(context)


def test_blocking_requests_of_litellm_are_refused() -> None:
    handler = library.import_now().llms.custom_httpx.http_handler.HTTPHandler()

    with pytest.raises(httpx.ConnectError, match="blocking"):
        handler.client.get("http://127.0.0.1:1")


async def test_a_blocking_request_never_holds_up_the_loop(context: FakeContext) -> None:
    handler = library.import_now().llms.custom_httpx.http_handler.HTTPHandler()

    refused = pytest.raises(httpx.ConnectError, match="blocking")
    with routed_by(Bridge(context.http, 1.0)), refused:
        handler.client.get("http://127.0.0.1:1")


async def test_models_of_the_provider_are_listed_by_their_whole_names(context: FakeContext) -> None:
    context.credentials = {"any": credential("deepseek")}
    listed = await offers.offered("litellm", "any", context)

    names = {each.model for each in listed.models}
    assert "litellm/deepseek/deepseek-chat" in names
    assert all(ModelName.parse(name).litellm.startswith("deepseek/") for name in names)


@pytest.mark.parametrize(
    "fields",
    [
        {"provider": "sagemaker"},
        {"provider": "deepseek", "parameters": {"custom_llm_provider": "openai"}},
        {"provider": "deepseek", "parameters": {"api_base": "http://elsewhere"}},
        {"provider": "deepseek", "base_url": "file:///etc/passwd"},
    ],
)
def test_what_is_not_on_the_lists_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        LiteLLMFields.model_validate(fields)


@pytest.mark.parametrize("name", ["litellm/groq", "litellm/openai/gpt-5", "litellm/"])
def test_a_name_without_a_provider_of_the_list_is_refused(name: str) -> None:
    with pytest.raises(NodeFailed, match=r"no model"):
        ModelName.parse(name)
