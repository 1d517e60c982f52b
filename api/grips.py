"""How a run stands in people's hands: asking it, and telling it what to do."""

from typing import Annotated
from uuid import UUID

from fastapi import Header

from api.access import Caller
from api.schemas.acts import ActRead, GripRead, HeldRead, StepAt, TryingRead
from api.schemas.runs import KEY_PATTERN, ErrorRead
from api.services import Services
from noria.acts import Act, Grip, Trying
from noria.errors import CannotApply, NotFound
from noria.run import FINAL_RUN, ErrorInfo, HandState, Hold, RunStatus, StepKey, split_step_key
from store import runs, steps
from store.tables import Run

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
    return GripRead(**dict(act_read(grip, changed=False)), trying=shown)


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


def in_quick_lane(key: StepKey) -> CannotApply:
    """Of an act that is for activities only."""
    return CannotApply(
        f"Step {key!r} is in the quick lane, where the timeout and retries of a step at work can't be "
        "changed: try it again with another policy, or give its node the lane 'remote'."
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
    mend = grip.hand.mends.get(item.key)
    return item.attempts + (mend.attempts if mend else 0)


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
        max_attempts=item.max_attempts,
        last_error=_error(item.last_error),
        next_attempt_at=item.next_attempt_at,
    )


def _error(error: ErrorInfo | None) -> ErrorRead | None:
    return ErrorRead.model_validate(error.model_dump()) if error else None
