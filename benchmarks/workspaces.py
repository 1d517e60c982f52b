"""How long lists, filters and searches take where many workspaces share a database.

`python -m benchmarks.workspaces` fills a PostgreSQL of its own with 1,000 workspaces and a million runs, of
which the first workspace has a tenth, and asks for pages as the API does, behind the second wall: as an
owner, and as somebody from whom a quarter of the workflows is kept. `--explain` prints the plans; a plan that reads the table of runs from end to end
ends the benchmark with status 1. `--cpu` prints what the wall costs in processor time.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psutil
from sqlalchemy import event, text

from benchmarks.live import Latency, latency
from store.database import Database, Session, open_database
from store.ids import new_id
from store.migrate import upgrade
from store.row_security import beyond_workspace, enter_workspace
from store.run_filter import RunFilter
from store.runs import list_runs
from store.settings import StoreSettings
from store.workflow_list import WorkflowFilter, list_workflows
from tests.servers import postgres_server

PAGE = 50
WORKFLOWS = 20
"""In each workspace."""
GOAL_MS = 100

_WORKSPACES = "INSERT INTO workspace (id, name) SELECT gen_random_uuid(), 'W' || n FROM generate_series(1, :n) n"
_WORKFLOWS = """
    INSERT INTO workflow (id, workspace_id, name, draft_graph)
    SELECT gen_random_uuid(), workspace.id, (ARRAY['Order', 'Invoice', 'Import', 'Report'])[1 + n % 4] || ' ' || n,
        '{}'
    FROM workspace, generate_series(1, :n) AS n
