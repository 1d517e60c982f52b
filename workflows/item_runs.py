"""Items of a loop that are runs of their own: each is a child workflow, which does the body once.

It follows the part of this run's plan that is the body, with what it reads of the steps before, and
says how it ended: with a result, out of the loop, or badly. What it has done is undone by this run.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from temporalio import workflow
from temporalio.exceptions import ActivityError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from noria.blobs import is_blob
    from noria.compiling.containers import VARS_SET
    from noria.model import OUT, NodeId, PortName
    from noria.node_type import ItemRun
    from noria.run import (
        ErrorInfo,
        Followed,
        RunRequest,
        RunResult,
        RunStatus,
        Snapshot,
        StepKey,
        StepState,
        StepStatus,
        split_step_key,
    )
    from noria.sub_runs import MAX_DEPTH, ItemRunOrder, SubRunEnd

from noria.steps import states
from noria.steps.control import Rendered
from noria.steps.frame import Place
from noria.steps.item_runs import item_request
from noria.steps.loops import Loop as Facts
from workflows import local_calls
from workflows.flight import Ready
from workflows.handover import hand_over, take_undos
from workflows.loop import left_by
from workflows.parts import Parts
from workflows.sub_runs import SubRuns, taken, too_deep
from workflows.undoing import Undoing

MAX_ITEM_RUNS = 1_000
"""At one time, of all loops of a run: Temporal lets a workflow have 2,000 children."""


class ItemRuns:
    """Takes the step that the compiler puts between a loop and its body."""

    def __init__(
        self,
        parts: Parts,
        sub_runs: SubRuns,
        undoing: Undoing,
        breakpoints: Callable[[], tuple[NodeId, ...]],
    ) -> None:
        """`breakpoints` are the run's, as they are when an item begins."""
        self._request = parts.request
        self._progress = parts.progress
        self._flight = parts.flight
        self._sub_runs = sub_runs
        self._undoing = undoing
        self._breakpoints = breakpoints
        self._slots = asyncio.Semaphore(MAX_ITEM_RUNS)

    def take(self, place: Place, outcome: ItemRun, rendered: Rendered | None) -> Ready:
        """Start the item's run, unless it would be too deep."""
        since = workflow.now()
        if self._request.depth >= MAX_DEPTH:
            return self._sub_runs.fail(place, too_deep(place), since)
        self._flight.spawn(place, partial(self._run, place, since))
        return ()

    async def _run(self, place: Place, since: datetime) -> Ready:
        is_paused = self._flight.is_paused
        async with self._slots:
            return await self._run_item(place, since, is_paused)

    async def _run_item(self, place: Place, since: datetime, is_paused: bool) -> Ready:
        try:
            request = await self._prepare(place, since)
        except ActivityError as error:
            return self._flight.activity_failed(place, error, since)
        try:
            end = await self._sub_runs.follow(place, request, since, is_paused)
        except WorkflowAlreadyStartedError:
            return self._sub_runs.fail(place, taken(place, request), since)
        return await self._ended(place, end, since)

    def resume(self, places: Iterable[Place], left: Snapshot) -> None:
        """Take up the items that an earlier history left under way."""
        by_key = {place.key: place for place in places}
        for key, followed in left.followed.items():
            place = by_key[key]
            self._sub_runs.resume(place, followed, partial(self._follow_on, place, followed))

    async def _follow_on(self, place: Place, followed: Followed) -> Ready:
        async with self._slots:
            end = await self._sub_runs.follow_on(place, followed.run_id)
            return await self._ended(place, end, followed.since)

    async def _ended(self, place: Place, end: SubRunEnd, since: datetime) -> Ready:
        if end.result.status is not RunStatus.SUCCEEDED:
            self._undoing.add_not_undone(end.not_undone)
            return self._sub_runs.fail(place, _failed(place, end), since)
        undos = await take_undos(self._request.workspace_id, end.result)
        self._undoing.add(undos)
        return self._end(place, end.result, since)

    async def _prepare(self, place: Place, since: datetime) -> RunRequest:
        run_id, workspace_id = str(workflow.uuid4()), self._request.workspace_id
        facts: Facts = dict(place.frame.loop or {})
        [facts["item"]] = await local_calls.store_large(workspace_id, [facts["item"]])
        shown: Facts = {name: facts[name] for name in ("item", "index", "key")}
        self._flight.note(place, StepState(status=StepStatus.RUNNING, started_at=since), shown)
        left = await self._open_variables(self._progress.leftovers.of_item(place))
        await local_calls.record_item_run(
            ItemRunOrder(
                run_id=run_id,
                parent_run_id=self._request.run_id,
                workspace_id=workspace_id,
                node_id=place.step.id,
                iteration=place.frame.iteration,
                facts=shown,
                taken_over=tuple(left),
            )
        )
        request = item_request(
            self._request,
            place,
            run_id=run_id,
            facts=facts,
            variables=self._progress.variables,
            run=self._progress.run_facts,
            left=left,
            breakpoints=self._breakpoints(),
            now=workflow.now(),
        )
        return await hand_over(request)

    async def _open_variables(self, left: Mapping[StepKey, StepState]) -> dict[StepKey, StepState]:
        """With what `vars.set` steps have set at hand: the item's run holds variables one by one."""
        opened = dict(left)
        for key, state in left.items():
            is_setter = self._progress.steps[split_step_key(key)[0]].type == VARS_SET
            if is_setter and is_blob(state.output):
                values = await self._read_object(state.output)
                opened[key] = state.model_copy(update={"output": values})
        return opened

    async def _read_object(self, source: JsonValue) -> dict[str, JsonValue]:
        values: dict[str, JsonValue] = {}
        while True:
            page = await local_calls.read_items(self._request.workspace_id, source, len(values))
            values |= zip(page.keys or (), page.items, strict=True)
            if len(values) >= page.total:
                return values

    def _end(self, place: Place, result: RunResult, since: datetime) -> Ready:
        port = PortName(result.left or OUT)
        state = states.done(result.output, port, since, workflow.now())
        left = left_by(state)
        return self._flight.leave(place, state, left) if left else self._flight.end(place, state)


def _failed(place: Place, end: SubRunEnd) -> ErrorInfo:
    """The item's own error, as if the loop had done it itself."""
    why = end.result.error
    if why is None:
        message = f"The run of this item, {end.run_id}, was cancelled."
        return ErrorInfo(type="cancelled", message=message, node_id=place.step.id)
    if why.details is not None and not isinstance(why.details, dict):
        return why
    details: dict[str, JsonValue] = {**(why.details or {}), "run_id": end.run_id}
    return why.model_copy(update={"details": details})
