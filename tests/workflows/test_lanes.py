"""Policies in Temporal's terms, and what fits into a workflow task."""

from datetime import timedelta

from tests.workflows.plans import step
from workflows.lanes import MAX_TASK_BYTES, MAX_TURN_FUEL, MAX_TURN_STEPS, Quota, prepare


def test_a_policy_becomes_timeouts_and_retries() -> None:
    policy = {
        "timeout_s": 30,
        "retry": {
            "max_attempts": 4,
            "initial_interval_s": 2,
            "backoff": 3,
            "max_interval_s": 60,
        },
    }

    lane = prepare(step("a", "test.echo", policy=policy))

    assert lane.timeout == timedelta(seconds=30)
    assert lane.retry.maximum_attempts == 4
    assert lane.retry.initial_interval == timedelta(seconds=2)
    assert lane.retry.backoff_coefficient == 3
    assert lane.retry.maximum_interval == timedelta(seconds=60)


def test_a_maximum_below_the_initial_interval_is_raised_to_it() -> None:
    policy = {"retry": {"initial_interval_s": 10, "max_interval_s": 1}}

    assert prepare(step("a", "test.echo", policy=policy)).retry.maximum_interval == timedelta(
        seconds=10
    )


def test_calls_do_not_carry_what_only_the_workflow_needs() -> None:
    lane = prepare(step("a", "test.echo", "b", reads={"b": ["output"]}))

    assert lane.step.sources == ()
    assert lane.step.reads.steps == {}


def test_a_workflow_task_carries_so_many_bytes_and_the_next_one_again() -> None:
    quota = Quota()

    assert quota.take_bytes(10, MAX_TASK_BYTES - 1)
    assert not quota.take_bytes(10, 2)
    assert quota.take_bytes(11, 2)


def test_a_call_that_is_too_large_for_any_task_is_not_held_back_for_ever() -> None:
    assert Quota().take_bytes(10, MAX_TASK_BYTES * 2)


def test_a_turn_is_spent_by_steps_or_by_fuel() -> None:
    quota = Quota()
    for _ in range(MAX_TURN_STEPS):
        assert not quota.is_spent((10, 0))
        quota.spend((10, 0), fuel=1)

    assert quota.is_spent((10, 0))
    assert not quota.is_spent((10, 1))
    quota.spend((10, 1), fuel=MAX_TURN_FUEL)
    assert quota.is_spent((10, 1))
    assert not quota.is_spent((11, 1))
