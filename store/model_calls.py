"""The ledger of model calls: opened before a call under the budgets, closed with what it cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import sqlalchemy
from pydantic import JsonValue
from sqlalchemy import CursorResult, delete, text
from sqlmodel import col, func, select, update

from noria.ai.ledger import LEAST_TOKENS, CallOrder, Held, Opened, Usage, hold
from noria.errors import BudgetSpent
from store.database import Session
from store.ids import new_id
from store.model_budgets import Limit, counts, held_usd, limits_of
from store.model_tables import ModelAnswer, ModelCall
from store.retried_answers import MAY_GO_ON, answer_of_retried
from store.tables import Run

KEPT = timedelta(days=400)
"""Usage can be looked at for a year, and a budget goes back a month at most."""
FORGET_ROWS = 5_000
"""In one transaction."""
_select: Any = sqlalchemy.select
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 7401))")


@dataclass(frozen=True)
class _Payer:
    """Whose call it is."""

    workspace_id: UUID
    run_id: UUID | None
    workflow_id: UUID | None
    account_id: UUID | None
    relation: str | None = None
    """What the run is to its parent."""


_Paid = tuple[ModelCall, JsonValue]
"""A call, and what was answered."""


async def open_call(session: Session, order: CallOrder) -> Opened:
    """
    Raises:
        BudgetSpent: The message names the budget.
    """
    payer = await _payer(session, order)
    if payer.run_id is not None:
        made = await _made_before(session, payer, order)
        if made is not None:
            return made
        paid = await _paid_before(session, payer, order)
        if paid is None:
            paid = await _cached(session, payer, order)
        if paid is not None:
            _note_free(session, payer, order)
            return _known(paid[0], paid[1], is_cached=True)
    held = await _hold(session, payer, order)
    call = _row(payer, order, status="running")
    call.estimate_usd = held.usd
    session.add(call)
    return Opened(str(call.id), max_tokens=held.max_tokens)


async def close_call(session: Session, call_id: UUID, usage: Usage, answer: JsonValue) -> None:
    """Keep what it cost, and what was answered where it belongs to a run that is still there."""
    call = await _end(session, call_id, "succeeded", usage)
    if call is None or call.run_id is None:
        return
    run = select(Run.id).where(Run.id == call.run_id, Run.workspace_id == call.workspace_id)
    if (await session.exec(run)).first() is not None:
        session.add(
            ModelAnswer(
                call_id=call_id,
                workspace_id=call.workspace_id,
                run_id=call.run_id,
                request_hash=call.request_hash,
                answer=answer,
            )
        )


async def fail_call(session: Session, call_id: UUID, reason: str, usage: Usage) -> None:
    """Keep that it failed, and what it cost all the same."""
    call = await _end(session, call_id, "failed", usage)
    if call is not None:
        call.error = reason


async def _payer(session: Session, order: CallOrder) -> _Payer:
    workspace_id = UUID(order.workspace_id)
    if not order.run_id:
        asks = UUID(order.account_id) if order.account_id else None
        about = UUID(order.workflow_id) if order.workflow_id else None
        return _Payer(workspace_id, None, about, asks)
    run_id = UUID(order.run_id)
    query = select(Run.workflow_id, Run.account_id, Run.relation).where(
        Run.id == run_id, Run.workspace_id == workspace_id
    )
    found = (await session.exec(query)).first()
    workflow_id, account_id, relation = found or (None, None, None)
    return _Payer(workspace_id, run_id, workflow_id, account_id, relation)


async def _made_before(session: Session, payer: _Payer, order: CallOrder) -> Opened | None:
    """The answer to an attempt whose worker died before Temporal heard of it."""
    query = (
        select(ModelCall, ModelAnswer.answer)
        .join(ModelAnswer, col(ModelAnswer.call_id) == ModelCall.id)
        .where(
            ModelCall.workspace_id == payer.workspace_id,
            ModelCall.run_id == payer.run_id,
            ModelCall.key == order.key,
        )
        .limit(1)
    )
    found = (await session.exec(query)).first()
    return None if found is None else _known(found[0], found[1], is_cached=False)


async def _paid_before(session: Session, payer: _Payer, order: CallOrder) -> _Paid | None:
    """Whether or not the step asks for the cache: a retry is to lose nothing that was paid for."""
    if payer.run_id is None or payer.relation not in MAY_GO_ON:
        return None
    return await answer_of_retried(
        session, workspace_id=payer.workspace_id, run_id=payer.run_id, order=order
    )


async def _cached(session: Session, payer: _Payer, order: CallOrder) -> _Paid | None:
    if order.cache_s <= 0:
        return None
    query = (
        select(ModelCall, ModelAnswer.answer)
        .join(ModelAnswer, col(ModelAnswer.call_id) == ModelCall.id)
        .where(
            ModelAnswer.workspace_id == payer.workspace_id,
            ModelAnswer.request_hash == order.request_hash,
            col(ModelAnswer.created_at) > func.now() - timedelta(seconds=order.cache_s),
            ModelCall.model == order.model,
            ModelCall.credential == order.credential,
        )
        .order_by(col(ModelAnswer.created_at).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()


def _note_free(session: Session, payer: _Payer, order: CallOrder) -> None:
    """A call that another one's answer spares."""
    call = _row(payer, order, status="succeeded")
    call.is_cached, call.cost_usd = True, 0.0
    call.input_tokens, call.output_tokens = 0, 0
    session.add(call)


