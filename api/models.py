"""Models: which there are, whether they answer, what they cost, and how much they may."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from api import audit
from api.access import Caller, Editor, Manager, Reader, Runner
from api.model_checks import check_model, provider_of
from api.schemas.models import (
    BudgetRead,
    BudgetWrite,
    FiguresRead,
    ModelRead,
    ModelsRead,
    ModelTriedRead,
    ModelTry,
    UsageRead,
    UsageRowRead,
)
from api.schemas.shape import Page
from api.services import Db, Parts, Services
from noria.ai.model_work import ModelListCall, ModelTryCall
from noria.errors import Invalid, Unavailable
from store import model_budgets, model_usage, workflows
from store.database import Session
from store.model_budgets import Budget
from store.model_usage import BudgetRow, UsageBy, UsageFilter
from store.row_security import beyond_workspace

DEFAULT_SPAN = timedelta(days=30)
MAX_SPAN = timedelta(days=366)

router = APIRouter(tags=["models"])


@router.get("/models")
async def list_models(
    caller: Reader,
    parts: Parts,
    credential: Annotated[
        str | None,
        Query(max_length=200, description="Those that this one opens; else what is built in."),
    ] = None,
) -> ModelsRead:
    """By name, with prices and sizes as far as they are known. A worker is asked."""
    provider = await provider_of(parts, caller, credential) if credential else ""
    offers = await parts.runs.list_models(
        ModelListCall(
            workspace_id=str(caller.workspace_id), provider=provider, credential=credential or ""
        )
    )
    if offers.refusal is not None:
        raise Unavailable(offers.refusal)
    items = [ModelRead.model_validate(offer) for offer in offers.models]
    return ModelsRead(items=items, next_cursor=None, source=offers.source)


@router.post("/models/test")
async def try_model(body: ModelTry, caller: Runner, parts: Parts) -> ModelTriedRead:
    """Ask a model something short. It costs what it costs, and counts against the budgets."""
    model = await check_model(parts, caller, body.model, body.credential)
    call = ModelTryCall(
        workspace_id=str(caller.workspace_id),
        account_id=str(caller.account_id),
        model=str(model),
        credential=body.credential or "",
        kind=body.kind,
    )
    async with audit.audited(parts, caller, "model.test", str(model)) as noted:
        tried = await parts.runs.try_model(call)
        noted.details["ok"] = tried.ok
    return ModelTriedRead.model_validate(tried)


def usage_filter(
    since: Annotated[AwareDatetime | None, Query(description="Else 30 days before.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Before this; else now.")] = None,
    model: Annotated[str | None, Query(max_length=200)] = None,
    credential: Annotated[str | None, Query(max_length=200, description="Its name.")] = None,
    workflow_id: UUID | None = None,
    account_id: UUID | None = None,
) -> UsageFilter:
    """Query parameters of what counts calls.

    Raises:
        Invalid: The span is empty, or longer than a year.
    """
    last = until or datetime.now(UTC)
    first = since or last - DEFAULT_SPAN
    if not timedelta(0) < last - first <= MAX_SPAN:
        raise Invalid(f"'since' {first.isoformat()!r} must be before 'until', by a year at most.")
    return UsageFilter(first, last, model, credential, workflow_id, account_id)


@router.get("/models/usage")
async def read_model_usage(
    caller: Reader,
    session: Db,
    filters: Annotated[UsageFilter, Depends(usage_filter)],
    by: Annotated[UsageBy, Query(description="What the rows stand for.")] = "model",
) -> UsageRead:
    """Calls, tokens and cost, by model, credential, workflow, who started the run, or day in UTC.

    A call counts once, also where an attempt at it was repeated. Calls of workflows that one does not
    see are left out.
    """
    workspace_id = caller.workspace_id
    total = await model_usage.read_total(session, workspace_id=workspace_id, filters=filters)
    rows = await model_usage.read_usage(session, workspace_id=workspace_id, filters=filters, by=by)
    return UsageRead(
        since=filters.since,
        until=filters.until,
        by=by,
        total=FiguresRead.model_validate(total),
        items=[UsageRowRead.model_validate(row) for row in rows],
        next_cursor=None,
    )


@router.get("/model-budgets")
async def list_model_budgets(caller: Reader, session: Db, parts: Parts) -> Page[BudgetRead]:
    """The workspace's first, then those of workflows that have one, with what is spent of each.

    What is spent of the workspace's is told of all its workflows, also of those that one does not see.
    """
    rows = await _budgets(session, caller, parts)
    return Page(items=[_read_budget(row) for row in rows], next_cursor=None)


async def _budgets(session: Session, caller: Caller, parts: Services) -> Sequence[BudgetRow]:
    # A budget is spent by whoever spends it: its sum is the one that stops calls, or it would be a lie.
    with beyond_workspace():
        async with parts.database.sessions.begin() as whole:
            spent = await model_usage.read_spent(whole, workspace_id=caller.workspace_id)
    return await model_usage.list_budgets(session, workspace_id=caller.workspace_id, spent=spent)


@router.put("/model-budgets/workspace")
async def save_workspace_budget(
    body: BudgetWrite, caller: Manager, session: Db, parts: Parts
) -> BudgetRead:
    """Replace what the workspace as a whole may spend. Calls that are refused fail their step."""
    return await _save(session, caller, None, body, parts)


@router.put("/model-budgets/workflows/{workflow_id}")
async def save_workflow_budget(
    workflow_id: UUID, body: BudgetWrite, caller: Editor, session: Db, parts: Parts
) -> BudgetRead:
    """Replace what one workflow may spend; the workspace's budget holds besides."""
    await workflows.get_workflow(session, workspace_id=caller.workspace_id, workflow_id=workflow_id)
    return await _save(session, caller, workflow_id, body, parts)


async def _save(
    session: Session,
    caller: Caller,
    workflow_id: UUID | None,
    body: BudgetWrite,
    parts: Services,
) -> BudgetRead:
    await model_budgets.save_budget(
        session,
        workspace_id=caller.workspace_id,
        workflow_id=workflow_id,
        budget=Budget(**body.model_dump()),
    )
    target = workflow_id or caller.workspace_id
    kind = "workflow" if workflow_id else "workspace"
    await audit.note(session, caller, f"{kind}.model_budget", target, **body.model_dump())
    rows = await _budgets(session, caller, parts)
    return _read_budget(next(row for row in rows if row.workflow_id == workflow_id))


def _read_budget(row: BudgetRow) -> BudgetRead:
    facts = {name: value for name, value in vars(row).items() if name != "budget"}
    return BudgetRead.model_validate({**facts, **vars(row.budget)})
