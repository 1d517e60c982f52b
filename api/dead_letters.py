"""Dead letters: listing what failed for good, retrying it, discarding it."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from api import message_retries
from api.access import Caller, Reader, Runner
from api.audit import audited, refusals_noted
from api.events import read_event
from api.forks import answer, retry_once
from api.paging import CURSOR, LIMIT
from api.schemas.dead_letters import (
    DeadLetterRead,
    Discarded,
    DiscardMany,
    LetterStatus,
    RetriedMany,
    RetryMany,
)
from api.schemas.forks import RetryCreate
from api.schemas.runs import ErrorRead, RunRead
from api.schemas.shape import Page
from api.schemas.waits import KEEP_S, EventRead
from api.services import Db, Parts
from api.waking import wake
from noria.errors import Conflict
from store import audit, dead_letters, event_waits, message_letters
from store.audit import Act
from store.database import time_of
from store.dead_letters import LetterFilter, NamedLetter

NAME = r"^[a-z][a-z0-9_]{0,99}$"

router = APIRouter(prefix="/dead-letters", tags=["runs"])


@router.get("")
async def list_dead_letters(  # noqa: PLR0913 - one argument per query parameter
    caller: Reader,
    session: Db,
    status: Annotated[LetterStatus | None, Query()] = "open",
    workflow_id: UUID | None = None,
    error_type: Annotated[str | None, Query(pattern=NAME, description="As `timeout`.")] = None,
    node_id: Annotated[str | None, Query(pattern=NAME)] = None,
    since: Annotated[datetime | None, Query(description="Failed at or after this time.")] = None,
    until: Annotated[datetime | None, Query(description="Failed before this time.")] = None,
    trigger_id: Annotated[UUID | None, Query(description="Of messages.")] = None,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[DeadLetterRead]:
    """Runs that failed for good, events that no run took and messages that start no run, the newest first; those that are open, unless asked otherwise."""
    page = await dead_letters.list_letters(
        session,
        workspace_id=caller.workspace_id,
        filters=LetterFilter(status, workflow_id, error_type, node_id, since, until, trigger_id),
        cursor=cursor,
        limit=limit,
    )
    return Page(items=[_read(item) for item in page.items], next_cursor=page.next_cursor)


@router.get("/{letter_id:uuid}")
async def read_dead_letter(letter_id: UUID, caller: Reader, session: Db) -> DeadLetterRead:
    """One of them, with its message."""
    found = await _get(session, caller, letter_id)
    return _read(found).model_copy(update={"message": message_letters.shown(found.letter)})


@router.post("/{letter_id}/retry", status_code=status.HTTP_202_ACCEPTED)
async def retry_dead_letter(
    letter_id: UUID,
    caller: Runner,
    parts: Parts,
    response: Response,
    body: RetryCreate | None = None,
) -> RunRead:
    """Retry the run that failed, as `POST /runs/{id}/retry` does; asked again, the same retry.

    Of a message: let its trigger start a run with it, as the trigger and its workflow are now.
    """
    async with parts.database.sessions.begin() as session:
        found = await _get(session, caller, letter_id)
    if found.letter.kind == "message":
        started = await message_retries.retry(parts, caller, letter_id)
        return await answer(parts, caller, started, response)
    run_id = found.letter.run_id
    if run_id is None:
        raise Conflict(
            f"This letter is of an event: send it again with POST /dead-letters/{letter_id}/resend."
        )
    async with audited(parts, caller, "run.retry", run_id, letter_id=str(letter_id)) as noted:
        retry = await retry_once(parts, caller, run_id, body or RetryCreate())
        noted.details["new_run_id"] = str(retry)
    return await answer(parts, caller, retry, response)


@router.post("/retry")
async def retry_dead_letters(body: RetryMany, caller: Runner, parts: Parts) -> RetriedMany:
    """Retry messages of one trigger; ask again while there are more. Those that still fail stay."""
    return await message_retries.retry_many(parts, caller, body)


@router.post("/{letter_id}/resend", status_code=status.HTTP_202_ACCEPTED)
async def resend_dead_letter(letter_id: UUID, caller: Runner, parts: Parts) -> EventRead:
    """Send an event again that no run took; it is kept for a week for a run that is still to wait."""
    async with (
        refusals_noted(parts, caller, "dead_letter.resend", letter_id),
        parts.database.sessions.begin() as session,
    ):
        letter = await dead_letters.close_resent(
            session,
            workspace_id=caller.workspace_id,
            letter_id=letter_id,
            account_id=caller.account_id,
        )
        event, whom = await event_waits.add_event(
            session,
            event=event_waits.new_event(
                workspace_id=caller.workspace_id,
                key=letter.payload["key"],
                payload=letter.payload["payload"],
                expires_at=await time_of(session) + timedelta(seconds=KEEP_S),
                account_id=caller.account_id,
            ),
        )
        event_id = event.id
        act = _act(caller, "dead_letter.resend", str(letter_id))
        await audit.add_entry(session, act)
    await wake(parts, caller.workspace_id, whom)
    return await read_event(parts, caller.workspace_id, event_id)


@router.post("/{letter_id}/discard")
async def discard_dead_letter(
    letter_id: UUID, caller: Runner, session: Db, parts: Parts
) -> DeadLetterRead:
    """Take it off the list; its run stays. Asking twice is fine."""
    found = await _get(session, caller, letter_id)
    if found.letter.status == "retried":
        async with refusals_noted(parts, caller, "dead_letter.discard", letter_id):
            raise Conflict(
                "It was retried already, and so it is off the list.",
                {"retry_run_id": str(found.letter.retry_run_id)},
            )
    discarded = await dead_letters.discard_one(
        session,
        workspace_id=caller.workspace_id,
        letter_id=letter_id,
        account_id=caller.account_id,
    )
    if discarded:
        await audit.add_entry(session, _act(caller, "dead_letter.discard", str(letter_id)))
    session.expire_all()
    return _read(await _get(session, caller, letter_id))


@router.post("/discard")
async def discard_dead_letters(body: DiscardMany, caller: Runner, session: Db) -> Discarded:
    """Take all open ones that match off the list; their runs stay."""
    count = await dead_letters.discard(
        session,
        workspace_id=caller.workspace_id,
        filters=LetterFilter(**body.model_dump()),
        account_id=caller.account_id,
    )
    act = _act(caller, "dead_letter.discard_many", str(caller.workspace_id), count=count)
    await audit.add_entry(session, act)
    return Discarded(count=count)


def _act(caller: Caller, action: str, target_id: str, **details: int) -> Act:
    return Act(
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        action=action,
        target_type="dead_letter",
        target_id=target_id,
        details=details,
    )


async def _get(session: Db, caller: Caller, letter_id: UUID) -> NamedLetter:
    return await dead_letters.get_letter(
        session, workspace_id=caller.workspace_id, letter_id=letter_id
    )


def _read(found: NamedLetter) -> DeadLetterRead:
    letter = found.letter
    error = letter.error or (found.run.error if found.run else None)
    return DeadLetterRead.model_validate(
        {
            **letter.model_dump(exclude={"error"}),
            "workflow_name": found.workflow_name,
            "error": ErrorRead.model_validate(error) if error else None,
        }
    )
