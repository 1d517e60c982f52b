"""Models: which there are, what they were used for, and how much they may cost."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.shape import Line, Read, Write
from noria.ai.ledger import CallKind
from store.model_usage import UsageBy

Amount = Annotated[float | None, Field(gt=0, le=10_000_000)]
ModelText = Annotated[str, Field(min_length=3, max_length=200, pattern=r"^[^\x00\s]+/[^\x00]+$")]


class ModelRead(Read):
    """Null: it is not known."""

    model: str
    """With its provider, as nodes name it."""
    kind: CallKind
    input_usd: float | None
    """Of a million tokens."""
    output_usd: float | None
    context_tokens: int | None
    output_tokens: int | None
    """Of the longest answer."""
    takes_tools: bool | None
    takes_images: bool | None


class ModelsRead(Read):
    items: list[ModelRead]
    next_cursor: str | None
    """Null: there is one page."""
    source: Literal["built_in", "server", "known"]
    """`server`: the provider's server said so itself; `known`: a list that came with Noria."""


class ModelTry(Write):
    model: ModelText
    credential: Line | None = None
    """Its name."""
    kind: CallKind = "chat"


class ModelTriedRead(Read):
    ok: bool
    message: str
    """What the model said, or why it did not."""
    latency_ms: int
    first_token_ms: int | None
    input_tokens: int
    output_tokens: int
    cost_usd: float | None


class FiguresRead(Read):
    calls: int
    failed: int
    cached: int
    """Answered from the cache, at no cost."""
    input_tokens: int
    output_tokens: int
    cost_usd: float
    """Of the calls whose price is known."""
    unpriced: int
    """Calls that were answered by models whose price nobody knows."""


class UsageRowRead(Read):
    key: str | None
    """The model, the credential's name, the id or the day; null: these calls have none."""
    name: str | None
    """Null: what it belongs to is gone."""
    figures: FiguresRead


class UsageRead(Read):
    since: datetime
    until: datetime
    by: UsageBy
    total: FiguresRead
    items: list[UsageRowRead]
    """The dearest first; days in their order."""
    next_cursor: str | None


class BudgetWrite(Write):
    """US dollars; null: no limit."""

    run_usd: Amount = None
    """Of one run, with the sub-runs it calls."""
    day_usd: Amount = None
    """Of a day, in UTC."""
    month_usd: Amount = None
    """Of a calendar month, in UTC."""


class BudgetRead(Read):
    workflow_id: UUID | None
    """Null: of the workspace as a whole."""
    workflow_name: str | None
    run_usd: float | None
    day_usd: float | None
    month_usd: float | None
    spent_today_usd: float
    """Calls under way count as what they may cost."""
    spent_this_month_usd: float
    unpriced_this_month: int
    """Calls whose price nobody knows: they count as nothing, so no budget stops them."""