def _known(call: ModelCall, answer: JsonValue, *, is_cached: bool) -> Opened:
    usage = Usage(
        input_tokens=call.input_tokens,
        output_tokens=call.output_tokens,
        cached_tokens=call.cached_tokens,
        cost_usd=call.cost_usd,
        latency_ms=call.latency_ms or 0,
        first_token_ms=call.first_token_ms,
    )
    return Opened(str(call.id), answer, usage, is_cached)


def _row(payer: _Payer, order: CallOrder, *, status: str) -> ModelCall:
    return ModelCall(
        id=new_id(),
        workspace_id=payer.workspace_id,
        workflow_id=payer.workflow_id,
        run_id=payer.run_id,
        account_id=payer.account_id,
        node_id=order.node_id,
        iteration=order.iteration,
        attempt=order.attempt,
        key=order.key,
        request_hash=order.request_hash,
        kind=order.kind,
        model=order.model,
        credential=order.credential,
        status=status,
    )


async def _end(session: Session, call_id: UUID, status: str, usage: Usage) -> ModelCall | None:
    call = (
        await session.exec(select(ModelCall).where(ModelCall.id == call_id).with_for_update())
    ).first()
    if call is None or call.status != "running":
        return None
    call.status = status
    call.cost_usd = usage.cost_usd
    call.input_tokens, call.output_tokens = usage.input_tokens, usage.output_tokens
    call.cached_tokens = usage.cached_tokens
    call.latency_ms, call.first_token_ms = usage.latency_ms, usage.first_token_ms
    await session.flush()
    await session.exec(
        update(ModelCall).where(col(ModelCall.id) == call_id).values(finished_at=func.now())
    )
    return call


async def _hold(session: Session, payer: _Payer, order: CallOrder) -> Held:
    limits: Sequence[Limit] = await limits_of(
        session,
        workspace_id=payer.workspace_id,
        workflow_id=payer.workflow_id,
        run_id=payer.run_id,
    )
    if order.max_cost_usd is not None and payer.run_id is not None:
        limits = [*limits, Limit.of_step(payer.run_id, order)]
    if not limits:
        return Held(order.estimate_usd + order.answer_tokens * order.answer_usd)
    # Calls that begin at the same time must not each see the budget without the other.
    await session.exec(_LOCK, params={"key": order.workspace_id})  # pyright: ignore[reportCallIssue,reportArgumentType] - a text, which the stubs of exec leave out
    held: list[Held] = []
    for limit in limits:
        spent = await _spent(session, payer.workspace_id, limit)
        found = hold(order, limit.usd - spent)
        if found is None:
            raise _spent_error(order, limit, spent)
        held.append(found)
    return min(held, key=lambda each: each.usd)


def _spent_error(order: CallOrder, limit: Limit, spent: float) -> BudgetSpent:
    tokens = min(LEAST_TOKENS, order.answer_tokens)
    estimate = order.estimate_usd + tokens * order.answer_usd
    return BudgetSpent(
        f"The budget of {limit.what} is spent: {spent:.4f} of {limit.usd:.4f} US dollars, "
        f"and this call of {order.model!r} may cost {estimate:.4f}. "
        f"{limit.advice}",
        details={
            "budget": limit.name,
            "limit_usd": limit.usd,
            "spent_usd": spent,
            "estimate_usd": estimate,
        },
    )


async def _spent(session: Session, workspace_id: UUID, limit: Limit) -> float:
    """Of calls that are over what they cost; of those under way what they may."""
    query = select(func.coalesce(func.sum(held_usd()), 0.0)).where(
        ModelCall.workspace_id == workspace_id,
        counts(),
        *limit.conditions(workspace_id),
    )
    return float((await session.exec(query)).one())


@dataclass(frozen=True)
class CallSums:
    """Of the calls of one step."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None
    """None: a price is not known."""
    cached: bool = False
    """Every answer came from the cache."""
    latency_ms: int = 0


async def sums_of_step(
    session: Session, *, workspace_id: UUID, run_id: UUID, node_id: str
) -> dict[str, CallSums]:
    """Of the calls that were answered, by iteration."""
    query: Any = (
        _select(
            col(ModelCall.iteration),
            func.sum(ModelCall.input_tokens),
            func.sum(ModelCall.output_tokens),
            func.sum(ModelCall.cost_usd),
            func.bool_and(ModelCall.is_cached),
            func.coalesce(func.sum(ModelCall.latency_ms), 0),
        )
        .where(
            ModelCall.workspace_id == workspace_id,
            ModelCall.run_id == run_id,
            ModelCall.node_id == node_id,
            ModelCall.status == "succeeded",
        )
        .group_by(col(ModelCall.iteration))
    )
    untyped: Any = session
    rows: Sequence[Any] = (await untyped.exec(query)).all()
    return {row[0]: CallSums(*row[1:]) for row in rows}


async def forget_calls(session: Session) -> int:
    """Delete calls that nobody sums up any more, not all at once; gives how many."""
    old = (
        select(ModelCall.id).where(col(ModelCall.created_at) < func.now() - KEPT).limit(FORGET_ROWS)
    )
    gone = await session.exec(delete(ModelCall).where(col(ModelCall.id).in_(old)))
    return cast(CursorResult[object], gone).rowcount
