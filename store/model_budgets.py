"""Budgets of models: what a workspace and its workflows may spend, and on what each counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, func, select

from noria.ai.ledger import CallOrder
from store.database import Session
from store.ids import new_id
from store.model_tables import ModelBudget, ModelCall

ADVICE = "Raise it under Models, or wait until the next one begins."


@dataclass(frozen=True)
class Budget:
    """US dollars; None: no limit."""

    run_usd: float | None = None
    day_usd: float | None = None
    month_usd: float | None = None


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One amount, and the calls that count against it."""

    name: str
    """`workspace_month`, `workflow_day`, `run`, `step` …"""
    what: str
    usd: float
    advice: str = ADVICE
    workflow_id: UUID | None = None
    run_id: UUID | None = None
    step: tuple[str, str] | None = None
    """Node and iteration."""
    period: str | None = None
    """`day` or `month`."""

    @classmethod
    def of_step(cls, run_id: UUID, order: CallOrder) -> "Limit":
        """What a step's own config says."""
        assert order.max_cost_usd is not None
        return cls(
            name="step",
            what=f"step {order.node_id!r}",
            usd=order.max_cost_usd,
            advice="Raise it in the step's settings.",
            run_id=run_id,
            step=(order.node_id, order.iteration),
        )

    def conditions(self) -> Sequence[Any]:
        """Which calls count."""
        found: list[Any] = []
        if self.run_id is not None:
            found.append(ModelCall.run_id == self.run_id)
        if self.workflow_id is not None:
            found.append(ModelCall.workflow_id == self.workflow_id)
        if self.step is not None:
            found += [ModelCall.node_id == self.step[0], ModelCall.iteration == self.step[1]]
        if self.period is not None:
            begin = func.date_trunc(self.period, func.now())
            found.append(col(ModelCall.created_at) >= begin)
        return found


async def find_budget(session: Session, *, workspace_id: UUID, workflow_id: UUID | None) -> Budget:
    """Of the workspace where no workflow is given."""
    whose = (
        col(ModelBudget.workflow_id).is_(None)
        if workflow_id is None
        else col(ModelBudget.workflow_id) == workflow_id
    )
    query = select(ModelBudget).where(ModelBudget.workspace_id == workspace_id, whose)
    row = (await session.exec(query)).first()
    return Budget() if row is None else Budget(row.run_usd, row.day_usd, row.month_usd)


async def save_budget(
    session: Session, *, workspace_id: UUID, workflow_id: UUID | None, budget: Budget
) -> None:
    """Replace it. The workflow must be one of the workspace."""
    values = vars(budget)
    statement = insert(ModelBudget).values(
        id=new_id(), workspace_id=workspace_id, workflow_id=workflow_id, **values
    )
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=[col(ModelBudget.workspace_id), col(ModelBudget.workflow_id)],
            set_={**values, "updated_at": func.now()},
        )
    )


async def limits_of(
    session: Session, *, workspace_id: UUID, workflow_id: UUID | None, run_id: UUID | None
) -> list[Limit]:
    """All that a call of this run counts against, the narrowest first."""
    mine = col(ModelBudget.workflow_id).is_(None)
    if workflow_id is not None:
        mine = or_(mine, col(ModelBudget.workflow_id) == workflow_id)
    query = select(ModelBudget).where(ModelBudget.workspace_id == workspace_id, mine)
    rows = sorted((await session.exec(query)).all(), key=lambda row: row.workflow_id is None)
    return [limit for row in rows for limit in _limits(row, run_id)]


def _limits(row: ModelBudget, run_id: UUID | None) -> list[Limit]:
    scope = "workspace" if row.workflow_id is None else "workflow"
    found: list[Limit] = []
    if row.run_usd is not None and run_id is not None:
        found.append(Limit(name="run", what="the run", usd=row.run_usd, run_id=run_id))
    for period, usd in (("day", row.day_usd), ("month", row.month_usd)):
        if usd is not None:
            found.append(
                Limit(
                    name=f"{scope}_{period}",
                    what=f"this {scope} for the {period}",
                    usd=usd,
                    workflow_id=row.workflow_id,
                    period=period,
                )
            )
    return found
