"""How a provider is reached: what its credential says, and by which client."""

from dataclasses import dataclass, field
from typing import Any

from noria.ai.names import BUILT_IN, PROVIDERS, ModelName
from noria.context import NodeContext
from noria.credentials import Credential
from noria.errors import NodeFailed

PER_MILLION = 1_000_000


@dataclass(frozen=True)
class Prices:
    """In US dollars a token, where the credential knows them and LiteLLM does not."""

    input: float
    output: float


@dataclass(frozen=True)
class Access:
    """Lives as long as one call. What is secret in it is never shown."""

    provider: str
    options: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)
    """What LiteLLM is told besides the request."""
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    credential: str = ""
    """Its name."""
    prices: Prices | None = None


async def reach(model: ModelName, credential: str | None, context: NodeContext) -> Access:
    """
    Raises:
        NodeFailed: The credential is missing, or is one of another provider.
    """
    if model.provider in BUILT_IN:
        return Access(model.provider)
    if not credential:
        raise NodeFailed(
            f"The model {str(model)!r} needs a credential of the type {model.provider!r}: "
            "name one, or use the model 'demo/demo', which needs none."
        )
    return _access(model, await context.credential(credential, model.provider))


def _access(model: ModelName, credential: Credential) -> Access:
    plain = _opened(credential)
    base_url = plain.pop("base_url", None) or None
    api_key = plain.pop("api_key", None) or None
    prices = _prices(plain)
    if PROVIDERS[model.provider].speaks_openai:
        # A server of one's own often wants no key, but the client insists on one.
        return Access(model.provider, {}, base_url, api_key or "none", credential.name, prices)
    options = {name: value for name, value in plain.items() if value not in (None, "")}
    return Access(model.provider, options, base_url, api_key, credential.name, prices)


def _opened(credential: Credential) -> dict[str, Any]:
    opened: dict[str, Any] = {}
    for name in type(credential.fields).model_fields:
        value: Any = getattr(credential.fields, name)
        reveal = getattr(value, "get_secret_value", None)
        opened[name] = reveal() if reveal else value
    return opened


def _prices(plain: dict[str, Any]) -> Prices | None:
    asked = plain.pop("input_usd_per_million", None)
    told = plain.pop("output_usd_per_million", None)
    if asked is None and told is None:
        return None
    return Prices((asked or 0) / PER_MILLION, (told or 0) / PER_MILLION)
