"""Budgets of models: what a workspace and its workflows may spend, and on what each counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, literal, or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, func, select

from noria.ai.ledger import CallOrder
from noria.sub_runs import SUB_RUNS
from store.database import Session
from store.ids import new_id
from store.model_tables import ModelBudget, ModelCall
from store.tables import Run

LOST_AFTER = timedelta(minutes=30)
"""A call that nobody reported the end of holds nothing back any more."""
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

    def conditions(self, workspace_id: UUID) -> Sequence[Any]:
        """Which calls count."""
        found: list[Any] = []
        if self.step is not None:
            found.append(ModelCall.run_id == self.run_id)
        elif self.run_id is not None:
            found.append(col(ModelCall.run_id).in_(_with_sub_runs(workspace_id, self.run_id)))
        if self.workflow_id is not None:
            found.append(ModelCall.workflow_id == self.workflow_id)
        if self.step is not None:
            found += [ModelCall.node_id == self.step[0], ModelCall.iteration == self.step[1]]
        if self.period is not None:
            begin = func.date_trunc(self.period, func.now())
            found.append(col(ModelCall.created_at) >= begin)
        return found


def held_usd() -> Any:
    """Of a call that is over what it cost; of one under way what it may."""
    return func.coalesce(ModelCall.cost_usd, ModelCall.estimate_usd)


def counts() -> Any:
    """Which calls hold anything: not those that failed unpaid, nor those that are lost."""
    is_lost = col(ModelCall.created_at) < func.now() - LOST_AFTER
    return and_(
        or_(col(ModelCall.status) != "running", ~is_lost),
        or_(col(ModelCall.status) != "failed", col(ModelCall.cost_usd).is_not(None)),
    )


def is_unpriced() -> Any:
    """Calls that were answered by models whose price nobody knows."""
    return and_(col(ModelCall.status) == "succeeded", col(ModelCall.cost_usd).is_(None))


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
    callers: dict[UUID, UUID] = {}
    if run_id is not None:
        callers = await _callers(session, workspace_id, run_id)
        mine = or_(mine, col(ModelBudget.workflow_id).in_(callers.values()))
    query = select(ModelBudget).where(ModelBudget.workspace_id == workspace_id, mine)
    rows = sorted((await session.exec(query)).all(), key=lambda row: row.workflow_id is None)
    own = [row for row in rows if row.workflow_id in (None, workflow_id)]
    limits = [limit for row in own for limit in _limits(row, run_id)]
    return limits + [
        Limit(name="run", what="the run that called this one", usd=row.run_usd, run_id=caller)
        for caller, its_workflow in callers.items()
        for row in rows
        if row.run_usd is not None and row.workflow_id in (None, its_workflow)
    ]


def _limits(row: ModelBudget, run_id: UUID | None) -> list[Limit]:
    """Of its own workflow, or the workspace."""
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


async def _callers(session: Session, workspace_id: UUID, run_id: UUID) -> dict[UUID, UUID]:
    """The run that called this one, the one that called that, and so on: run → its workflow."""
    own: Any = (
        select(Run.parent_run_id)
        .where(Run.workspace_id == workspace_id, Run.id == run_id, col(Run.relation).in_(SUB_RUNS))
        .cte("caller", recursive=True)
    )
    above = select(Run.parent_run_id).where(
        Run.workspace_id == workspace_id,
        Run.id == own.c.parent_run_id,
        col(Run.relation).in_(SUB_RUNS),
    )
    callers: Any = own.union(above)
    query = select(Run.id, Run.workflow_id).where(
        Run.workspace_id == workspace_id, col(Run.id).in_(select(callers.c.parent_run_id))
    )
    return dict((await session.exec(query)).all())


def _with_sub_runs(workspace_id: UUID, run_id: UUID) -> Any:
    """Its id and those of all that it has called, however deep."""
    own: Any = select(literal(run_id).label("id")).cte("called", recursive=True)
    below = select(Run.id).where(
        Run.workspace_id == workspace_id,
        Run.parent_run_id == own.c.id,
        col(Run.relation).in_(SUB_RUNS),
    )
    return select(own.union(below).c.id)
