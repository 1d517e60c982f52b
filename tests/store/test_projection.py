"""Reports come twice, late and out of order; rows tell the truth all the same."""

import asyncio
import random
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from noria.run import ErrorInfo
from store.database import OUTAGES, Database, plain_url
from store.ids import new_id
from tests.store.rows import NOON, House, add_run, build_house, read_run, read_steps, write


@pytest.fixture
async def house(database: Database) -> House:
    return await build_house(database)


async def test_an_attempt_moves_forward_and_keeps_what_was_told_before(
    database: Database, house: House
) -> None:
    await write(database, [house.step("fetch", "running", input={"url": "/"}, started_at=NOON)])
    await write(database, [house.step("fetch", "succeeded", output=[1], port="out")])

    [row] = await read_steps(database, house)
    assert (row.status, row.input, row.output, row.port) == (
        "succeeded", {"url": "/"}, [1], "out",
    )  # fmt: skip
    assert row.started_at == NOON


async def test_a_late_report_does_not_turn_a_step_back(database: Database, house: House) -> None:
    await write(database, [house.step("fetch", "succeeded", output=1)])
    before = await read_run(database, house)
    await write(database, [house.step("fetch", "running"), house.step("fetch", "failed")])

    [row] = await read_steps(database, house)
    assert (row.status, row.output) == ("succeeded", 1)
    assert (await read_run(database, house)).event_seq == before.event_seq


@pytest.mark.parametrize("together", [True, False])
async def test_the_progress_of_a_loop_moves_forward_while_it_runs(
    database: Database, house: House, together: bool
) -> None:
    told = [
        house.step("each", "running", input={"items": []}, started_at=NOON),
        *(
            house.step(
                "each", "running", output={"done": n, "failed": 1, "left_out": 0, "total": 9}
            )
            for n in (2, 6, 4)
        ),
    ]
    for reports in [told] if together else [[each] for each in told]:
        await write(database, reports)
    [running] = await read_steps(database, house)
    await write(database, [house.step("each", "succeeded", output=[1], port="out")])
    await write(database, told[1:])
    [ended] = await read_steps(database, house)

    assert running.output == {"done": 6, "failed": 1, "left_out": 0, "total": 9}
    assert (running.status, running.input, running.started_at) == ("running", {"items": []}, NOON)
    assert (ended.status, ended.output) == ("succeeded", [1])


@pytest.mark.parametrize("together", [True, False])
async def test_where_the_run_goes_on_from_a_failed_step_is_told_after_the_failure(
    database: Database, house: House, together: bool
) -> None:
    failure = ErrorInfo(type="node_failed", message="No such order.")
    attempt = house.step("fetch", "failed", error=failure, input={"url": "/"})
    decision = house.step("fetch", "failed", error=failure, port="out", output={"n": 0})
    for reports in [[attempt, decision]] if together else [[attempt], [decision]]:
        await write(database, reports)

    [row] = await read_steps(database, house)
    assert (row.port, row.output, row.input) == ("out", {"n": 0}, {"url": "/"})


async def test_two_reports_of_one_attempt_in_one_batch_become_one_row(
    database: Database, house: House
) -> None:
    running = house.step("fetch", "running", input={"a": 1}, started_at=NOON)
    await write(database, [house.step("fetch", "queued"), running, house.step("fetch", "failed")])

    [row] = await read_steps(database, house)
    assert (row.status, row.input, row.started_at) == ("failed", {"a": 1}, NOON)


async def test_a_final_run_status_is_never_overwritten(database: Database, house: House) -> None:
    await write(database, [], [house.update("succeeded", output={"ok": True}, finished_at=NOON)])
    await write(database, [], [house.update("running"), house.update("failed")])

    run = await read_run(database, house)
    assert (run.status, run.output, run.finished_at) == ("succeeded", {"ok": True}, NOON)


async def test_a_run_that_started_is_not_queued_again(database: Database, house: House) -> None:
    await write(database, [], [house.update("running", started_at=NOON)])
    await write(database, [], [house.update("queued")])

    assert (await read_run(database, house)).status == "running"


async def test_finishing_fills_in_rows_that_a_crash_lost(database: Database, house: House) -> None:
    await write(database, [house.step("a", "running", input={"x": 1}, started_at=NOON)])
    summary = [
        house.step("a", "succeeded", output=1),
        house.step("b", "succeeded", output=2, attempt=3),
        house.step("c", "skipped", attempt=0),
    ]
    await write(database, summary, [house.update("succeeded", finished_at=NOON)])

    rows = {row.node_id: row for row in await read_steps(database, house)}
    assert {name: row.status for name, row in rows.items()} == {
        "a": "succeeded", "b": "succeeded", "c": "skipped",
    }  # fmt: skip
    assert rows["a"].input == {"x": 1}


