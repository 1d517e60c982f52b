"""The Temporal activities of a worker: one for each node type, and the workflow's local ones.

The names of the local ones are part of the contract with `workflows.local_calls`.
"""

from collections.abc import Callable
from typing import Any

import orjson
from pydantic import JsonValue
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.adapter.attempt import Attempt, LocalTools, Tools
from activities.adapter.batch import Batch
from activities.adapter.chain import run_chain
from activities.adapter.evaluator import fill
from activities.adapter.failure import describe, failing_for_good
from activities.adapter.gathered import gathering_activities
from activities.adapter.items import collect, split
from activities.adapter.sub_runs import make_sub_run_activities
from activities.adapter.values import Vault
from activities.adapter.waits import make_wait_activities
from activities.redaction import redacting
from noria.batch import BatchCall, BatchResult, CollectCall, SplitCall
from noria.blobs import without_preview
from noria.errors import Invalid, NoriaError
from noria.item_calls import StoreCall
from noria.run import Items, Projection
from noria.step_calls import StepCall, StepResult

Activity = Callable[..., Any]

MAX_RENDERED_BYTES = 1_000_000
"""Of a control node's values: Temporal takes results of 2 MB, and the workflow stores what is large."""


def make_activities(tools: Tools) -> list[Activity]:
    """In a fixed order: what a worker of runs needs."""
    return [
        *make_node_activities(tools),
        *make_local_activities(tools),
        *make_batch_activities(tools),
        *make_wait_activities(tools.waits),
        *make_sub_run_activities(tools.sub_runs),
    ]


def make_node_activities(tools: Tools) -> list[Activity]:
    """Of all node types, whatever their queue: plans of yesterday may know another one.

    Node types of several versions share one activity.
    """
    names = sorted({node_type.name for node_type in tools.catalog if node_type.run})
    return [_node_activity(name, tools) for name in names]


def _node_activity(name: str, tools: Tools) -> Activity:
    @activity.defn(name=name)
    async def run_step(call: StepCall) -> StepResult:
        with redacting():
            return await run_chain(tools, call) if call.then else await Attempt(tools, call).run()

    return run_step


def make_local_activities(tools: LocalTools) -> list[Activity]:
    """Those by which rows and large values are written, and expressions evaluated that read them."""

    async def write(projection: Projection) -> None:
        try:
            await tools.sink.write(projection)
        except Invalid as error:
            raise ApplicationError(str(error), type=error.code, non_retryable=True) from None

    @activity.defn(name="noria.project")
    async def project(projection: Projection) -> None:
        await write(projection)

    @activity.defn(name="noria.finish_run")
    async def finish_run(projection: Projection) -> None:
        await write(projection)

    @activity.defn(name="noria.evaluate")
    async def evaluate(call: StepCall) -> dict[str, JsonValue]:
        tools.sink.emit(call.pending, call.run)
        vault = Vault(tools.blobs, call.workspace_id)
        try:
            scope = await vault.open_scope(call.scope)
            values = await tools.evaluator.values(call, scope)
            return fill(call, await vault.spill_each(values, MAX_RENDERED_BYTES))
        except NoriaError as error:
            raise describe(error, call).to_temporal(activity.info().attempt) from None

    @activity.defn(name="noria.store")
    async def store(call: StoreCall) -> list[JsonValue]:
        vault = Vault(tools.blobs, call.workspace_id)
        stored = [await vault.store(orjson.dumps(value)) for value in call.values]
        return stored if call.previews else [without_preview(each) for each in stored]

    return [project, finish_run, evaluate, store, *gathering_activities(tools.blobs)]


def make_batch_activities(tools: Tools) -> list[Activity]:
    """Of loops that run in batches; by task queue, as node activities."""

    @activity.defn(name="noria.split")
    async def split_items(call: SplitCall) -> Items:
        with failing_for_good():
            return await split(tools, call)

    @activity.defn(name="noria.batch")
    async def run_batch(call: BatchCall) -> BatchResult:
        with redacting(), failing_for_good():
            return await Batch(tools, call).run()

    @activity.defn(name="noria.collect")
    async def collect_results(call: CollectCall) -> list[JsonValue]:
        with failing_for_good():
            return [await collect(tools, call)]

    return [split_items, run_batch, collect_results]
