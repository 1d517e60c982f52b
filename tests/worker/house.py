"""A workspace whose workflows are run for real: rows in PostgreSQL, runs in Temporal."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import text
from sqlmodel import col, select
from temporalio.client import Client

from noria.catalog import Catalog, load_catalog
from noria.compile import compile_graph
from noria.run import FINAL_RUN, RunStatus
from store import accounts, run_start, versions, workflows
from store.database import Database
from store.ids import new_id
from store.tables import Run, Step
from workflows import client as runs


async def until(holds: Callable[[], Awaitable[bool]], within_s: float = 90) -> None:
    """Ask every 20 ms; `TimeoutError` when it never does."""
    async with asyncio.timeout(within_s):
        while not await holds():  # noqa: ASYNC110 - other processes set no event of ours
            await asyncio.sleep(0.02)


@dataclass(frozen=True)
class House:
    database: Database
    temporal: Client
    workspace_id: UUID

    @staticmethod
    async def build(database: Database, temporal: Client) -> "House":
        async with database.sessions.begin() as session:
            owner = await accounts.add_owner(
                session, email="owner@noria.example", password_hash="-", workspace_name="Home"
            )
        return House(database, temporal, owner.workspace_id)

    async def record(
        self,
        nodes: list[dict[str, Any]],
        edges: list[str],
        run_input: JsonValue = None,
        catalog: Catalog | None = None,
    ) -> UUID:
        """A queued run of a new workflow; edges as `a b` or `a:port b`. Nobody has started it."""
        graph: Any = {
            "nodes": nodes,
            "edges": [_edge(edge) for edge in edges],
        }
        compiled = compile_graph(graph, catalog or load_catalog())
        assert compiled.plan is not None, compiled.problems
        run_id = new_id()
        async with self.database.sessions.begin() as session:
            workflow = await workflows.add_workflow(
                session, workspace_id=self.workspace_id, name="Test", graph=graph
            )
            await versions.publish(
                session, workflow=workflow, graph_hash=b"1", plan=compiled.plan, account_id=None
            )
            run = Run(
                id=run_id,
                workspace_id=self.workspace_id,
                workflow_id=workflow.id,
                version=1,
                status="queued",
                input=run_input,
            )
            assert await run_start.add_run(session, run=run)
        return run_id

    @asynccontextmanager
    async def held_up(self, run_id: UUID) -> AsyncGenerator[None]:
        """Its row can't be written meanwhile, so the run can't end."""
        async with self.database.engine.begin() as connection:
            await connection.execute(
                text("SELECT 1 FROM run WHERE id = :id FOR UPDATE"), {"id": run_id}
            )
            yield

    async def waits_for_a_lock(self) -> bool:
        """Whether somebody does, as who writes the row of a run that is held up."""
        waiting = "datname = current_database() AND wait_event_type = 'Lock'"
        async with self.database.engine.connect() as connection:
            count = await connection.scalar(
                text(f"SELECT count(*) FROM pg_stat_activity WHERE {waiting}")
            )
        return bool(count)

    async def start(self, run_id: UUID) -> None:
        async with self.database.sessions.begin() as session:
            request = await run_start.run_request(
                session, workspace_id=self.workspace_id, run_id=run_id
            )
        await runs.start_run(self.temporal, request)

    async def read(self, run_id: UUID) -> Run:
        async with self.database.sessions.begin() as session:
            return (await session.exec(select(Run).where(Run.id == run_id))).one()

    async def attempts(self, run_id: UUID) -> dict[str, list[Step]]:
        """By node, in the order in which they began."""
        query = select(Step).where(Step.run_id == run_id)
        query = query.order_by(col(Step.started_at), col(Step.attempt))
        found: dict[str, list[Step]] = {}
        async with self.database.sessions.begin() as session:
            for step in await session.exec(query):
                found.setdefault(step.node_id, []).append(step)
        return found

    async def ended(self, run_id: UUID) -> Run:
        await until(lambda: self._has(run_id, FINAL_RUN))
        return await self.read(run_id)

    async def is_waiting(self, run_id: UUID) -> bool:
        return await self._has(run_id, {RunStatus.WAITING})

    async def _has(self, run_id: UUID, statuses: Collection[RunStatus]) -> bool:
        return (await self.read(run_id)).status in statuses

    async def make_older(self) -> None:
        """All rows by two hours."""
        async with self.database.engine.begin() as connection:
            await connection.execute(text("UPDATE run SET created_at = now() - interval '2 hours'"))


def _edge(text: str) -> dict[str, str]:
    source, target = text.split()
    node_id, _, port = source.partition(":")
    return {"from": node_id, "to": target, "port": port or "out"}


def start_node(**schema: Any) -> dict[str, Any]:
    return {"id": "start", "type": "start", "config": {"input_schema": schema} if schema else {}}


def http_node(node_id: str, url: str, **config: Any) -> dict[str, Any]:
    policy = {"timeout_s": 10, "retry": {"max_attempts": 3, "initial_interval_s": 0.05}}
    return {
        "id": node_id,
        "type": "http.request",
        "config": {"url": url, **config},
        "policy": policy,
    }


def end_node(output: JsonValue) -> dict[str, Any]:
    return {"id": "end", "type": "end", "config": {"output": output}}
