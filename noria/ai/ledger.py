"""The ledger: every call of a model, what it cost and what it answered. Kept by the worker.

It is written before a call and right after it, so it is more than an account: an attempt that is
repeated, because its worker died before Temporal heard of the answer, finds the answer here and
pays nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

CallKind = Literal["chat", "embed", "rerank", "image", "speech", "transcribe"]


class Usage(BaseModel):
    """What one call took."""

    model_config = ConfigDict(frozen=True)

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    """Of the input, those that the provider had seen before."""
    cost_usd: float | None = None
    """None: the model's price is not known."""
    latency_ms: int = 0
    first_token_ms: int | None = None


@dataclass(frozen=True, kw_only=True)
class CallOrder:
    """A call that is about to be made."""

    workspace_id: str
    run_id: str
    """Empty outside of runs, as when a model is tried out."""
    node_id: str
    iteration: str
    attempt: int
    key: str
    """The same for every attempt at this very call; unlike that of every other one."""
    kind: CallKind
    model: str
    """With its provider, as `openai/gpt-5-mini`."""
    credential: str = ""
    """Its name."""
    request_hash: str
    """Of all that the answer depends on, in hex."""
    estimate_usd: float = 0.0
    """What it may cost, as far as that is known; held back from the budgets until it is over."""
    answer_tokens: int = 0
    """Of an answer whose length nobody has fixed: at most these; what they cost is not in `estimate_usd`."""
    answer_usd: float = 0.0
    """Of each of those tokens."""
    cache_s: float = 0.0
    """An answer to the same request that is younger than this will do; 0: none will."""
    max_cost_usd: float | None = None
    """Of all calls of this step together."""
    account_id: str = ""
    """Outside of runs: who asks. In a run it is who started it."""
    workflow_id: str = ""
    """Outside of runs: the one that it is about, as when its answers are judged."""


@dataclass(frozen=True)
class Payer:
    """For whom work outside of runs is done; empty where nobody is known."""

    account_id: str = ""
    workflow_id: str = ""


@dataclass(frozen=True)
class Opened:
    """What the ledger says to an order."""

    call_id: str
    answer: JsonValue = None
    """What was answered before: then there is nothing to call."""
    usage: Usage = Usage()
    """What that answer took."""
    is_cached: bool = False
    """It is another step's answer, or that of the run that is retried: it cost this one nothing."""
    max_tokens: int | None = None
    """The longest answer that the budgets leave room for; None: as long as the model likes."""


@dataclass(frozen=True, kw_only=True)
class Spenders:
    """Steps of a run that may have spent something."""

    workspace_id: str
    run_id: str
    node_ids: Sequence[str]
    iteration: str
    """Only those in loops within this one, as `3/0`; empty: all."""


LEAST_TOKENS = 256
"""A shorter answer would be of no use."""
FAIR_TOKENS = 4_096
SHARE = 0.25
"""Of what is left, for one call; more where that is less than `FAIR_TOKENS` are: others may run beside it."""


@dataclass(frozen=True)
class Held:
    """What is held back for a call until it is over."""

    usd: float
    max_tokens: int | None = None
    """As in `Opened`."""


def hold(order: CallOrder, left_usd: float | None) -> Held | None:
    """What a call may take of what is left of the tightest budget; None: there is no room for it.

    Args:
        order: The call.
        left_usd: None: no budget counts.
    """
    whole = order.estimate_usd + order.answer_tokens * order.answer_usd
    if left_usd is None:
        return Held(whole)
    free = left_usd - order.estimate_usd
    if left_usd <= 0 or free < 0:
        return None
    if not order.answer_tokens or not order.answer_usd:
        return Held(order.estimate_usd)
    fair = max(free * SHARE, FAIR_TOKENS * order.answer_usd)
    tokens = min(order.answer_tokens, int(min(free, fair) / order.answer_usd))
    if tokens < min(LEAST_TOKENS, order.answer_tokens):
        return None
    cut = tokens if tokens < order.answer_tokens else None
    return Held(order.estimate_usd + tokens * order.answer_usd, cut)


class Ledger(Protocol):
    """Each method is one transaction."""

    async def open(self, order: CallOrder) -> Opened:
        """Note a call, or give what is known of it.

        Raises:
            BudgetSpent: It may not be made: the message says which budget is spent.
        """
        ...

    async def close(self, call_id: str, usage: Usage, answer: JsonValue) -> None:
        """It was answered."""
        ...

    async def fail(self, call_id: str, reason: str, usage: Usage) -> None:
        """It was not; what it has cost all the same counts."""
        ...

    async def spent(self, spenders: Spenders) -> float | None:
        """US dollars, with what the runs spent that these steps started; None: of some it is not known."""
        ...
