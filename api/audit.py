"""The audit trail: reading it, and writing an entry for what a handler does."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Protocol
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from api.access import Caller, Manager, Reader
from api.paging import CURSOR, LIMIT
from api.schemas.audit import AuditRead
from api.schemas.shape import Page
from api.services import Db, Services
from noria.errors import NoriaError, NotFound
from store import audit, runs
from store.audit import Act, AuditFilter, Result

LOWEST_FAILURE = 500
"""HTTP status; below it the caller was refused, and nothing changed."""

NAME = r"^[a-z][a-z0-9_.-]{0,99}$"

router = APIRouter(tags=["audit"])


def read_filters(  # noqa: PLR0913 - one argument per query parameter
    action: Annotated[str | None, Query(pattern=NAME, description="As `run.pause`.")] = None,
    target_type: Annotated[str | None, Query(pattern=NAME)] = None,
    target_id: Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")] = None,
    account_id: UUID | None = None,
    result: Result | None = None,
    since: AwareDatetime | None = None,
    until: Annotated[AwareDatetime | None, Query(description="Before this.")] = None,
) -> AuditFilter:
    """Query parameters of all that lists entries."""
    return AuditFilter(action, target_type, target_id, account_id, result, since, until)


Filters = Annotated[AuditFilter, Depends(read_filters)]


class Whose(Protocol):
    """Who acts, and where."""

    @property
    def workspace_id(self) -> UUID: ...
    @property
    def account_id(self) -> UUID | None: ...


@dataclass
class Noted:
    """What a handler still adds to its entry."""

    target_id: str
    details: dict[str, Any] = field(default_factory=dict[str, Any])


@asynccontextmanager
async def audited(
    services: Services, caller: Whose, action: str, target_id: UUID | str, **details: Any
) -> AsyncGenerator[Noted]:
    """Do what the block does, and note how it went, also when it was refused.

    For acts on Temporal; one that only writes rows adds its entry in their transaction.

    Args:
        services: Of the request.
        caller: Who acts.
        action: As `run.pause`; the part before the dot is the target's type.
        target_id: Of what.
        details: How; no values of a run.
    """
    async with refusals_noted(services, caller, action, target_id, **details) as noted:
        yield noted
    await _write(services, _act(caller, action, noted))


@asynccontextmanager
async def refusals_noted(
    services: Services, caller: Whose, action: str, target_id: UUID | str, **details: Any
) -> AsyncGenerator[Noted]:
    """As `audited` for a block that adds the entry of what it did itself, in its transaction."""
    noted = Noted(str(target_id), dict(details))
    try:
        yield noted
    except NotFound:
        raise  # of a thing that isn't here there is nothing to tell
    except NoriaError as error:
        noted.details["code"] = error.code
        result: Result = "failed" if error.status >= LOWEST_FAILURE else "refused"
        await _write(services, replace(_act(caller, action, noted), result=result))
        raise


async def note(
    session: Db, caller: Whose, action: str, target_id: UUID | str, **details: Any
) -> None:
    """An entry in the transaction that does it; arguments as of `audited`."""
    await audit.add_entry(session, _act(caller, action, Noted(str(target_id), details)))


def _act(caller: Whose, action: str, noted: Noted) -> Act:
    return Act(
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        action=action,
        target_type=action.partition(".")[0],
        target_id=noted.target_id,
        details=noted.details,
    )


async def _write(services: Services, act: Act) -> None:
    async with services.database.sessions.begin() as session:
        await audit.add_entry(session, act)


@router.get("/audit")
async def list_audit(
    caller: Manager, session: Db, filters: Filters, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[AuditRead]:
    """Who did what in this workspace, the newest first, refused acts too."""
    return await _page(session, caller, filters, cursor, limit)


@router.get("/runs/{run_id}/audit")
async def list_run_audit(
    run_id: UUID, caller: Reader, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[AuditRead]:
    """Who took hold of this run, and how, the newest first."""
    await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    filters = AuditFilter(target_type="run", target_id=str(run_id))
    return await _page(session, caller, filters, cursor, limit)


async def _page(
    session: Db, caller: Caller, filters: AuditFilter, cursor: str | None, limit: int
) -> Page[AuditRead]:
    page = await audit.list_entries(
        session, workspace_id=caller.workspace_id, filters=filters, cursor=cursor, limit=limit
    )
    return Page(
        items=[AuditRead.model_validate(row) for row in page.items], next_cursor=page.next_cursor
    )