"""
_RUNS = """
    INSERT INTO run (id, workspace_id, workflow_id, version, status, trigger, input, output, error,
        key, created_at, started_at, finished_at)
    SELECT
        (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
            || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
        owned.workspace_id, owned.ids[1 + n % :workflows], 1 + n % 7, status,
        CASE WHEN n % 10 < 6 THEN 'webhook' WHEN n % 10 < 9 THEN 'schedule' ELSE 'manual' END,
        '{"id": 7}', '{"done": true}',
        CASE WHEN status = 'failed' THEN json_build_object('type', 'node_failed', 'retryable', false,
            'message', 'host-' || n % 97 || '.example answered 503') END,
        CASE WHEN n % 3 = 0 THEN 'order-' || n END, at, at, at + interval '2 s'
    FROM (
        SELECT n, now() - (:runs - n) * interval '1 s' AS at,
            CASE WHEN n % 21 = 0 THEN 'failed' WHEN n % 97 = 0 THEN 'cancelled'
                WHEN n % 499 = 0 THEN 'waiting' ELSE 'succeeded' END AS status,
            CASE WHEN n % 10 = 0 THEN 1 ELSE 1 + n % :workspaces END AS place
        FROM generate_series(1, :runs) AS n
    ) AS given
    JOIN (
        SELECT workspace_id, array_agg(id ORDER BY name) AS ids,
            row_number() OVER (ORDER BY workspace_id) AS place
        FROM workflow GROUP BY workspace_id
    ) AS owned USING (place)
"""

_RESTRICT = "UPDATE workflow SET restricted = true WHERE name LIKE 'Report %'"

Question = Callable[[Session, UUID], Awaitable[Any]]


@dataclass(frozen=True)
class Places:
    """Whose pages are asked for."""

    large: UUID
    usual: UUID


async def fill(database: Database, workspaces: int, runs: int) -> Places:
    async with database.engine.begin() as connection:
        await connection.execute(text(_WORKSPACES), {"n": workspaces})
        await connection.execute(text(_WORKFLOWS), {"n": WORKFLOWS})
        given = {"runs": runs, "workspaces": workspaces, "workflows": WORKFLOWS}
        await connection.execute(text(_RUNS), given)
        await connection.execute(text(_RESTRICT))
    async with database.engine.connect() as connection:
        bare = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in ("workspace", "workflow", "run"):
            await bare.execute(text(f"VACUUM ANALYZE {table}"))
        by_size = text(
            "SELECT workspace_id FROM run GROUP BY workspace_id ORDER BY count(*) DESC, workspace_id"
        )
        found = (await bare.execute(by_size)).scalars().all()
    return Places(found[0], found[len(found) // 2])


def runs_by(filters: RunFilter) -> Question:
    async def ask(session: Session, workspace_id: UUID) -> Any:
        return await list_runs(
            session, workspace_id=workspace_id, filters=filters, cursor=None, limit=PAGE
        )

    return ask


def workflows_by(filters: WorkflowFilter) -> Question:
    async def ask(session: Session, workspace_id: UUID) -> Any:
        return await list_workflows(
            session, workspace_id=workspace_id, account_id=workspace_id, filters=filters,
            cursor=None, limit=PAGE,
        )  # fmt: skip

    return ask


QUESTIONS: dict[str, Question] = {
    "runs: all": runs_by(RunFilter()),
    "runs: failed": runs_by(RunFilter(statuses=("failed",))),
    "runs: waiting": runs_by(RunFilter(statuses=("waiting",))),
    "runs: queued (none)": runs_by(RunFilter(statuses=("queued",))),
    "runs: manual": runs_by(RunFilter(triggers=("manual",))),
    "runs: business key": runs_by(RunFilter(key="order-300")),
    "runs: search in names": runs_by(RunFilter(search="order")),
    "runs: search, none": runs_by(RunFilter(search="no such thing")),
    "runs: text in error": runs_by(RunFilter(error="host-13")),
    "workflows: all": workflows_by(WorkflowFilter()),
    "workflows: search": workflows_by(WorkflowFilter(search="invo")),
}
BEYOND = frozenset({"runs: text in error"})
"""As api.runs asks it."""
LIMITED = ("runs: all", "runs: failed", "runs: search in names", "workflows: all")
"""Asked as a viewer too."""


async def measure(
    database: Database, question: Question, workspace_id: UUID, rounds: int, *, walled: bool
) -> Latency:
    samples: list[float] = []
    for _ in range(rounds + 3):
        with nullcontext() if walled else beyond_workspace():
            began = time.perf_counter()
            async with database.sessions.begin() as session:
                await question(session, workspace_id)
            samples.append((time.perf_counter() - began) * 1_000)
    return latency(samples[3:])


async def plan_of(database: Database, question: Question, workspace_id: UUID) -> list[str]:
    """Of the last statement, as PostgreSQL followed it, in the role that asked."""
    kept: list[tuple[str, Any]] = []

    def keep(*given: Any) -> None:
        kept.append((given[2], given[3]))

    event.listen(database.engine.sync_engine, "before_cursor_execute", keep)
    try:
        async with database.sessions.begin() as session:
            await question(session, workspace_id)
            statement, parameters = kept[-1]
            connection = await session.connection()
            rows = await connection.exec_driver_sql(
                f"EXPLAIN (ANALYZE, BUFFERS) {statement}", parameters
            )
            return [row[0] for row in rows]
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", keep)


def cpu_s() -> float:
    """Of this process and of PostgreSQL's."""
    own = psutil.Process()
    found = 0.0
    for process in [own, *own.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        found += times.user + times.system
    return found


async def compare_cpu(database: Database, workspace_id: UUID, rounds: int) -> None:
    """Alternating, so that both see the same neighbours."""
    spent = {True: 0.0, False: 0.0}
    enter_workspace(workspace_id)
    for turn in range(10):
        walled = turn % 2 == 0
        began = cpu_s()
        await measure(
            database, QUESTIONS["runs: all"], workspace_id, rounds // 5 - 3, walled=walled
        )
        spent[walled] += cpu_s() - began
    for walled, seconds in spent.items():
        name = "with" if walled else "without"
        print(f"CPU of a page of runs {name} the wall: {seconds / rounds * 1_000:.2f} ms")


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workspaces", description=__doc__)
    parser.add_argument("--workspaces", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--explain", action="store_true", help="print PostgreSQL's plans too")
    parser.add_argument("--cpu", action="store_true", help="only what the second wall costs")
    given = parser.parse_args()
    scanned: list[str] = []
    with postgres_server() as url:
        upgrade(url)
        database = open_database(StoreSettings(database_url=url, blob_url=""))
        places = await fill(database, given.workspaces, given.runs)
        if given.cpu:
            await compare_cpu(database, places.usual, given.rounds)
            await database.close()
            return 0
        print(
            f"{given.runs:,} runs in {given.workspaces:,} workspaces; ms: median, p95; goal {GOAL_MS}"
        )
        for size, workspace_id in (("large", places.large), ("usual", places.usual)):
            for name, question in QUESTIONS.items():
                for viewer in (None, new_id()) if name in LIMITED else (None,):
                    enter_workspace(workspace_id, viewer)
                    walled = name not in BEYOND
                    found = await measure(
                        database, question, workspace_id, given.rounds, walled=walled
                    )
                    title = f"{name}, some hidden" if viewer else name
                    print(f"{size:6} {title:36} {found.median:8.1f} {found.p95:8.1f}", flush=True)
                    with nullcontext() if walled else beyond_workspace():
                        plan = await plan_of(database, question, workspace_id)
                    if any("Seq Scan on run" in line for line in plan):
                        scanned.append(f"{size} {title}")
                    if given.explain:
                        print("\n".join(f"    {line}" for line in plan))
        await database.close()
    print("Read from end to end: " + (", ".join(scanned) or "never"))
    return 1 if scanned else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
