"""How a run stands in people's hands: asking it, and telling it what to do."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Header

from api.access import Caller
from api.schemas.acts import ActRead, GripRead, HeldRead, StepAt, TryingRead
from api.schemas.runs import KEY_PATTERN, ErrorRead
from api.services import Services
from noria.acts import Act, Grip, Trying
from noria.errors import CannotApply, NotFound
from noria.run import (
    FINAL_RUN,
    ErrorInfo,
    HandState,
    Hold,
    RunStatus,
    StepKey,
    StepStatus,
    split_step_key,
)
from store import runs, steps
from store.tables import Run, Step

RequestId = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=KEY_PATTERN,
        description="The same key does it once, however often it is sent.",
    ),
]


async def open_run(services: Services, caller: Caller, run_id: UUID) -> Run:
    """
    Raises:
        NotFound: No such run, or it belongs to another workspace.
        CannotApply: It has ended.
    """
    run = await _read(services, caller, run_id)
    if run.status in FINAL_RUN:
        raise CannotApply(f"The run has ended: {run.status}.", {"run_status": run.status})
    return run


async def do(services: Services, run: Run, act: Act, request_id: str | None) -> ActRead:
    """Tell the run.

    Raises:
        CannotApply: It says why not; nothing was changed.
    """
    try:
        grip = await services.runs.control(str(run.id), act, request_id)
    except NotFound as error:
        raise CannotApply(
            "The run is not under way: it has not started yet, or has just ended.",
            {"run_status": run.status},
        ) from error
    except CannotApply as error:
        raise CannotApply(str(error), {"run_status": run.status}) from error
    return act_read(grip, changed=grip.changed)


async def read(services: Services, caller: Caller, run_id: UUID) -> GripRead:
    """How it stands, which is simple once it has ended, and before it has started."""
    run = await _read(services, caller, run_id)
    grip = Grip(status=RunStatus(run.status), hand=HandState())
    trying: list[Trying] = []
    if run.status not in FINAL_RUN:
        try:
            trying = await services.runs.trying(str(run_id))
            grip = await services.runs.grip(str(run_id))
        except NotFound:
            trying = []
    shown = [_trying_read(item, grip) for item in trying]
    shown += await _quick_ones(services, run, grip)
    return GripRead(**dict(act_read(grip, changed=False)), trying=shown)


async def _quick_ones(services: Services, run: Run, grip: Grip) -> list[TryingRead]:
    """Steps at work in the quick lane, as their rows tell."""
    if not grip.quick:
        return []
    async with services.database.sessions.begin() as session:
        rows = await steps.list_begun(
            session,
            workspace_id=run.workspace_id,
            run_id=run.id,
            places=[(item.node_id, item.iteration) for item in grip.quick],
        )
    most: dict[tuple[str, str], int] = {
        (item.node_id, item.iteration): item.max_attempts for item in grip.quick
    }
    return [
        _quick_read(attempts, most[attempts[0].node_id, attempts[0].iteration])
        for attempts in steps.group_attempts(rows)
    ]


async def attempts_of(services: Services, caller: Caller, run_id: UUID, key: StepKey) -> int | None:
    """Begun so far at a step; None where nobody knows of any.

    Of a step in the quick lane Temporal knows nothing until it has ended, but its rows tell.
    """
    try:
        trying = await services.runs.trying(str(run_id))
        found = next((item for item in trying if item.key == key), None)
        if found is not None:
            return _attempts(found, await services.runs.grip(str(run_id)))
    except NotFound:
        return None
    node_id, iteration = split_step_key(key)
    async with services.database.sessions.begin() as session:
        return await steps.last_begun(
            session,
            workspace_id=caller.workspace_id,
            run_id=run_id,
            node_id=node_id,
            iteration=iteration,
        )


def not_tried(key: StepKey) -> CannotApply:
    """Of an act that is for steps under way only."""
    return CannotApply(
        f"Step {key!r} is not being tried: it has ended, waits, or was not reached yet. "
        "A held step takes another policy when it is tried again."
    )


def act_read(grip: Grip, *, changed: bool) -> ActRead:
    """As it is sent."""
    return ActRead(
        status=grip.status,
        changed=changed,
        is_paused=grip.hand.is_paused,
        breakpoints=list(grip.hand.breakpoints),
        parked=[_at(key) for key in grip.parked],
        held=[_held_read(key, hold) for key, hold in grip.hand.holds.items()],
    )


async def _read(services: Services, caller: Caller, run_id: UUID) -> Run:
    async with services.database.sessions.begin() as session:
        found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    return found.run


def _attempts(item: Trying, grip: Grip) -> int:
    """With those before a person had the step tried again, which Temporal does not count."""
    return item.attempts + _before(item, grip)


def _before(item: Trying, grip: Grip) -> int:
    mend = grip.hand.mends.get(item.key)
    return mend.attempts if mend else 0


def _at(key: StepKey) -> StepAt:
    node_id, iteration = split_step_key(key)
    return StepAt(node_id=node_id, iteration=iteration)


def _held_read(key: StepKey, hold: Hold) -> HeldRead:
    node_id, iteration = split_step_key(key)
    return HeldRead(
        node_id=node_id,
        iteration=iteration,
        attempts=hold.mend.attempts,
        error=_error(hold.error),
        since=hold.since,
    )


def _trying_read(item: Trying, grip: Grip) -> TryingRead:
    return TryingRead(
        node_id=item.node_id,
        iteration=item.iteration,
        is_running=item.is_running,
        is_paused=item.is_paused,
        attempts=_attempts(item, grip),
        max_attempts=item.max_attempts and item.max_attempts + _before(item, grip),
        last_error=_error(item.last_error),
        next_attempt_at=item.next_attempt_at,
    )


def _quick_read(attempts: Sequence[Step], max_attempts: int) -> TryingRead:
    newest = attempts[-1]
    errors = [row.error for row in attempts if row.error]
    return TryingRead(
        node_id=newest.node_id,
        iteration=newest.iteration,
        is_running=newest.status == StepStatus.RUNNING,
        is_paused=False,
        attempts=newest.attempt,
        max_attempts=max_attempts,
        last_error=ErrorRead.model_validate(errors[-1]) if errors else None,
        next_attempt_at=None,
    )


def _error(error: ErrorInfo | None) -> ErrorRead | None:
    return ErrorRead.model_validate(error.model_dump()) if error else None
