"""What a run does, seen from outside: on a real server, in the sandbox, with fake nodes."""

from noria.run import RunStatus, StepStatus
from tests.workflows.engine import Engine
from tests.workflows.plans import chain, plan, step


async def test_a_chain_runs_in_order_and_ends_with_the_output_of_end(engine: Engine) -> None:
    result = await engine.run(
        plan(
            step("start", "start"),
            step("a", "test.emit", "start", config={"value": {"n": 1}}),
            step(
                "b",
                "test.echo",
                "a",
                reads={"a": ["output.n"]},
            ),
            step(
                "end",
                "end",
                "b",
                config={"output": "?"},
                expressions={"/output": "{{ steps.b.output.steps.a.output.n }}"},
                reads={"b": ["output.steps"]},
            ),
        )
    )

    assert (result.status, result.output) == (RunStatus.SUCCEEDED, 1)
    assert engine.worker.events == ["a", "-a", "b", "-b"]
    assert engine.worker.statuses == [RunStatus.RUNNING, RunStatus.SUCCEEDED]


async def test_a_graph_of_pure_steps_is_one_workflow_task(engine: Engine) -> None:
    run_id = await engine.start(chain(40, "set", config={"values": {"n": 1}}))
    await engine.handle(run_id).result()
    types = await engine.event_types(run_id)

    assert types == [
        "workflow_execution_started",
        "workflow_task_scheduled",
        "workflow_task_started",
        "workflow_task_completed",
        "marker_recorded",
        "workflow_execution_completed",
    ]
    assert set(engine.worker.step_statuses().values()) == {StepStatus.SUCCEEDED}
    assert len(engine.worker.steps) == 41


async def test_independent_steps_start_together(engine: Engine) -> None:
    diamond = plan(
        step("start", "start"),
        step("left", "test.slow", "start", config={"seconds": 0.3}),
        step("right", "test.slow", "start", config={"seconds": 0.1}),
        step("join", "test.echo", "left", "right"),
    )

    await engine.run(diamond)

    assert engine.worker.events[-2:] == ["join", "-join"]
    assert sorted(engine.worker.events[:2]) == ["left", "right"]
    assert engine.worker.events[2:4] == ["-right", "-left"]


async def test_a_step_starts_as_soon_as_its_own_path_allows(engine: Engine) -> None:
    two_paths = plan(
        step("start", "start"),
        step("slow", "test.slow", "start", config={"seconds": 0.5}),
        step("quick", "test.emit", "start", config={"value": 1}),
        step("after_quick", "test.emit", "quick", config={"value": 2}),
    )

    await engine.run(two_paths)

    assert engine.worker.events[-1] == "-slow"
    assert "-after_quick" in engine.worker.events[:-1]


async def test_a_branch_skips_the_paths_it_does_not_take(engine: Engine) -> None:
    forked = plan(
        step("start", "start"),
        step(
            "big",
            "branch",
            "start",
            config={"cases": [{"port": "yes", "when": "trigger.n > 1"}], "default": "no"},
            expressions={"/cases/0/when": "trigger.n > 1"},
            trigger=True,
            ports=("yes", "no"),
        ),
        step("high", "test.echo", "big.yes"),
        step("low", "test.echo", "big.no"),
        step("below_low", "test.echo", "low"),
        step("join", "test.echo", "high", "below_low", reads={"low": ["status"]}),
    )

    result = await engine.run(forked, {"n": 5})

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.step_statuses() == {
        "start": StepStatus.SUCCEEDED,
        "big": StepStatus.SUCCEEDED,
        "high": StepStatus.SUCCEEDED,
        "low": StepStatus.SKIPPED,
        "below_low": StepStatus.SKIPPED,
        "join": StepStatus.SUCCEEDED,
    }
    assert engine.worker.calls["join"].scope.steps == {"low": {"status": "skipped"}}
    assert engine.worker.steps["low"].attempt == 0


async def test_join_any_runs_once_at_the_first_arrival(engine: Engine) -> None:
    race = plan(
        step("start", "start"),
        step("slow", "test.slow", "start", config={"seconds": 0.5}),
        step("quick", "test.emit", "start", config={"value": 1}),
        step("first", "test.echo", "slow", "quick", join="any", reads={"slow": ["status"]}),
    )

    await engine.run(race)

    assert engine.worker.events.count("first") == 1
    assert engine.worker.events.index("first") < engine.worker.events.index("-slow")
    assert engine.worker.calls["first"].scope.steps == {"slow": {"status": "queued"}}


async def test_variables_reach_only_the_steps_that_read_them(engine: Engine) -> None:
    variables = plan(
        step("start", "start"),
        step("set_it", "vars.set", "start", config={"values": {"rate": 2, "other": 3}}),
        step("reader", "test.echo", "set_it", vars=("rate",)),
        step("stranger", "test.echo", "reader"),
    )

    await engine.run(variables)

    assert engine.worker.calls["reader"].scope.vars == {"rate": 2}
    assert engine.worker.calls["stranger"].scope.vars == {}


async def test_in_workflow_steps_travel_with_the_next_call(engine: Engine) -> None:
    mixed = plan(
        step("start", "start"),
        step("one", "set", "start", config={"values": {"a": 1}}),
        step("call", "test.echo", "one"),
    )

    await engine.run(mixed)

    assert [record.node_id for record in engine.worker.calls["call"].pending] == ["start", "one"]
    assert engine.worker.projections == 0


async def test_an_in_workflow_step_shows_while_another_branch_is_at_work(engine: Engine) -> None:
    mixed = plan(
        step("start", "start"),
        step("quick", "test.emit", "start", config={"value": 1}),
        step("slow", "test.slow", "start", config={"seconds": 0.5}),
        step("seen", "set", "quick", config={"values": {"a": 1}}),
    )

    await engine.run(mixed)

    assert engine.worker.projections == 1


async def test_of_several_ends_the_last_in_the_graph_gives_the_output(engine: Engine) -> None:
    two_ends = plan(
        step("start", "start"),
        step("slow", "test.slow", "start", config={"seconds": 0.3}),
        step("early", "end", "slow", config={"output": "early in the graph"}),
        step("late", "end", "start", config={"output": "late in the graph"}),
    )

    result = await engine.run(two_ends)

    assert result.output == "late in the graph"


async def test_many_pure_steps_do_not_look_like_a_deadlock(engine: Engine) -> None:
    run_id = await engine.start(chain(450, "set", config={"values": {"n": 1}}))
    await engine.handle(run_id).result()

    assert len(engine.worker.steps) == 451
    assert engine.worker.projections == 4
    assert "workflow_task_failed" not in await engine.event_types(run_id)


async def test_last_rows_wait_for_the_database(engine: Engine) -> None:
    engine.worker.refuse_writes = 3

    result = await engine.run(chain(1, "set", config={"values": {"n": 1}}))

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.finished is not None
    assert len(engine.worker.finished.steps) == 2
