"""LiteLLM, imported at the first call: it takes seconds and 190 MB, and this process alone pays.

Its retries are off, since Temporal retries; so are its telemetry and its download of prices. It
never falls back to keys from the environment: every call is given those of its credential.
"""

import asyncio
import logging
import os
import threading
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import httpx  # noqa: TID251 - what LiteLLM speaks

from activities.ai.calls.access import Access
from activities.ai.calls.bridge import Blocking, Bridge, Routed, routed_by
from noria.ai.names import ANY, DEMO, DEMO_MODEL
from noria.context import NodeContext

OPENAI_URL = "https://api.openai.com/v1"
_ONE_AT_A_TIME = threading.Lock()


async def load() -> Any:
    """The module. A thread imports it, so that steps at work go on giving signs of life."""
    return await asyncio.to_thread(import_now)


async def warm_up() -> None:
    """Import it, and ask the demo model once: much of it is imported at the first answer only."""
    module = await load()
    await asyncio.to_thread(import_module, "openai")
    said = [{"role": "user", "content": "[[tool warm {}]]"}]
    answer = await module.acompletion(model=DEMO_MODEL, messages=said, stream=True)
    build_stream(module, [chunk async for chunk in answer], said)


def import_now() -> Any:
    """The module, imported and set up once in a process."""
    with _ONE_AT_A_TIME:
        return _imported()


@cache
def _imported() -> Any:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    # Else it asks GitHub at the first call of Anthropic, past the guard.
    os.environ["LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"] = "True"
    os.environ["LITELLM_MODE"] = "PRODUCTION"  # reads no .env file
    import litellm

    from activities.ai.calls.demo_provider import DemoProvider

    # Two lines for each call, past the worker's own log.
    logging.getLogger("LiteLLM").setLevel(logging.WARNING)
    module: Any = litellm
    module.telemetry = False
    module.suppress_debug_info = True
    module.drop_params = True
    module.num_retries = 0
    module.disable_hf_tokenizer_download = True
    # Its own clients too: of many providers it takes none that it is given.
    handlers: Any = module.llms.custom_httpx.http_handler
    handlers.AsyncHTTPHandler.create_async_transport = staticmethod(_routed)
    handlers.AsyncHTTPHandler.create_httpx_proxy_mounts = staticmethod(_no_mounts)
    handlers.HTTPHandler.create_client = _blocking
    module.custom_provider_map = [{"provider": DEMO, "custom_handler": DemoProvider()}]
    return module


def _routed(*_args: Any, **_settings: Any) -> Routed:
    return Routed()


def _no_mounts(*_args: Any, **_settings: Any) -> None:
    """A proxy of the environment would be a way past the guard."""


def _blocking(_handler: Any) -> httpx.Client:
    return httpx.Client(transport=Blocking(), trust_env=False)


@asynccontextmanager
async def connected(
    module: Any, access: Access, context: NodeContext
) -> AsyncGenerator[tuple[dict[str, Any], Bridge]]:
    """What a call of LiteLLM is given so that it goes through the step's own connections."""
    bridge = Bridge(context.http, context.timeout_s, access.credential, access.hosts)
    async with httpx.AsyncClient(
        transport=bridge, trust_env=False, timeout=context.timeout_s
    ) as http:
        with routed_by(bridge):
            yield _options(module, access, context, http, bridge), bridge


def _options(
    module: Any, access: Access, context: NodeContext, http: httpx.AsyncClient, bridge: Bridge
) -> dict[str, Any]:
    common: dict[str, Any] = {
        "num_retries": 0,
        "max_retries": 0,
        "timeout": context.timeout_s,
        **access.options,
    }
    if access.provider == DEMO:
        return common
    if access.provider != ANY:
        common["client"] = _client(module, access, http, bridge)
    if access.api_key:
        common["api_key"] = access.api_key
    if access.base_url:
        common["api_base"] = access.base_url
    return common


def _client(module: Any, access: Access, http: httpx.AsyncClient, bridge: Bridge) -> Any:
    import openai

    if access.provider == "azure":
        return openai.AsyncAzureOpenAI(
            api_key=access.api_key,
            azure_endpoint=access.base_url or "",
            api_version=access.options.get("api_version"),
            max_retries=0,
            http_client=http,
        )
    if access.provider in {"openai", "ollama", "openai_compatible"}:
        return openai.AsyncOpenAI(
            api_key=access.api_key,
            base_url=access.base_url or OPENAI_URL,
            max_retries=0,
            http_client=http,
        )
    handler = module.llms.custom_httpx.http_handler.AsyncHTTPHandler
    return handler(transport=bridge, follow_redirects=False)


def price_of(
    module: Any,
    access: Access,
    response: Any,
    model: str,
    tokens: tuple[int, int],
    **facts: Any,
) -> float | None:
    """In US dollars; None where nobody knows the price."""
    if access.prices is not None:
        return tokens[0] * access.prices.input + tokens[1] * access.prices.output
    if access.provider == DEMO:
        return 0.0
    try:
        return float(module.completion_cost(completion_response=response, model=model, **facts))
    # It raises exceptions of many kinds for models that it has no price of.
    except Exception:  # noqa: BLE001
        new = access.new_prices
        return new and tokens[0] * new.input + tokens[1] * new.output


@dataclass(frozen=True)
class Rates:
    """What is known of a model before it is called."""

    input_usd: float = 0.0
    """Of a token; 0: nobody knows."""
    output_usd: float = 0.0
    most_tokens: int | None = None
    """The longest answer; None: nobody knows."""


def rates_of(module: Any, access: Access, model: str) -> Rates:
    """By its credential where that knows prices, else by LiteLLM's list."""
    known: Mapping[str, Any] = module.model_cost.get(model) or module.model_cost.get(
        model.partition("/")[2], {}
    )
    most = known.get("max_output_tokens")
    most = most if isinstance(most, int) else None
    if access.prices is not None:
        return Rates(access.prices.input, access.prices.output, most)
    asked, told = known.get("input_cost_per_token"), known.get("output_cost_per_token")
    if asked is None and told is None and access.new_prices is not None:
        return Rates(access.new_prices.input, access.new_prices.output, most)
    return Rates(asked or 0.0, told or 0.0, most)


def estimate(module: Any, access: Access, model: str, size: int) -> float:
    """What it may cost that so many characters are read; 0: nobody knows."""
    return size / 4 * rates_of(module, access, model).input_usd


def build_stream(module: Any, chunks: Sequence[Any], messages: Sequence[Any]) -> Any:
    """The whole response of which these were the pieces."""
    return module.stream_chunk_builder(list(chunks), messages=list(messages))


async def speak(module: Any, model: str, asked: Mapping[str, Any]) -> Any:
    """As its `aspeech`, which asks a provider twice that it has no coroutine for, as Gemini."""
    try:
        came = await asyncio.to_thread(module.speech, model=model, aspeech=True, **asked)
        return await came if asyncio.iscoroutine(came) else came
    except Exception as error:
        _, provider, _, _ = module.get_llm_provider(model=model, api_base=asked.get("api_base"))
        raise module.exception_type(
            model=model, custom_llm_provider=provider, original_exception=error
        ) from error
