"""What every start of a run asks, writes and reads again: one round trip each, past SQLAlchemy."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from noria.errors import NotFound
from store.audit import Act, caller_address
from store.database import Database, to_json
from store.ids import new_id
from store.runs import NamedRun
from store.tables import Run
from store.trigger_tables import Trigger, TriggerFiring
from store.workflow_settings import Settings

_LARGE = {"draft_graph", "draft_plan", "snapshot"}
_COLUMNS = [name for name in Run.model_fields if name not in _LARGE]
_JSON = {"input", "output", "error", *_LARGE}

_READ_WORKFLOW = """
    SELECT workflow.name, latest_version, archived_at IS NOT NULL OR deleted_at IS NOT NULL,
        CASE WHEN $3 THEN draft_graph END, draft_revision, draft_updated_at,
        max_concurrent_runs, rate_runs, rate_seconds, run_timeout_seconds, retention_days,
        coalesce(priority, 3)
    FROM workflow JOIN workspace ON workspace.id = workflow.workspace_id
        LEFT JOIN workflow_settings ON workflow_settings.workflow_id = workflow.id
    WHERE workflow.id = $1 AND workflow.workspace_id = $2
"""
_FIND_WEBHOOK = """
    SELECT id, workspace_id, workflow_id, type, name, config, mapping, path, account_id, paused_at
    FROM trigger WHERE path = $1 AND type = 'webhook'
"""
_OF_WEBHOOK = (
    "id", "workspace_id", "workflow_id", "type", "name", "config", "mapping", "path", "account_id",
    "paused_at",
)  # fmt: skip
_READ_PLAN = """
    SELECT plan FROM version WHERE workflow_id = $1 AND workspace_id = $2 AND number = $3
"""
_ADD_FIRING = """
    INSERT INTO trigger_firing
        (id, workspace_id, trigger_id, outcome, run_id, message_id, sample)
    SELECT {}::uuid, {}::uuid, {}::uuid, 'started', id, {}::text, {}::text::json FROM added
"""
_ADD_ENTRY = """
    INSERT INTO audit_entry
        (id, workspace_id, account_id, action, target_type, target_id, result, details, address)
    SELECT {}::uuid, {}::uuid, {}::uuid, {}, {}, {}, {}, {}::text::json, {}::text FROM added
"""
_IS_PUT_OFF = """
    SELECT FROM run WHERE id = $1 AND workspace_id = $2 AND status = 'queued'
        AND start_at > now() + interval '1 second'
"""
_READ_RUN = f"""
    SELECT {", ".join(f"run.{name}" for name in _COLUMNS)}, workflow.name
    FROM run JOIN workflow ON workflow.id = run.workflow_id
    WHERE run.id = $1 AND run.workspace_id = $2
""".encode()  # noqa: S608 - our column names


@dataclass(frozen=True)
class Startable:
    """A workflow as far as its next run needs it."""

    name: str
    latest_version: int | None
    is_archived: bool
    """Or its workspace is deleted."""
    draft_graph: dict[str, Any] | None
    """When it was asked for."""
    draft_revision: int
    draft_updated_at: datetime
    settings: Settings


async def read_workflow(
    database: Database, *, workspace_id: UUID, workflow_id: UUID, draft: bool
) -> Startable:
    """
    Raises:
        NotFound: No such workflow, or it belongs to another workspace.
    """
    async with database.connections.one() as connection:
        cursor = await connection.execute(
            _READ_WORKFLOW, (workflow_id, workspace_id, draft), prepare=True
        )
        row = await cursor.fetchone()
    if row is None:
        raise NotFound("workflow", workflow_id)
    name, latest, archived, graph, revision, updated_at, *limits = row
    settings = Settings(*limits)
    return Startable(name, latest, archived, graph, revision, updated_at, settings)


async def find_webhook(database: Database, *, path: str) -> Trigger | None:
    """Whoever's it is, as `triggers.find_by_path`, without what only its page shows."""
    if "\0" in path:
        return None  # PostgreSQL's text holds none
    async with database.connections.one() as connection:
        cursor = await connection.execute(_FIND_WEBHOOK, (path,), prepare=True)
        row = await cursor.fetchone()
    return Trigger(**dict(zip(_OF_WEBHOOK, row, strict=True))) if row else None


