"""How long a page of the runs list takes among many runs, for each filter, and by which index.

`python -m benchmarks.run_lists --runs 1000000 --explain` fills a PostgreSQL of its own: 200 workflows of
seven versions with 20 nodes each, of which a tenth of the names say "order"; 94 % of the runs succeeded,
a few thousand wait or are paused.
"""

import argparse
import asyncio
import time
from typing import Any
from uuid import UUID

from sqlalchemy import event, text

from benchmarks.live import Latency, latency
from store.database import Database, open_database
from store.ids import new_id
from store.migrate import upgrade
from store.run_filter import RunFilter
from store.runs import list_runs
from store.settings import StoreSettings
from tests.servers import postgres_server

PAGE = 50
WORKFLOWS = 200
NAMES = (
    "Order",
    "Invoice",
    "Import",
    "Report",
    "Sync",
    "Backup",
    "Alert",
    "Mail",
    "Stock",
    "Audit",
)

_FILL = """
    INSERT INTO run (id, workspace_id, workflow_id, version, status, trigger, input, output, error,
        key, created_at, started_at, finished_at)
    SELECT
        -- As version 7 has it: the time first.
        (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
            || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
        :workspace, workflow.id, 1 + n % 7, status,
        CASE WHEN n % 10 < 6 THEN 'webhook' WHEN n % 10 < 9 THEN 'schedule'
            WHEN n % 1000 = 9 THEN 'chat' ELSE 'manual' END,
        '{"id": 7}', '{"done": true}',
        CASE WHEN status = 'failed' THEN json_build_object('type', 'node_failed', 'retryable', false,
            'node_id', CASE WHEN n % 20020 = 0 THEN 'rare' ELSE 'step_' || n % 19 END, 'message', CASE WHEN n % 20011 = 0 THEN 'card declined by issuer ' || n
                ELSE 'host-' || n % 97 || '.example answered 503 after ' || n % 60 || ' s' END) END,
        CASE WHEN n % 3 = 0 THEN 'order-' || n END, at, at, at + interval '2 s'
    FROM (
        SELECT n, now() - (:runs - n) * interval '3 s' AS at,
            CASE WHEN n % 20 = 0 THEN 'failed' WHEN n % 97 = 0 THEN 'cancelled'
                WHEN n % 499 = 0 THEN 'waiting' WHEN n % 49999 = 7 THEN 'paused'
                ELSE 'succeeded' END AS status
        FROM generate_series(1, :runs) AS n
    ) AS given
    JOIN (SELECT id, row_number() OVER (ORDER BY id DESC) AS place FROM workflow
        WHERE workspace_id = :workspace ORDER BY id DESC LIMIT :workflows) AS workflow
        ON place = 1 + n % :workflows
"""

_PUBLISH = """
    INSERT INTO version (workspace_id, workflow_id, number, graph, graph_hash, plan)
    SELECT :workspace, workflow.id, number, graph, '\\x00', '{}'
    FROM workflow, generate_series(1, 7) AS number, (
        SELECT json_build_object('nodes', json_agg(json_build_object(
            'id', CASE WHEN n = 19 THEN 'rare' ELSE 'step_' || n END,
            'type', CASE WHEN n = 19 THEN 'mail.send' WHEN n % 2 = 0 THEN 'http.request' ELSE 'set' END,
            'config', json_build_object('text', repeat('x', 500))))) AS graph
        FROM generate_series(0, 19) AS n
    ) AS graphs
    WHERE workflow.workspace_id = :workspace AND workflow.name = ANY(:names)
"""


async def fill(database: Database, runs: int) -> UUID:
    """The workspace that they are in."""
    workspace_id = new_id()
    async with database.engine.begin() as connection:
        await connection.execute(
            text("INSERT INTO workspace (id, name) VALUES (:id, 'Home')"), {"id": workspace_id}
        )
    await add_runs(database, workspace_id, runs)
    return workspace_id


async def first_workspace(database: Database) -> UUID:
    """Of a platform that has just begun: its owner's."""
    async with database.engine.connect() as connection:
        found = await connection.execute(text("SELECT id FROM workspace ORDER BY created_at"))
        return found.scalars().one()


async def add_runs(database: Database, workspace_id: UUID, runs: int) -> None:
    """So many, of 200 workflows of their own."""
    async with database.engine.begin() as connection:
        for number in range(WORKFLOWS):
            await connection.execute(
                text(
                    "INSERT INTO workflow (id, workspace_id, name, draft_graph)"
                    " VALUES (:id, :workspace, :name, '{}')"
                ),
                {
                    "id": new_id(),
                    "workspace": workspace_id,
                    "name": f"{NAMES[number % len(NAMES)]} {number}",
                },
            )
        names = [f"{NAMES[number % len(NAMES)]} {number}" for number in range(WORKFLOWS)]
        await connection.execute(text(_PUBLISH), {"workspace": workspace_id, "names": names})
        await connection.execute(
            text(_FILL), {"workspace": workspace_id, "runs": runs, "workflows": WORKFLOWS}
        )
    async with database.engine.connect() as connection:
        bare = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await bare.execute(text("VACUUM ANALYZE run"))


