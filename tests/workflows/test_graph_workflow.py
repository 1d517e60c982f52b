"""What a run does, seen from outside: on a real server, in the sandbox, with fake nodes."""

from noria.run import RunStatus, StepStatus
from tests.workflows.conftest import Engine
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
        "workflow_execution_started_event_attributes",
        "workflow_task_scheduled_event_attributes",
        "workflow_task_started_event_attributes",
        "workflow_task_completed_event_attributes",
        "marker_recorded_event_attributes",
        "workflow_execution_completed_event_attributes",
    ]
    assert set(engine.worker.step_statuses().values()) == {StepStatus.SUCCEEDED}
    assert len(engine.worker.steps) == 41
