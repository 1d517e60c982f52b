"""Which models a provider has, with prices and sizes as far as they are known."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from activities.ai.calls import library
from activities.ai.calls.access import Access, reach
from noria.ai.ledger import CallKind
from noria.ai.model_work import Offer, Offers
from noria.ai.names import ANY, DEMO, DEMO_MODEL, LOCAL_EMBEDDING, PROVIDERS, ModelName
from noria.context import NodeContext
from noria.credential_types.models import LiteLLMFields
from noria.errors import NodeFailed, NodeUnavailable

MAX_MODELS = 500
PER_MILLION = 1_000_000
BUILT_IN = (
    Offer(model=DEMO_MODEL, input_usd=0, output_usd=0, takes_tools=True, takes_images=False),
    Offer(model=f"{DEMO}/slow", input_usd=0, output_usd=0, takes_tools=True, takes_images=False),
    Offer(model=LOCAL_EMBEDDING, kind="embed", input_usd=0, context_tokens=256),
)
_KINDS: Mapping[str, CallKind] = {
    "chat": "chat",
    "embedding": "embed",
    "rerank": "rerank",
    "image_generation": "image",
    "audio_speech": "speech",
    "audio_transcription": "transcribe",
}
_LITELLM = {"bedrock": frozenset({"bedrock", "bedrock_converse"})}
"""Where the list that comes with LiteLLM has a provider under several names."""


async def offered(provider: str, credential: str, context: NodeContext) -> Offers:
    """
    Raises:
        NodeFailed: No such provider, or its server refuses.
        NodeUnavailable: Its server can't be reached now.
    """
    if not provider:
        return Offers(models=BUILT_IN, source="built_in")
    known = PROVIDERS.get(provider)
    if known is None:
        raise NodeFailed(f"There is no provider {provider!r}; there are {', '.join(PROVIDERS)}.")
    if known.speaks_openai:
        access = await reach(ModelName(provider, "any"), credential, context)
        return Offers(models=tuple(await _ask_server(provider, access, context)), source="server")
    module = await library.load()
    if provider == ANY:
        opened = await context.credential(credential, provider)
        behind = opened.read(LiteLLMFields).provider
        return Offers(models=tuple(_sorted(_behind(behind, module.model_cost))))
    names = _LITELLM.get(provider, frozenset({known.litellm}))
    return Offers(models=tuple(_sorted(_known(provider, names, module.model_cost))))


def _sorted(found: Iterator[Offer]) -> list[Offer]:
    return sorted(found, key=lambda each: each.model)[:MAX_MODELS]


async def _ask_server(provider: str, access: Access, context: NodeContext) -> Iterator[Offer]:
    response = await context.http.get(
        f"{access.base_url or library.OPENAI_URL}/models",
        headers={"Authorization": f"Bearer {access.api_key}"},
        extensions={"credential": access.credential},
    )
    if response.status_code >= 500:
        raise NodeUnavailable(f"The server answered {response.status_code} when asked for models.")
    if response.status_code != 200:
        raise NodeFailed(
            f"The server answered {response.status_code} when asked for its models: check address "
            "and key of the credential."
        )
    try:
        listed: list[dict[str, Any]] = orjson.loads(response.content)["data"]
        names = sorted(str(each["id"]) for each in listed)
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise NodeFailed(
            "The server does not list its models as OpenAI's protocol says."
        ) from error
    prices = access.prices
    return (
        Offer(
            model=f"{provider}/{name}",
            input_usd=prices.input * PER_MILLION if prices else None,
            output_usd=prices.output * PER_MILLION if prices else None,
        )
        for name in names[:MAX_MODELS]
    )


def _known(
    provider: str, names: frozenset[str], costs: Mapping[str, Mapping[str, Any]]
) -> Iterator[Offer]:
    for key, facts in costs.items():
        kind = _KINDS.get(str(facts.get("mode")))
        name = key.removeprefix(f"{provider}/")
        # With a slash, or fine-tuned, it is a price for a region or a size, and no name to call.
        if facts.get("litellm_provider") not in names or kind is None or "/" in name:
            continue
        if not name.startswith("ft:"):
            yield _offer(f"{provider}/{name}", kind, facts)


def _behind(provider: str, costs: Mapping[str, Mapping[str, Any]]) -> Iterator[Offer]:
    """Of a provider that is LiteLLM's alone: some of its names begin with it, some don't."""
    for key, facts in costs.items():
        kind = _KINDS.get(str(facts.get("mode")))
        if facts.get("litellm_provider") == provider and kind is not None:
            yield _offer(f"{ANY}/{provider}/{key.removeprefix(f'{provider}/')}", kind, facts)


def _offer(model: str, kind: CallKind, facts: Mapping[str, Any]) -> Offer:
    return Offer(
        model=model,
        kind=kind,
        input_usd=_per_million(facts.get("input_cost_per_token")),
        output_usd=_per_million(facts.get("output_cost_per_token")),
        context_tokens=_number(facts.get("max_input_tokens") or facts.get("max_tokens")),
        output_tokens=_number(facts.get("max_output_tokens")),
        takes_tools=bool(facts.get("supports_function_calling")) if kind == "chat" else None,
        takes_images=bool(facts.get("supports_vision")) if kind == "chat" else None,
    )


def _per_million(price: Any) -> float | None:
    return round(price * PER_MILLION, 6) if isinstance(price, int | float) else None


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None
