"""Bulk actions: asked for here, seen through by a Temporal workflow."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response, status

from api.access import Caller, Reader, Runner
from api.audit import audited, note, refusals_noted
from api.forks import request_hash
from api.paging import CURSOR, LIMIT
from api.schemas.bulk import BulkCreate, BulkFilter, BulkPreview, BulkRead
from api.schemas.runs import KEY_PATTERN
from api.schemas.shape import Page
from api.services import Db, Parts, Services
from noria.bulk import BulkCall
from noria.errors import Conflict, Invalid, Problem
from noria.run import RunStatus
from store import bulk
from store.bulk_tables import BulkAction
from store.ids import new_id
from store.run_filter import RunFilter

router = APIRouter(prefix="/bulk-actions", tags=["runs"])


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def create_bulk_action(
    body: BulkCreate,
    caller: Runner,
    parts: Parts,
    response: Response,
    idempotency_key: Annotated[str | None, Header(pattern=KEY_PATTERN)] = None,
) -> BulkRead:
    """Do one thing to all runs that match, one after the other, the newest first.

    Runs that are made later are not in it, and a run that has moved on by its turn is left alone.
    The same `Idempotency-Key` gives the same bulk action.
    """
    hash_ = request_hash(caller.workspace_id, body)
    # One that is refused has no id.
    async with audited(parts, caller, f"bulk.{body.action}", caller.workspace_id) as noted:
        _check(body)
        action = await _find_or_add(parts, caller, body, idempotency_key, hash_)
        noted.target_id = str(action.id)
        noted.details["total"] = action.total
        call = BulkCall(workspace_id=str(caller.workspace_id), bulk_id=str(action.id))
        await parts.runs.start_bulk(call)
    response.headers["Location"] = f"/api/v1/bulk-actions/{action.id}"
    return _read(action)


@router.post("/preview")
async def preview_bulk_action(body: BulkCreate, caller: Runner, session: Db) -> BulkPreview:
    """How many runs it would be done to; nothing is done."""
    _check(body)
    counts = await bulk.count_runs(
        session,
        workspace_id=caller.workspace_id,
        filters=_filter(body.filter),
        action=body.action,
    )
    return BulkPreview(count=sum(counts.values()), by_status=counts)


@router.get("")
async def list_bulk_actions(
    caller: Reader, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[BulkRead]:
    """The newest first."""
    page = await bulk.list_actions(
        session, workspace_id=caller.workspace_id, cursor=cursor, limit=limit
    )
    return Page(items=[_read(row) for row in page.items], next_cursor=page.next_cursor)


@router.get("/{bulk_id:uuid}")
async def read_bulk_action(bulk_id: UUID, caller: Reader, session: Db) -> BulkRead:
    """How far it is."""
    return _read(await bulk.get_action(session, workspace_id=caller.workspace_id, bulk_id=bulk_id))


@router.post("/{bulk_id}/cancel")
async def cancel_bulk_action(bulk_id: UUID, caller: Runner, parts: Parts, session: Db) -> BulkRead:
    """Leave the runs alone that it has not come to yet; asking twice is fine."""
    async with refusals_noted(parts, caller, "bulk.stop", bulk_id):
        action, stopped = await bulk.stop(
            session, workspace_id=caller.workspace_id, bulk_id=bulk_id
        )
    if stopped:
        await note(session, caller, "bulk.stop", bulk_id, done=action.done, total=action.total)
    return _read(action)


def _check(body: BulkCreate) -> None:
    fits = {
        "node_id": ("fork",),
        "version": ("fork", "retry"),
        "reason": ("terminate",),
    }
    problems = [
        Problem(
            code="not_for_action",
            message=f"{name!r} has no meaning for {body.action!r}: leave it out.",
            field=f"/{name}",
        )
        for name, actions in fits.items()
        if getattr(body, name) is not None and body.action not in actions
    ]
    if body.action == "fork" and body.node_id is None:
        message = "Name the step that is to run again with all after it."
        problems.append(Problem(code="missing", message=message, field="/node_id"))
    if problems:
        raise Invalid("The bulk action is not right.", problems)


async def _find_or_add(
    parts: Services, caller: Caller, body: BulkCreate, key: str | None, hash_: bytes
) -> BulkAction:
    action = await _find(parts, caller, key, hash_) or await _add(parts, caller, body, key, hash_)
    if action is None:
        # Another request with the same key was faster.
        action = await _find(parts, caller, key, hash_)
        assert action is not None
    return action


async def _find(
    parts: Services, caller: Caller, key: str | None, hash_: bytes
) -> BulkAction | None:
    if key is None:
        return None
    async with parts.database.sessions.begin() as session:
        found = await bulk.find_by_key(
            session, workspace_id=caller.workspace_id, idempotency_key=key
        )
    if found is not None and found.request_hash != hash_:
        raise Invalid(f"The idempotency key {key!r} came with another request; choose a new one.")
    return found


async def _add(
    parts: Services, caller: Caller, body: BulkCreate, key: str | None, hash_: bytes
) -> BulkAction | None:
    filters = _filter(body.filter)
    async with parts.database.sessions.begin() as session:
        counts = await bulk.count_runs(
            session, workspace_id=caller.workspace_id, filters=filters, action=body.action
        )
        total = sum(counts.values())
        if body.expected_count is not None and total > body.expected_count:
            raise Conflict(
                f"{total} runs match by now, more than the {body.expected_count} expected: look at "
                "them again.",
                {"count": total},
            )
        arguments = {"node_id": body.node_id, "version": body.version, "reason": body.reason}
        action = BulkAction(
            id=new_id(),
            workspace_id=caller.workspace_id,
            account_id=caller.account_id,
            action=body.action,
            status="queued",
            filter=bulk.filter_json(filters),
            arguments={name: value for name, value in arguments.items() if value is not None},
            total=total,
            idempotency_key=key,
            request_hash=hash_,
        )
        if not await bulk.add_action(session, action=action):
            return None
        return await bulk.get_action(session, workspace_id=caller.workspace_id, bulk_id=action.id)


def _filter(body: BulkFilter) -> RunFilter:
    facts = body.model_dump(exclude={"status", "trigger", "run_ids"})
    return RunFilter(
        **facts,
        statuses=tuple(body.status),
        triggers=tuple(body.trigger),
        run_ids=tuple(body.run_ids),
    )


def _read(action: BulkAction) -> BulkRead:
    return BulkRead.model_validate(
        {
            **action.model_dump(),
            "status": RunStatus(action.status),
            "refusals": action.refusals or [],
        }
    )