async def test_an_attempt_that_was_replaced_is_closed(database: Database, house: House) -> None:
    await write(database, [house.step("fetch", "running")])
    await write(database, [house.step("fetch", "running", attempt=2)])

    first, second = sorted(await read_steps(database, house), key=lambda row: row.attempt)
    assert (first.status, first.error and first.error["type"]) == ("failed", "attempt_lost")
    assert second.status == "running"


async def test_a_step_cancelled_between_two_attempts_shows_cancelled(
    database: Database, house: House
) -> None:
    error = ErrorInfo(type="node_unavailable", message="429")
    for attempt in (1, 2):
        await write(database, [house.step("fetch", "failed", attempt, error=error)])
    end = [house.step("fetch", "cancelled", finished_at=NOON)], [house.update("cancelled")]
    await write(database, *end)
    await write(database, *end)

    rows = sorted(await read_steps(database, house), key=lambda row: row.attempt)
    assert [(row.attempt, row.status) for row in rows] == [
        (1, "failed"), (2, "failed"), (3, "cancelled"),
    ]  # fmt: skip


async def test_so_it_does_when_its_last_failure_is_told_with_the_end(
    database: Database, house: House
) -> None:
    await write(database, [house.step("fetch", "failed")])
    cancelled = house.step("fetch", "cancelled")
    await write(
        database, [house.step("fetch", "failed", 2), cancelled], [house.update("cancelled")]
    )

    rows = sorted(await read_steps(database, house), key=lambda row: row.attempt)
    assert [row.status for row in rows] == ["failed", "failed", "cancelled"]


async def test_an_attempt_that_told_of_its_own_cancel_gets_no_second_one(
    database: Database, house: House
) -> None:
    await write(database, [house.step("fetch", "failed")])
    await write(database, [house.step("fetch", "cancelled", 2)])
    await write(database, [house.step("fetch", "cancelled")], [house.update("cancelled")])

    rows = sorted(await read_steps(database, house), key=lambda row: row.attempt)
    assert [row.status for row in rows] == ["failed", "cancelled"]


async def test_the_true_end_of_a_closed_attempt_may_still_come(
    database: Database, house: House
) -> None:
    await write(database, [house.step("fetch", "running")])
    await write(database, [house.step("fetch", "running", attempt=2)])
    error = ErrorInfo(type="node_unavailable", message="429")
    await write(database, [house.step("fetch", "failed", error=error)])

    first = min(await read_steps(database, house), key=lambda row: row.attempt)
    assert first.error is not None
    assert first.error["type"] == "node_unavailable"


async def test_the_end_of_a_run_closes_open_steps(database: Database, house: House) -> None:
    await write(database, [house.step("slow", "running"), house.step("done", "succeeded")])
    await write(database, [], [house.update("cancelled", finished_at=NOON)])

    rows = {row.node_id: row.status for row in await read_steps(database, house)}
    assert rows == {"slow": "cancelled", "done": "succeeded"}


async def test_a_waiting_step_is_closed_too_and_a_step_that_ends_with_the_run_is_not(
    database: Database, house: House
) -> None:
    await write(database, [house.step("wait", "waiting"), house.step("last", "running")])
    await write(database, [house.step("last", "failed")], [house.update("failed")])

    rows = await read_steps(database, house)
    assert [(row.node_id, row.status, row.seq) for row in rows] == [
        ("last", "failed", 4), ("wait", "cancelled", 5),
    ]  # fmt: skip
    assert (await read_run(database, house)).status_seq == 6


async def test_statuses_of_one_batch_become_one_and_the_final_one_wins(
    database: Database, house: House
) -> None:
    updates = [
        house.update("running", started_at=NOON),
        house.update("succeeded", output=[1], finished_at=NOON),
        house.update("waiting"),
    ]
    await write(database, [], updates)

    run = await read_run(database, house)
    assert (run.status, run.output, run.started_at, run.finished_at) == (
        "succeeded", [1], NOON, NOON,
    )  # fmt: skip
    assert (run.status_seq, run.event_seq) == (2, 2)


async def test_iterations_of_a_step_are_apart(database: Database, house: House) -> None:
    await write(database, [house.step("body", "running", iteration="0")])
    await write(database, [house.step("body", "running", iteration="1", attempt=2)])

    rows = await read_steps(database, house)
    assert [(row.iteration, row.status) for row in rows] == [("0", "running"), ("1", "running")]


async def test_the_event_of_the_end_is_the_last(database: Database, house: House) -> None:
    await write(
        database,
        [house.step("a", "succeeded"), house.step("b", "succeeded")],
        [house.update("succeeded")],
    )

    run = await read_run(database, house)
    assert [row.seq for row in await read_steps(database, house)] == [2, 3]
    assert (run.status_seq, run.event_seq) == (4, 4)


async def test_values_keep_their_order_and_every_character(
    database: Database, house: House
) -> None:
    value = {"z": 1, "a": "nul \x00, fox 🦊", "big": 2**70, "float": 1.0}
    await write(database, [house.step("odd", "succeeded", output=value)])

    [row] = await read_steps(database, house)
    assert list(row.output.items()) == list(value.items())


