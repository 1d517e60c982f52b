"""Rows and reports to test with."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import select

from noria.plan import Engine, Plan
from noria.run import RunStatus, RunUpdate, StepRecord, StepStatus
from store import accounts, run_start, steps, versions, workflows
from store.database import Database
from store.ids import new_id
from store.projection import write_projection
from store.tables import Run, Step

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PLAN = Plan(engine=Engine(wasm_sha256="0" * 64, wasmtime="50"), steps=(), start="start")  # pyright: ignore[reportArgumentType] - a NodeId


@dataclass(frozen=True)
class House:
    """A workspace with one published workflow and one queued run."""

    workspace_id: UUID
    workflow_id: UUID
    run_id: UUID

    def step(self, node_id: str, status: str, attempt: int = 1, **more: Any) -> StepRecord:
        return StepRecord.model_validate(
            {
                "run_id": str(self.run_id),
                "workspace_id": str(self.workspace_id),
                "node_id": node_id,
                "attempt": attempt,
                "status": StepStatus(status),
                **more,
            }
        )

    def update(self, status: str, **more: Any) -> RunUpdate:
        return RunUpdate.model_validate(
            {
                "run_id": str(self.run_id),
                "workspace_id": str(self.workspace_id),
                "status": RunStatus(status),
                **more,
            }
        )


async def build_house(database: Database, email: str = "owner@noria.example") -> House:
    async with database.sessions.begin() as session:
        owner = await accounts.add_owner(
            session, email=email, password_hash="-", workspace_name="Home"
        )
        workflow = await workflows.add_workflow(
            session,
            workspace_id=owner.workspace_id,
            name="Order triage",
            graph={"nodes": [], "edges": []},
        )
        await versions.publish(
            session, workflow=workflow, graph_hash=b"1", plan=PLAN, account_id=None
        )
    run_id = await add_run(database, owner.workspace_id, workflow.id)
    return House(owner.workspace_id, workflow.id, run_id)


async def add_run(database: Database, workspace_id: UUID, workflow_id: UUID, **more: Any) -> UUID:
    run = Run(
        id=new_id(),
        workspace_id=workspace_id,
        workflow_id=workflow_id,
        version=1,
        status="queued",
        input={"id": 7},
        **more,
    )
    async with database.sessions.begin() as session:
        assert await run_start.add_run(session, run=run)
    return run.id


async def write(
    database: Database, records: list[StepRecord], runs: list[RunUpdate] | None = None
) -> None:
    await write_projection(database, records, runs or [])


async def read_run(database: Database, house: House) -> Run:
    async with database.sessions.begin() as session:
        return (await session.exec(select(Run).where(Run.id == house.run_id))).one()


async def read_steps(database: Database, house: House) -> list[Step]:
    async with database.sessions.begin() as session:
        rows = await steps.list_steps(session, workspace_id=house.workspace_id, run_id=house.run_id)
    return list(rows)