async def read_plan(
    database: Database, *, workspace_id: UUID, workflow_id: UUID, number: int
) -> dict[str, Any]:
    """
    Raises:
        NotFound: No such version, or it belongs to another workspace.
    """
    async with database.connections.one() as connection:
        cursor = await connection.execute(
            _READ_PLAN, (workflow_id, workspace_id, number), prepare=True
        )
        row = await cursor.fetchone()
    if row is None:
        raise NotFound("version", number)
    return row[0]


async def add_run(
    database: Database, *, run: Run, firing: TriggerFiring | None = None, act: Act | None = None
) -> bool:
    """As `run_start.add_run`, in a transaction of its own; with what made it start, if it does.

    One statement is one round trip and one transaction: no run without its firing, or its entry.
    """
    given = {name: value for name in Run.model_fields if (value := getattr(run, name)) is not None}
    values = [to_json(value) if name in _JSON else value for name, value in given.items()]
    marks = ", ".join(
        f"${at}::text::json" if name in _JSON else f"${at}" for at, name in enumerate(given, 1)
    )
    statement = (
        f"INSERT INTO run ({', '.join(given)}) VALUES ({marks})"  # noqa: S608 - our column names
        " ON CONFLICT (workspace_id, idempotency_key) DO NOTHING RETURNING id"
    )
    beside: list[str] = []
    if firing is not None:
        sample = None if firing.sample is None else to_json(firing.sample)
        of_firing = [firing.id, firing.workspace_id, firing.trigger_id, firing.message_id, sample]
        beside.append(f"fired AS ({_placed(_ADD_FIRING, values, of_firing)})")
    if act is not None:
        beside.append(f"noted AS ({_placed(_ADD_ENTRY, values, _entry(act))})")
    if beside:
        parts = ", ".join([f"added AS ({statement})", *beside])
        statement = f"WITH {parts} SELECT id FROM added"  # noqa: S608 - our own statements
    async with database.connections.one() as connection:
        cursor = await connection.execute(statement.encode(), values, prepare=True)
        return await cursor.fetchone() is not None


def _placed(statement: str, values: list[Any], more: list[Any]) -> str:
    """With marks for `more`, which join the statement's values."""
    marks = [f"${len(values) + place}" for place in range(1, len(more) + 1)]
    values += more
    return statement.format(*marks)


def _entry(act: Act) -> list[Any]:
    """As `audit.add_entry` writes it."""
    return [
        new_id(),
        act.workspace_id,
        act.account_id,
        act.action,
        act.target_type,
        act.target_id,
        act.result,
        to_json(dict(act.details)) if act.details else None,
        caller_address.get(),
    ]


async def read_run(database: Database, *, workspace_id: UUID, run_id: UUID) -> NamedRun:
    """As `runs.get_run`.

    Raises:
        NotFound: No such run, or it belongs to another workspace.
    """
    async with database.connections.one() as connection:
        cursor = await connection.execute(_READ_RUN, (run_id, workspace_id), prepare=True)
        row = await cursor.fetchone()
    if row is None:
        raise NotFound("run", run_id)
    return NamedRun(Run(**dict(zip(_COLUMNS, row, strict=False))), row[-1])


async def is_put_off(database: Database, *, workspace_id: UUID, run_id: UUID) -> bool:
    """Whether Temporal waits with its start, for a second more at least."""
    async with database.connections.one() as connection:
        cursor = await connection.execute(_IS_PUT_OFF, (run_id, workspace_id), prepare=True)
        return await cursor.fetchone() is not None