async def test_half_a_character_does_not_hold_up_the_other_reports(
    database: Database, house: House
) -> None:
    odd = house.step("odd", "succeeded").model_copy(update={"output": "half \ud800"})
    await write(database, [odd, house.step("even", "succeeded")])

    rows = {row.node_id: row.output for row in await read_steps(database, house)}
    assert rows == {"odd": "half ?", "even": None}


async def test_a_report_of_another_workspace_changes_nothing(
    database: Database, house: House
) -> None:
    other = await build_house(database, email="other@noria.example")
    forged = House(other.workspace_id, house.workflow_id, house.run_id)
    await write(database, [forged.step("a", "succeeded")], [forged.update("failed")])

    assert await read_steps(database, house) == []
    assert (await read_run(database, house)).status == "queued"


async def test_a_report_of_a_run_that_is_gone_does_not_hold_up_the_others(
    database: Database, house: House
) -> None:
    gone = House(house.workspace_id, house.workflow_id, new_id())
    await write(
        database,
        [gone.step("a", "succeeded"), house.step("a", "succeeded")],
        [gone.update("succeeded")],
    )

    assert [row.node_id for row in await read_steps(database, house)] == ["a"]


async def test_a_row_that_cannot_be_written_takes_its_whole_batch_back(
    database: Database, house: House
) -> None:
    odd = house.step("odd", "succeeded").model_copy(update={"node_id": "nul \x00"})
    with pytest.raises(psycopg.DataError):
        await write(database, [house.step("even", "succeeded"), odd], [house.update("running")])

    assert await read_steps(database, house) == []
    assert (await read_run(database, house)).event_seq == 1
    await write(database, [house.step("even", "succeeded")])
    assert len(await read_steps(database, house)) == 1


async def test_after_a_lost_connection_the_next_write_opens_another(
    database: Database, house: House
) -> None:
    await write(database, [house.step("a", "running")])
    async with await psycopg.AsyncConnection.connect(
        plain_url(database.url), autocommit=True
    ) as admin:
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE '%json_to_recordset%' AND pid <> pg_backend_pid()"
        )

    with pytest.raises(OUTAGES):
        await write(database, [house.step("a", "succeeded")])
    await write(database, [house.step("a", "succeeded")])

    assert [row.status for row in await read_steps(database, house)] == ["succeeded"]


async def test_events_are_numbered_without_a_gap_while_many_write_at_once(
    database: Database, house: House
) -> None:
    others = [
        House(
            house.workspace_id,
            house.workflow_id,
            await add_run(database, house.workspace_id, house.workflow_id),
        )
        for _ in range(2)
    ]
    houses = [house, *others]
    order = random.Random(7)

    async def writer(name: str) -> None:
        for number in range(10):
            shuffled = order.sample(houses, k=3)
            await write(database, [h.step(f"{name}_{number}", "succeeded") for h in shuffled])

    await asyncio.gather(*(writer(f"w{n}") for n in range(4)))

    for each in houses:
        rows = await read_steps(database, each)
        assert [row.seq for row in rows] == list(range(2, 42))
        assert (await read_run(database, each)).event_seq == 41


async def test_a_batch_of_a_thousand_attempts_costs_as_many_statements_as_one(
    database: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute: Any = psycopg.AsyncConnection.execute
    said: list[object] = []

    async def noted(connection: object, query: object, *rest: Any, **more: Any) -> Any:
        said.append(query)
        return await execute(connection, query, *rest, **more)

    monkeypatch.setattr(psycopg.AsyncConnection, "execute", noted)
    await write(database, [house.step("first", "succeeded")])
    of_one = len(said)
    await write(database, [house.step(f"n{n}", "succeeded", output={"n": n}) for n in range(1_000)])

    assert of_one > 0
    assert len(said) == 2 * of_one
    assert len(await read_steps(database, house)) == 1_001


async def test_a_status_that_is_told_late_does_not_come_back(
    database: Database, house: House
) -> None:
    later = NOON + timedelta(seconds=1)
    await write(database, [], [house.update("paused", at=later)])

    await write(database, [], [house.update("running", at=NOON)])
    assert (await read_run(database, house)).status == "paused"

    await write(database, [], [house.update("running", at=later + timedelta(seconds=1))])
    assert (await read_run(database, house)).status == "running"

    await write(database, [], [house.update("succeeded", at=NOON)])
    assert (await read_run(database, house)).status == "succeeded"


async def test_of_two_statuses_in_one_batch_the_newer_one_counts(
    database: Database, house: House
) -> None:
    later = NOON + timedelta(seconds=1)

    await write(database, [], [house.update("paused", at=later), house.update("running", at=NOON)])

    assert (await read_run(database, house)).status == "paused"
