"""The audit trail as a file, and whether it is whole."""

import csv
from collections.abc import AsyncGenerator, Callable
from io import StringIO
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api.access import Caller, Manager
from api.audit import Filters, audited
from api.schemas.audit import AuditCheck
from api.services import Parts, Services
from store import audit, audit_check
from store.audit import AuditFilter, EntryRow

Format = Literal["ndjson", "csv"]
PAGE = 1_000
MEDIA_TYPES: dict[Format, str] = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
}
COLUMNS = (
    "seq",
    "at",
    "account_id",
    "account",
    "action",
    "target_type",
    "target_id",
    "result",
    "address",
    "details",
    "hash",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

router = APIRouter(tags=["audit"])


@router.get(
    "/audit/export",
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {
                kind.partition(";")[0]: {"schema": {"type": "string"}}
                for kind in MEDIA_TYPES.values()
            }
        }
    },
)
async def export_audit(
    caller: Manager,
    parts: Parts,
    filters: Filters,
    form: Annotated[Format, Query(alias="format", description="How it is written.")] = "ndjson",
) -> StreamingResponse:
    """All entries that match, the newest first, each with its place and hash in the chain.

    In CSV, a cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    async with audited(parts, caller, "audit.export", caller.workspace_id, format=form):
        lines = _lines(parts, caller, filters, form)
    return StreamingResponse(
        lines,
        media_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="audit.{form}"'},
    )


@router.post("/audit/check")
async def check_audit(caller: Manager, parts: Parts) -> AuditCheck:
    """Compute the whole chain anew: seconds for each million of entries."""
    reports = await audit_check.check_all(parts.database, workspace_id=caller.workspace_id)
    report = reports[caller.workspace_id]
    return AuditCheck(
        whole=report.wrong is None,
        wrong=report.wrong,
        entries=report.entries,
        deleted_until=report.deleted_until,
        head=str(report.head),
    )


async def _lines(
    parts: Services, caller: Caller, filters: AuditFilter, form: Format
) -> AsyncGenerator[bytes]:
    """A page in memory at a time; each is read in a transaction of its own."""
    write = _WRITERS[form]
    if form == "csv":
        yield _csv_line(COLUMNS)
    cursor: str | None = None
    while True:
        async with parts.database.sessions.begin() as session:
            page = await audit.list_entries(
                session,
                workspace_id=caller.workspace_id,
                filters=filters,
                cursor=cursor,
                limit=PAGE,
            )
        yield b"".join(map(write, page.items))
        cursor = page.next_cursor
        if cursor is None:
            return


def _values(row: EntryRow) -> dict[str, object]:
    return {
        "seq": row.seq,
        "at": row.at,
        "account_id": row.account_id,
        "account": row.account.email if row.account else None,
        "action": row.action,
        "target_type": row.target_type,
        "target_id": row.target_id,
        "result": row.result,
        "address": row.address,
        "details": row.details,
        "hash": row.hash.hex() if row.hash else None,
    }


def _as_json(row: EntryRow) -> bytes:
    return orjson.dumps(_values(row), option=orjson.OPT_APPEND_NEWLINE)


def _as_csv(row: EntryRow) -> bytes:
    values = _values(row) | {
        "at": row.at.isoformat(),
        "details": orjson.dumps(row.details).decode(),
    }
    return _csv_line(tuple("" if value is None else str(value) for value in values.values()))


def _csv_line(cells: tuple[str, ...]) -> bytes:
    line = StringIO()
    csv.writer(line).writerow(map(harmless, cells))
    return line.getvalue().encode()


def harmless(cell: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


_WRITERS: dict[Format, Callable[[EntryRow], bytes]] = {"ndjson": _as_json, "csv": _as_csv}
