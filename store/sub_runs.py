"""Sub-runs: recording one, and closing those whose parent is gone before they began."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy import select as sa_select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import col, func, literal, or_, select

from noria.errors import Conflict, NotFound
from noria.plan import Plan
from noria.run import RunStatus
from noria.sub_runs import CALL, ITEM, SUB_RUNS, ItemRunOrder, SubRunOrder
from store import versions
from store.answering import who_answers
from store.database import Session
from store.event_waits import ENDED
from store.light import light_run
from store.reused_steps import give_item
from store.run_start import add_run
from store.sharing import is_closed
from store.sweep import RunRef
from store.tables import Run, Workflow


async def find_called(session: Session, *, order: SubRunOrder) -> tuple[Workflow, int, Plan]:
    """The workflow, the version's number, and its plan.

    Raises:
        NotFound: No such workflow or version in this workspace, or it is shared with some members
            only, and not to run with who answers for the run.
        Conflict: It was never published or is archived, or several have this name.
    """
    workspace_id = UUID(order.workspace_id)
    workflow = await _find(session, workspace_id, order.workflow)
    if workflow.restricted or workflow.folder_id is not None:
        await _check_shared(session, order, workflow)
    number, plan = await _plan_of(session, workflow, order.workflow, order.version)
    return workflow, number, plan


async def find_plan(
    session: Session, *, workspace_id: UUID, workflow: str, version: int | None
) -> tuple[UUID, Plan]:
    """The workflow's id and its plan, as `find_called` finds them, whoever asks."""
    found = await _find(session, workspace_id, workflow)
    _, plan = await _plan_of(session, found, workflow, version)
    return found.id, plan


async def _plan_of(
    session: Session, workflow: Workflow, name_or_id: str, version: int | None
) -> tuple[int, Plan]:
    if workflow.archived_at is not None:
        raise Conflict(f"The workflow {name_or_id!r} is archived; unarchive it to run it.")
    number = version or workflow.latest_version
    if number is None:
        raise Conflict(f"The workflow {name_or_id!r} has no version yet; publish it first.")
    plan = await versions.get_plan(
        session, workspace_id=workflow.workspace_id, workflow_id=workflow.id, number=number
    )
    return number, Plan.model_validate(plan)


async def add_sub_run(
    session: Session, *, order: SubRunOrder, workflow: Workflow, number: int
) -> None:
    """Insert a queued run below its parent, in the name of who started that one."""
    known = await session.exec(select(Run.id).where(Run.id == UUID(order.run_id)))
    if known.first() is not None:
        return
    parent = select(Run.account_id).where(
        Run.workspace_id == workflow.workspace_id, Run.id == UUID(order.parent_run_id)
    )
    account_id = (await session.exec(parent)).first()
    await add_run(
        session,
        run=Run(
            id=UUID(order.run_id),
            workspace_id=workflow.workspace_id,
            workflow_id=workflow.id,
            version=number,
            status=RunStatus.QUEUED.value,
            input=order.input,
            parent_run_id=UUID(order.parent_run_id),
            parent_node_id=order.node_id,
            parent_iteration=order.iteration,
            relation=CALL,
            trigger="workflow",
            account_id=account_id,
        ),
    )


_AS_PARENT = (
    "workspace_id", "workflow_id", "version", "draft_graph", "draft_plan", "account_id", "priority",
)  # fmt: skip
"""What the run of an item has of the run whose loop it belongs to."""


async def add_item_run(session: Session, *, order: ItemRunOrder) -> bool:
    """Insert the queued run of an item; False when its parent has no row any more."""
    run_id, parent_id = UUID(order.run_id), UUID(order.parent_run_id)
    own: dict[str, Any] = {
        "id": literal(run_id),
        "status": literal(RunStatus.QUEUED.value),
        "input": literal(order.facts, JSON),
        "parent_run_id": col(Run.id),
        "parent_node_id": literal(order.node_id),
        "parent_iteration": literal(order.iteration),
        "relation": literal(ITEM),
        "trigger": literal("workflow"),
    }
    columns = (*own.values(), *(getattr(Run, name) for name in _AS_PARENT))
    parent = sa_select(*columns).where(
        col(Run.workspace_id) == UUID(order.workspace_id), col(Run.id) == parent_id
    )
    statement = insert(Run).from_select([*own, *_AS_PARENT], parent).on_conflict_do_nothing()
    await session.exec(statement)
    if order.taken_over:
        await give_item(session, order)
    known = select(Run.id).where(Run.id == run_id, Run.parent_run_id == parent_id)
    return (await session.exec(known)).first() is not None


async def list_orphans(
    session: Session, *, older_than: timedelta, limit: int = 100
) -> Sequence[RunRef]:
    """Sub-runs that are still queued though their parent has ended: ask Temporal whether it knows them."""
    parent = aliased(Run)
    query = (
        select(Run.id, Run.workspace_id, Run.status)
        .outerjoin(parent, col(parent.id) == Run.parent_run_id)
        .where(
            col(Run.relation).in_(SUB_RUNS),
            Run.status == RunStatus.QUEUED.value,
            col(Run.created_at) < func.now() - older_than,
            or_(col(parent.id).is_(None), col(parent.status).in_(ENDED)),
        )
        .limit(limit)
    )
    rows = await session.exec(query)
    return [RunRef(run_id, owner, RunStatus(status)) for run_id, owner, status in rows]


async def _check_shared(session: Session, order: SubRunOrder, workflow: Workflow) -> None:
    query = (
        select(Run)
        .where(Run.workspace_id == workflow.workspace_id, Run.id == UUID(order.parent_run_id))
        .options(*light_run())
    )
    parent = (await session.exec(query)).first()
    account_id = await who_answers(session, parent) if parent else None
    if await is_closed(session, workflow=workflow, account_id=account_id):
        raise NotFound("workflow", order.workflow)


async def _find(session: Session, workspace_id: UUID, name_or_id: str) -> Workflow:
    """An id comes first: a name may be any text."""
    query = select(Workflow).where(Workflow.workspace_id == workspace_id)
    if workflow_id := _as_id(name_or_id):
        found = (await session.exec(query.where(Workflow.id == workflow_id))).first()
        if found is not None:
            return found
    named = (await session.exec(query.where(Workflow.name == name_or_id).limit(3))).all()
    live = [workflow for workflow in named if workflow.archived_at is None] or named
    if len(live) > 1:
        raise Conflict(f"Several workflows are called {name_or_id!r}: name one by its id.")
    if not live:
        raise NotFound("workflow", name_or_id)
    return live[0]


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
