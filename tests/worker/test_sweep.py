"""The sweep with rows and a Temporal that are made up."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from noria.errors import NotFound, PlanUnreadable, TooLarge, Unavailable
from noria.model import NodeId
from noria.plan import Engine, Plan
from noria.run import ErrorInfo, RunRequest, RunResult, RunStatus, step_key
from store.sweep import RunRef
from tests.activities.calls import RememberingSink
from worker.keeping import keep
from worker.sweep import PAGE, Sweep
from workflows.stuck import Stuck
from workflows.unserved import Unserved


def ref(status: RunStatus = RunStatus.RUNNING) -> RunRef:
    return RunRef(uuid4(), uuid4(), status)


def behind(runs: Sequence[RunRef], after: UUID | None, limit: int) -> Sequence[RunRef]:
    start = next((n + 1 for n, run in enumerate(runs) if run.run_id == after), 0)
    return runs[start : start + limit]


@dataclass
class FakeRows:
    """Implements `worker.sweep.StoredRuns`."""

    queued: list[RunRef] = field(default_factory=list[RunRef])
    begun: list[RunRef] = field(default_factory=list[RunRef])
    taken: bool = False
    broken: frozenset[UUID] = frozenset()
    unreadable: frozenset[UUID] = frozenset()
    parked: list[tuple[UUID, str | None]] = field(default_factory=list[tuple[UUID, str | None]])
    errors: list[ErrorInfo] = field(default_factory=list[ErrorInfo])
    asked_after: list[UUID | None] = field(default_factory=list[UUID | None])

    @asynccontextmanager
    async def lock(self) -> AsyncGenerator[bool]:
        yield not self.taken

    async def unstarted(
        self, older_than: timedelta, after: UUID | None, limit: int
    ) -> Sequence[RunRef]:
        assert older_than == timedelta(seconds=60)
        return behind(self.queued, after, limit)

    async def open(self, after: UUID | None, limit: int) -> Sequence[RunRef]:
        self.asked_after.append(after)
        return behind(self.begun, after, limit)

    async def forget(self) -> int:
        return 0

    async def park(self, ref: RunRef, error: ErrorInfo | None) -> None:
        self.parked.append((ref.run_id, error.message if error else None))
        self.errors += [error] if error else []

    async def request(self, ref: RunRef) -> RunRequest:
        if ref.run_id in self.broken:
            raise ValueError("a bug")
        if ref.run_id in self.unreadable:
            raise PlanUnreadable("a plan of the future")
        plan = Plan(engine=Engine(wasm_sha256="0", wasmtime="0"), steps=(), start="start")  # pyright: ignore[reportArgumentType] - a NodeId
        return RunRequest(
            run_id=str(ref.run_id), workspace_id=str(ref.workspace_id), workflow_id="w",
            workflow_name="W", version=1, plan=plan,
        )  # fmt: skip


@dataclass
class FakeTemporal:
    """Implements `worker.sweep.TemporalRuns`."""

    started: list[str] = field(default_factory=list[str])
    results: dict[UUID, RunResult | Stuck | Exception] = field(
        default_factory=dict[UUID, RunResult | Stuck | Exception]
    )
    lost: set[str] = field(default_factory=set[str])
    """Runs whose start it never heard of."""
    start_error: Exception | None = None

    async def start(self, request: RunRequest) -> None:
        if self.start_error:
            raise self.start_error
        self.started.append(request.run_id)
        self.lost.discard(request.run_id)

    async def result(self, run_id: str) -> RunResult | Stuck | None:
        if run_id in self.lost:
            raise NotFound("run in progress", run_id)
        found = self.results.get(UUID(run_id))
        if isinstance(found, Exception):
            raise found
        return found


@dataclass
class FakeLines:
    """Implements `worker.sweep.Lines`."""

    left: int = 0

    async def sweep(self) -> int:
        started, self.left = self.left, 0
        return started


def lost_starts(queued: Sequence[RunRef], start_error: Exception | None = None) -> FakeTemporal:
    return FakeTemporal(lost={str(run.run_id) for run in queued}, start_error=start_error)


@dataclass
class Case:
    rows: FakeRows = field(default_factory=FakeRows)
    temporal: FakeTemporal = field(default_factory=FakeTemporal)
    sink: RememberingSink = field(default_factory=RememberingSink)
    lines: FakeLines = field(default_factory=FakeLines)
    longest: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        self.sweep = Sweep(
            self.rows,
            self.temporal,
            self.sink,
            self.lines,
            queued_age=timedelta(seconds=60),
            longest=self.longest,
        )

    def closed(self) -> dict[str, tuple[RunStatus, str | None]]:
        updates = [projection.run for projection in self.sink.written if projection.run]
        return {
            update.run_id: (update.status, update.error.type if update.error else None)
            for update in updates
        }


async def test_starts_queued_runs_that_nobody_started() -> None:
    queued = [ref(RunStatus.QUEUED), ref(RunStatus.QUEUED)]
    case = Case(FakeRows(queued=queued), lost_starts(queued))

    assert await case.sweep.sweep() == 2

    assert case.temporal.started == [str(run.run_id) for run in case.rows.queued]
    assert case.sink.written == []


async def test_closes_the_rows_of_runs_that_are_over_and_no_others() -> None:
    over, going = ref(), ref()
    case = Case(FakeRows(begun=[going, over]))
    error = ErrorInfo(type="terminated", message="A person did it.")
    case.temporal.results[over.run_id] = RunResult(status=RunStatus.CANCELLED, error=error)

    assert await case.sweep.sweep() == 1

    assert case.closed() == {str(over.run_id): (RunStatus.CANCELLED, "terminated")}


async def test_a_run_that_was_over_before_its_row_heard_of_it_is_closed() -> None:
    run = ref(RunStatus.QUEUED)
    case = Case(FakeRows(queued=[run]))
    case.temporal.results[run.run_id] = RunResult(status=RunStatus.SUCCEEDED, output=7)

    await case.sweep.sweep()

    assert case.closed() == {str(run.run_id): (RunStatus.SUCCEEDED, None)}
    assert case.sink.written[0].run is not None
    assert case.sink.written[0].run.output == 7


async def test_a_run_that_temporal_does_not_know_is_lost() -> None:
    run = ref()
    case = Case(FakeRows(begun=[run]))
    case.temporal.results[run.run_id] = NotFound("run", run.run_id)

    await case.sweep.sweep()

    assert case.closed() == {str(run.run_id): (RunStatus.FAILED, "run_lost")}


async def test_a_run_that_is_too_large_to_start_fails() -> None:
    run = ref(RunStatus.QUEUED)
    case = Case(FakeRows(queued=[run]), lost_starts([run], TooLarge("2 MB")))

    await case.sweep.sweep()

    assert case.closed() == {str(run.run_id): (RunStatus.FAILED, "too_large")}


async def test_one_run_that_cant_be_mended_does_not_keep_the_others_from_it() -> None:
    broken, fine = ref(RunStatus.QUEUED), ref(RunStatus.QUEUED)
    rows = FakeRows(queued=[broken, fine], broken=frozenset({broken.run_id}))
    case = Case(rows, lost_starts(rows.queued))

    assert await case.sweep.sweep() == 1

    assert case.temporal.started == [str(fine.run_id)]


async def test_while_temporal_is_away_nothing_is_closed() -> None:
    run = ref()
    case = Case(FakeRows(begun=[run]))
    case.temporal.results[run.run_id] = Unavailable("away")

    with pytest.raises(Unavailable):
        await case.sweep.sweep()

    assert case.closed() == {}


async def test_runs_in_line_whose_turn_has_come_are_started_too() -> None:
    queued = [ref(RunStatus.QUEUED)]
    case = Case(FakeRows(queued=queued), lost_starts(queued), lines=FakeLines(left=2))

    assert await case.sweep.sweep() == 3
    assert await case.sweep.sweep() == 0


async def test_only_one_worker_sweeps() -> None:
    queued = [ref(RunStatus.QUEUED)]
    case = Case(FakeRows(queued=queued, taken=True), lost_starts(queued))

    assert await case.sweep.sweep() == 0

    assert case.temporal.started == []


async def test_a_lost_start_is_found_behind_any_number_that_wait_in_temporal() -> None:
    lost = ref(RunStatus.QUEUED)
    rows = FakeRows(queued=[*(ref(RunStatus.QUEUED) for _ in range(PAGE)), lost])
    case = Case(rows, lost_starts([lost]))

    counts = [await case.sweep.sweep(), await case.sweep.sweep()]

    assert counts == [0, 1]
    assert case.temporal.started == [str(lost.run_id)]


async def test_a_sweep_with_time_left_goes_on_to_the_last_run() -> None:
    stuck = ref()
    rows = FakeRows(begun=[*(ref() for _ in range(2 * PAGE)), stuck])
    case = Case(rows, longest=timedelta(hours=1))
    case.temporal.results[stuck.run_id] = Stuck("A key is missing.")

    assert await case.sweep.sweep() == 1
    assert [run_id for run_id, _ in rows.parked] == [stuck.run_id]


async def test_what_temporal_refuses_once_and_again_does_not_hold_up_those_behind_it() -> None:
    refused, lost = ref(RunStatus.QUEUED), ref(RunStatus.QUEUED)
    rows = FakeRows(queued=[refused, *(ref(RunStatus.QUEUED) for _ in range(PAGE)), lost])
    case = Case(rows, lost_starts([lost]))
    case.temporal.results[refused.run_id] = Unavailable("away")

    with pytest.raises(Unavailable):
        await case.sweep.sweep()
    await case.sweep.sweep()

    assert case.temporal.started == [str(lost.run_id)]


async def test_many_open_runs_are_looked_at_a_page_at_a_time() -> None:
    case = Case(FakeRows(begun=[ref() for _ in range(PAGE + 1)]))

    for _ in range(3):
        await case.sweep.sweep()

    assert case.rows.asked_after == [None, case.rows.begun[PAGE - 1].run_id, None]


async def test_a_failing_sweep_is_not_the_last_one() -> None:
    run = ref()
    case = Case(FakeRows(begun=[run]))
    case.temporal.results[run.run_id] = Unavailable("away")

    task = asyncio.create_task(keep("runs", case.sweep.sweep, timedelta(milliseconds=5)))
    await asyncio.sleep(0.02)
    case.temporal.results[run.run_id] = RunResult(status=RunStatus.FAILED)
    await asyncio.sleep(0.05)
    task.cancel()

    assert str(run.run_id) in case.closed()


async def test_a_run_that_no_worker_can_go_on_with_is_shown_once() -> None:
    stuck, other = ref(), ref()
    case = Case(FakeRows(begun=[stuck, other]))
    case.temporal.results[stuck.run_id] = Stuck("A key is missing.")

    mended = await case.sweep.sweep()
    case.rows.begun = [replace(stuck, is_parked=True), other]
    await case.sweep.sweep()

    assert mended == 1
    assert case.rows.parked == [
        (
            stuck.run_id,
            "No worker can go on with this run; it goes on by itself when one can. "
            "A key is missing.",
        )
    ]
    assert case.closed() == {}


async def test_a_step_that_nobody_will_take_is_shown_on_its_run() -> None:
    waits = ref()
    case = Case(FakeRows(begun=[waits]))
    step = Unserved(step_key(NodeId("stock"), "3/0"), "shop")
    case.temporal.results[waits.run_id] = Stuck(step.reason, step)

    await case.sweep.sweep()

    (error,) = case.rows.errors
    assert (error.type, error.node_id, error.retryable) == ("no_worker", "stock", True)
    assert error.message.startswith(
        "Step 'stock[3/0]' waits in the task queue 'shop', which no worker serves;"
    )
    assert case.closed() == {}


async def test_a_run_that_goes_on_again_is_shown_as_such() -> None:
    was_stuck = replace(ref(), is_parked=True)
    case = Case(FakeRows(begun=[was_stuck, ref()]))

    await case.sweep.sweep()

    assert case.rows.parked == [(was_stuck.run_id, None)]


async def test_a_queued_run_with_a_plan_of_the_future_is_parked_and_others_start() -> None:
    of_future, other = ref(RunStatus.QUEUED), ref(RunStatus.QUEUED)
    rows = FakeRows(queued=[of_future, other], unreadable=frozenset({of_future.run_id}))
    case = Case(rows, lost_starts(rows.queued))

    await case.sweep.sweep()

    assert [run_id for run_id, _ in case.rows.parked] == [of_future.run_id]
    assert case.temporal.started == [str(other.run_id)]