async def filters_of(database: Database) -> dict[str, RunFilter]:
    async with database.engine.connect() as connection:
        some = (await connection.execute(text("SELECT id FROM workflow ORDER BY name"))).scalar()
        middle = text("SELECT id, created_at FROM run ORDER BY created_at OFFSET 1000 LIMIT 1")
        old_id, old_at = (await connection.execute(middle)).one()
    return {
        "no filter": RunFilter(),
        "status: failed": RunFilter(statuses=("failed",)),
        "status: paused (rare)": RunFilter(statuses=("paused",)),
        "status: queued (none)": RunFilter(statuses=("queued",)),
        "status: waiting, paused": RunFilter(statuses=("waiting", "paused")),
        "workflow": RunFilter(workflow_id=some),
        "workflow and failed": RunFilter(workflow_id=some, statuses=("failed",)),
        "workflow and version": RunFilter(workflow_id=some, version=3),
        "trigger: chat (rare)": RunFilter(triggers=("chat",)),
        "made before": RunFilter(until=old_at),
        "business key": RunFilter(key="order-300"),
        "name, of many": RunFilter(search="order"),
        "name, of one": RunFilter(search="order 190"),
        "name, of none": RunFilter(search="no such thing"),
        "beginning of an id": RunFilter(search=str(old_id)[:18]),
        "text in error, common": RunFilter(error="answered 503"),
        "text in error, rare": RunFilter(error="card declined by issuer"),
        "text in error, none": RunFilter(error="no such text"),
        "took an hour or more, none": RunFilter(took_at_least_s=3_600),
        "failed at a type, common": RunFilter(failed_type="set"),
        "failed at a type, rare": RunFilter(failed_type="mail.send"),
        "failed at a type, none": RunFilter(failed_type="no.such"),
    }


async def measure(
    database: Database, workspace_id: UUID, filters: RunFilter, rounds: int
) -> Latency:
    samples: list[float] = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        async with database.sessions.begin() as session:
            await list_runs(
                session, workspace_id=workspace_id, filters=filters, cursor=None, limit=PAGE
            )
        samples.append((time.perf_counter() - began) * 1_000)
    return latency(samples[1:])


async def pages(database: Database, workspace_id: UUID, count: int) -> Latency:
    """One after the other, as one scrolls."""
    samples: list[float] = []
    cursor: str | None = None
    for _ in range(count):
        began = time.perf_counter()
        async with database.sessions.begin() as session:
            page = await list_runs(
                session, workspace_id=workspace_id, filters=RunFilter(), cursor=cursor, limit=PAGE
            )
        samples.append((time.perf_counter() - began) * 1_000)
        cursor = page.next_cursor
    return latency(samples[1:])


async def explain(database: Database, workspace_id: UUID, filters: RunFilter) -> list[str]:
    """What PostgreSQL does for a page: its plan, with times and rows."""
    kept: list[tuple[str, Any]] = []

    def keep(*given: Any) -> None:
        kept.append((given[2], given[3]))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        await measure(database, workspace_id, filters, 1)
    finally:
        event.remove(engine, "before_cursor_execute", keep)
    statement, parameters = kept[-1]
    async with database.engine.connect() as connection:
        rows = await connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, BUFFERS) {statement}", parameters
        )
        return [row[0] for row in rows]


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_lists", description=__doc__)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--explain", action="store_true", help="print PostgreSQL's plans too")
    given = parser.parse_args()
    with postgres_server() as url:
        upgrade(url)
        database = open_database(StoreSettings(database_url=url, blob_url=""))
        workspace_id = await fill(database, given.runs)
        print(f"A page of {PAGE} among {given.runs:,} runs, ms: median, p95")
        for name, filters in (await filters_of(database)).items():
            found = await measure(database, workspace_id, filters, given.rounds)
            print(f"{name:26} {found.median:8.1f} {found.p95:8.1f}")
            if given.explain:
                print(
                    "\n".join(
                        f"    {line}" for line in await explain(database, workspace_id, filters)
                    )
                )
        scrolled = await pages(database, workspace_id, 100)
        print(f"{'100 pages, scrolled':26} {scrolled.median:8.1f} {scrolled.p95:8.1f}")
        await database.close()


if __name__ == "__main__":
    asyncio.run(main())
