"""Rows of one batch: the newest of each, in the order in which they came."""

from noria.run import Projection, StepRecord
from store.row_batch import Batch, newer_run, newer_step, weigh
from tests.worker.rows import NOON, run, step


def add(batch: Batch, *records: StepRecord) -> None:
    batch.add(Projection(steps=records), 1)


def test_a_step_that_starts_and_ends_is_one_row() -> None:
    batch = Batch()

    add(batch, step("a", "running", input={"x": 1}, started_at=NOON))
    add(batch, step("b", "running"))
    add(batch, step("a", "succeeded", output=2, finished_at=NOON))

    assert [(row.node_id, row.status) for row in batch.steps] == [
        ("a", "succeeded"),
        ("b", "running"),
    ]
    assert batch.steps[0].input == {"x": 1}
    assert batch.steps[0].started_at == NOON
    assert batch.steps[0].output == 2


def test_what_is_further_on_stays_when_records_come_late() -> None:
    ended = step("a", "failed", finished_at=NOON)

    assert newer_step(ended, step("a", "running", input=1)).status == "failed"
    assert newer_step(ended, step("a", "running", input=1)).input == 1


def test_attempts_iterations_and_runs_are_rows_of_their_own() -> None:
    batch = Batch()

    add(batch, step(attempt=1), step(attempt=2), step(iteration="0"), step(run_id="r2"))

    assert len(batch) == 4


def test_nothing_is_later_than_a_final_status_of_a_run() -> None:
    assert newer_run(run("succeeded"), run("running")).status == "succeeded"
    assert newer_run(run("waiting"), run("running")).status == "running"
    assert newer_run(run("running", started_at=NOON), run("failed")).started_at == NOON


def test_weighs_more_than_the_values_it_holds() -> None:
    projection = Projection(
        steps=(step(input="x" * 1_000, output="y" * 1_000),), run=run(output="z" * 1_000)
    )

    assert 3_000 < weigh(projection) < 6_000
    assert weigh(Projection(steps=(step(output=2**70),))) > 20
