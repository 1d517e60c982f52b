"""How a provider is reached: what its credential says, and by which client."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from noria.ai.names import ANY, BUILT_IN, PROVIDERS, ModelName
from noria.context import NodeContext
from noria.credential_types.models import NewModelsFields
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
    hosts: tuple[str, ...] = ()
    """The only ones that the credential may be sent to; none: those that its provider names."""
    prices: Prices | None = None
    new_prices: Prices | None = None
    """Of models that LiteLLM has no price of."""


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
    access = partial(
        Access,
        model.provider,
        base_url=base_url,
        credential=credential.name,
        hosts=credential.allowed_hosts,
        **_prices(credential, plain),
    )
    if PROVIDERS[model.provider].speaks_openai:
        # A server of one's own often wants no key, but the client insists on one.
        return access(api_key=api_key or "none")
    if model.provider == ANY:
        # Without a key LiteLLM would look for one in the worker's environment.
        return access(options=_options_of(model, credential.name, plain), api_key=api_key or "none")
    options = {name: value for name, value in plain.items() if value not in (None, "")}
    return access(options=options, api_key=api_key)


def _options_of(model: ModelName, credential: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    provider = plain["provider"]
    if model.model.partition("/")[0] != provider:
        raise NodeFailed(
            f"The credential {credential!r} is for models of {provider!r}, and {str(model)!r} is none: "
            f"write 'litellm/{provider}/' before the model, or choose another credential."
        )
    return dict(plain["parameters"])


def _opened(credential: Credential) -> dict[str, Any]:
    opened: dict[str, Any] = {}
    for name in type(credential.fields).model_fields:
        value: Any = getattr(credential.fields, name)
        reveal = getattr(value, "get_secret_value", None)
        opened[name] = reveal() if reveal else value
    return opened


def _prices(credential: Credential, plain: dict[str, Any]) -> dict[str, Prices | None]:
    found = _read_prices(plain)
    is_new = isinstance(credential.fields, NewModelsFields)
    return {"new_prices": found} if is_new else {"prices": found}


def _read_prices(plain: dict[str, Any]) -> Prices | None:
    asked = plain.pop("input_usd_per_million", None)
    told = plain.pop("output_usd_per_million", None)
    if asked is None and told is None:
        return None
    return Prices((asked or 0) / PER_MILLION, (told or 0) / PER_MILLION)
