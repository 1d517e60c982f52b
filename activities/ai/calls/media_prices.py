"""What making or hearing a picture or a sound may cost, before it is known: rather too much than too little."""

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from activities.ai.calls.access import Access
from noria.ai.ledger import CallKind
from noria.ai.names import DEMO

SIZE = "1024x1024"
"""Where the model chooses."""
IMAGE_TOKENS = 6_500
"""Of a large picture of high quality."""
SPOKEN_TOKENS_EACH_CHARACTER = 2
SPOKEN_SECONDS_EACH_CHARACTER = 0.08
BYTES_A_SECOND = 4_000
"""Of speech that is compressed well; other recordings are shorter for their size."""
HEARD_TOKENS_A_SECOND = 12
Prices = Mapping[str, Any]
"""As LiteLLM names them; empty where nobody knows any."""
_NONE: Prices = {}


def prices_of(module: Any, access: Access, model: str, facts: Mapping[str, JsonValue]) -> Prices:
    """Of the credential, or of LiteLLM's list, where pictures also stand by quality and size."""
    if access.prices is not None:
        each = access.prices
        return {"input_cost_per_token": each.input, "output_cost_per_token": each.output}
    if access.provider == DEMO:
        return _NONE
    bare = model.partition("/")[2]
    size = str(facts.get("size") or SIZE).replace("x", "-x-")
    quality = str(facts.get("quality") or "standard")
    names = [f"{provider}{quality}/{size}/{bare}" for provider in ("", f"{access.provider}/")]
    names += [f"{size}/{bare}", model, bare]
    found = (module.model_cost.get(name) for name in names)
    return next((prices for prices in found if prices), _NONE)


def estimate(
    kind: CallKind, prices: Prices, facts: Mapping[str, JsonValue], heard_bytes: int
) -> float:
    """In US dollars; 0: nobody knows."""
    if kind == "image":
        return _picture(prices, facts)
    if kind == "speech":
        return _speech(prices, len(str(facts.get("text", ""))))
    return _hearing(prices, heard_bytes / BYTES_A_SECOND)


def _picture(prices: Prices, facts: Mapping[str, JsonValue]) -> float:
    count = int(str(facts.get("n", 1)))
    asked = len(str(facts.get("prompt", ""))) / 4 * _of(prices, "input_cost_per_token")
    each = max(_of(prices, "input_cost_per_image"), _of(prices, "output_cost_per_image"))
    if not each:
        wide, _, high = str(facts.get("size") or SIZE).replace("auto", SIZE).partition("x")
        pixel = max(_of(prices, "input_cost_per_pixel"), _of(prices, "output_cost_per_pixel"))
        each = int(wide) * int(high) * pixel
    if not each:
        token = _of(prices, "output_cost_per_image_token") or _of(prices, "output_cost_per_token")
        each = IMAGE_TOKENS * token
    return asked + count * each


def _speech(prices: Prices, characters: int) -> float:
    by_character = characters * _of(prices, "input_cost_per_character")
    by_second = characters * SPOKEN_SECONDS_EACH_CHARACTER * _of(prices, "output_cost_per_second")
    token = _of(prices, "output_cost_per_audio_token") or _of(prices, "output_cost_per_token")
    by_token = characters / 4 * _of(prices, "input_cost_per_token")
    by_token += characters * SPOKEN_TOKENS_EACH_CHARACTER * token
    return by_character or by_second or by_token


def _hearing(prices: Prices, seconds: float) -> float:
    second = max(_of(prices, "input_cost_per_second"), _of(prices, "output_cost_per_second"))
    token = _of(prices, "input_cost_per_audio_token") or _of(prices, "input_cost_per_token")
    token += _of(prices, "output_cost_per_token") / 2
    return seconds * (second or HEARD_TOKENS_A_SECOND * token)


def _of(prices: Prices, name: str) -> float:
    value = prices.get(name)
    return float(value) if isinstance(value, int | float) else 0.0
