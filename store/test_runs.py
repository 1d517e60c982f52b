"""Test runs of a part of a draft: one node alone, all up to one, or one and all after it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from pydantic import JsonValue

from noria.blobs import BlobStore
from noria.errors import Invalid
from noria.forks.fork import Fork, Wish
from noria.forks.part import plan_part
from noria.forks.past import Past
from noria.forks.records import Mode, Pin
from noria.model import NodeId
from noria.plan import Plan, read_plan
from store import snapshots
from store.database import Database
from store.forks import Draft, Recorded, add_fork, check, check_breakpoints, spill_pins
from store.ids import new_id
from store.past import open_variables, read_past
from store.snapshots import spill
from store.tables import Run


@dataclass(frozen=True)
class TestOrder:
    """Which part of which draft to try out, and with what."""

    # pytest takes it for a test otherwise.
    __test__ = False

    workspace_id: UUID
    workflow_id: UUID
    account_id: UUID | None
    draft: Draft
    mode: Mode
    node_id: NodeId
    input: JsonValue
    pins: Mapping[NodeId, Pin] = field(default_factory=dict[NodeId, Pin])
    run_id: UUID | None = None
    """An earlier run, whose outputs are taken where none is pinned."""
    breakpoints: tuple[NodeId, ...] = ()
    """Where the run pauses."""


@dataclass(frozen=True)
class PreparedTest:
    """A test run that only has to be recorded."""

    order: TestOrder
    run_input: JsonValue
    fork: Fork


async def prepare_test(database: Database, blobs: BlobStore, order: TestOrder) -> PreparedTest:
    """Work out what a test run does; nothing is changed.

    Raises:
        NotFound: No such run in this workspace.
        Invalid: A step that is named does not exist, an output is missing, the input breaks the
            schema, or the run is of another workflow.
    """
    plan = read_plan(order.draft.plan)
    past = await _past(database, blobs, order, plan)
    await check(blobs, order.workspace_id, plan, order.input)
    run_input = await spill(blobs, order.workspace_id, order.input)
    pins = await spill_pins(blobs, order.workspace_id, order.pins)
    wish = Wish(plan, run_input, order.node_id, pins)
    fork = await asyncio.to_thread(plan_part, past, wish, order.mode, datetime.now(UTC))
    check_breakpoints(fork, order.breakpoints)
    return PreparedTest(order, run_input, fork)


async def _past(database: Database, blobs: BlobStore, order: TestOrder, plan: Plan) -> Past:
    if order.run_id is None:
        return Past(plan, [])
    async with database.sessions.begin() as session:
        earlier = await read_past(session, workspace_id=order.workspace_id, run_id=order.run_id)
    if earlier.run.workflow_id != order.workflow_id:
        raise Invalid(f"Run {order.run_id} is of another workflow: choose one of this workflow's.")
    return await open_variables(blobs, earlier.past)


async def record_test(
    database: Database,
    blobs: BlobStore,
    prepared: PreparedTest,
    *,
    idempotency_key: str | None = None,
    request_hash: bytes | None = None,
) -> Recorded | None:
    """Add the test run, queued; None when the idempotency key is taken.

    Raises:
        Conflict: The workflow is archived.
    """
    order, fork = prepared.order, prepared.fork
    snapshot = await snapshots.keep(blobs, order.workspace_id, fork.snapshot)
    run = Run(
        id=new_id(),
        workspace_id=order.workspace_id,
        workflow_id=order.workflow_id,
        version=None,
        status="queued",
        input=prepared.run_input,
        draft_graph=order.draft.graph,
        draft_plan=fork.plan.model_dump(mode="json"),
        part={"mode": order.mode, "node_id": order.node_id},
        parent_run_id=order.run_id,
        relation="fork" if order.run_id else None,
        parent_node_id=order.node_id if order.run_id else None,
        snapshot=snapshot,
        idempotency_key=idempotency_key,
        request_hash=request_hash,
        account_id=order.account_id,
        breakpoints=list(order.breakpoints) or None,
    )
    async with database.sessions.begin() as session:
        return await add_fork(session, run, order.run_id, fork)
