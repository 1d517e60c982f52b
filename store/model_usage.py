"""What models were used for, and what that cost: sums over the ledger, which has each call once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

import sqlalchemy
from sqlalchemy import Text, cast
from sqlmodel import col, func, select

from store.database import Session
from store.model_budgets import Budget, counts, held_usd, is_unpriced
from store.model_tables import ModelBudget, ModelCall
from store.tables import Account, Workflow

Number = TypeVar("Number", int, float)
UsageBy = Literal["model", "credential", "workflow", "account", "day"]
MAX_ROWS = 500
_select: Any = sqlalchemy.select
"""Untyped: sums are as many columns as they are."""


@dataclass(frozen=True)
class UsageFilter:
    """Calls that were made from a time on and before another; None: whichever."""

    since: datetime
    until: datetime
    model: str | None = None
    credential: str | None = None
    workflow_id: UUID | None = None
    account_id: UUID | None = None

    def conditions(self, workspace_id: UUID) -> list[Any]:
        """For the ledger."""
        found: list[Any] = [
            ModelCall.workspace_id == workspace_id,
            col(ModelCall.created_at) >= self.since,
            col(ModelCall.created_at) < self.until,
        ]
        for name in ("model", "credential", "workflow_id", "account_id"):
            value = getattr(self, name)
            if value is not None:
                found.append(col(getattr(ModelCall, name)) == value)
        return found


@dataclass(frozen=True)
class Figures:
    """Of some calls together."""

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


@dataclass(frozen=True)
class UsageRow:
    """Figures of the calls that have one thing in common."""

    key: str | None
    """What that is: a model, a credential's name, an id, a day; None: they have none of it."""
    name: str | None
    """For people; None where it is gone, or the key says it all."""
    figures: Figures


async def read_total(session: Session, *, workspace_id: UUID, filters: UsageFilter) -> Figures:
    """Of all calls together."""
    query: Any = _select(*_sums()).where(*filters.conditions(workspace_id))
    (row,) = await _all(session, query)
    return Figures(*row)


async def read_usage(
    session: Session, *, workspace_id: UUID, filters: UsageFilter, by: UsageBy
) -> Sequence[UsageRow]:
    """The dearest first; days in their order."""
    key, name = _key(by)
    query: Any = _select(key.label("key"), func.max(name).label("name"), *_sums())
    if by == "workflow":
        query = query.outerjoin(
            Workflow,
            (col(Workflow.id) == ModelCall.workflow_id) & (Workflow.workspace_id == workspace_id),
        )
    if by == "account":
        query = query.outerjoin(Account, col(Account.id) == ModelCall.account_id)
    query = query.where(*filters.conditions(workspace_id)).group_by(key).limit(MAX_ROWS)
    if by == "day":
        query = query.order_by(key)
    else:
        query = query.order_by(_cost().desc(), func.count().desc(), key)
    rows = await _all(session, query)
    return [UsageRow(row[0] or None, row[1], Figures(*row[2:])) for row in rows]


async def _all(session: Session, query: Any) -> Sequence[Any]:
    untyped: Any = session
    return (await untyped.exec(query)).all()


def _key(by: UsageBy) -> tuple[Any, Any]:
    """What rows are grouped by, and its name."""
    if by == "workflow":
        return cast(ModelCall.workflow_id, Text), Workflow.name
    if by == "account":
        return cast(ModelCall.account_id, Text), Account.name
    if by == "day":
        day = func.to_char(func.timezone("UTC", ModelCall.created_at), "YYYY-MM-DD")
        return day, day
    column: Any = getattr(ModelCall, by)
    return column, column


def _cost() -> Any:
    return func.coalesce(func.sum(ModelCall.cost_usd), 0.0)


def _sums() -> list[Any]:
    return [
        func.count(),
        func.count().filter(col(ModelCall.status) == "failed"),
        func.count().filter(col(ModelCall.is_cached)),
        func.coalesce(func.sum(ModelCall.input_tokens), 0),
        func.coalesce(func.sum(ModelCall.output_tokens), 0),
        _cost(),
        func.count().filter(is_unpriced()),
    ]


@dataclass(frozen=True)
class BudgetRow:
    """A budget, and what is spent of it by now."""

    workflow_id: UUID | None
    """None: of the workspace as a whole."""
    workflow_name: str | None
    budget: Budget
    spent_today_usd: float
    spent_this_month_usd: float
    unpriced_this_month: int


@dataclass(frozen=True)
class Spent:
    """US dollars by workflow, since the day and since the month began, in UTC."""

    today: Mapping[UUID | None, float]
    this_month: Mapping[UUID | None, float]
    unpriced: Mapping[UUID | None, int]
    """This month's calls whose price nobody knows: no budget stops them."""


async def list_budgets(
    session: Session, *, workspace_id: UUID, spent: Spent
) -> Sequence[BudgetRow]:
    """The workspace's first, whether it has limits or not; then those of workflows, by name."""
    query = (
        select(ModelBudget, Workflow.name)
        .outerjoin(Workflow, col(Workflow.id) == ModelBudget.workflow_id)
        .where(ModelBudget.workspace_id == workspace_id)
        .order_by(col(Workflow.name))
    )
    found = (await session.exec(query)).all()
    rows: list[tuple[UUID | None, str | None, Budget]]
    rows = [(row.workflow_id, name, _budget(row)) for row, name in found]
    if not any(workflow_id is None for workflow_id, _, _ in rows):
        rows.insert(0, (None, None, Budget()))
    rows.sort(key=lambda row: row[0] is not None)
    return [
        BudgetRow(
            workflow_id,
            name,
            budget,
            _of(spent.today, workflow_id),
            _of(spent.this_month, workflow_id),
            _of(spent.unpriced, workflow_id),
        )
        for workflow_id, name, budget in rows
    ]


async def read_spent(session: Session, *, workspace_id: UUID) -> Spent:
    """Calls under way as estimated. Of all workflows, where the session sees all."""
    day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    held = held_usd()
    query = (
        select(
            ModelCall.workflow_id,
            func.coalesce(func.sum(held).filter(col(ModelCall.created_at) >= day), 0.0),
            func.sum(held),
            func.count().filter(is_unpriced()),
        )
        .where(
            ModelCall.workspace_id == workspace_id,
            col(ModelCall.created_at) >= day.replace(day=1),
            counts(),
        )
        .group_by(col(ModelCall.workflow_id))
    )
    rows = (await session.exec(query)).all()
    return Spent(
        {row[0]: row[1] for row in rows},
        {row[0]: row[2] for row in rows},
        {row[0]: row[3] for row in rows},
    )


def _of(figures: Mapping[UUID | None, Number], workflow_id: UUID | None) -> Number | Literal[0]:
    return sum(figures.values()) if workflow_id is None else figures.get(workflow_id, 0)


def _budget(row: ModelBudget) -> Budget:
    return Budget(row.run_usd, row.day_usd, row.month_usd)
