"""Runs that were recorded once must go on under the code of today."""

import json
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import UnsandboxedWorkflowRunner
from temporalio.workflow import NondeterminismError

from noria.catalog import load_control_catalog
from tests.workflows.keepers import KEEPERS
from tests.workflows.record import HISTORIES
from tests.workflows.scenarios import SCENARIOS
from tests.workflows.variants import Reordered
from workflows.replay import replay
from workflows.worker_parts import WORKFLOWS


def recorded(name: str) -> WorkflowHistory:
    text = (HISTORIES / f"{name}.json").read_text()
    return WorkflowHistory.from_json("run-recorded", text)


@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_recorded_run_replays(name: str) -> None:
    await replay(recorded(name), workflows=[SCENARIOS[name].workflow])


@pytest.mark.parametrize("name", KEEPERS)
async def test_what_else_was_recorded_replays(name: str) -> None:
    await replay(recorded(name))


def test_every_control_structure_has_been_recorded() -> None:
    """With and without waiting, where a sub-run may be either."""
    structures = {each.name for each in load_control_catalog() if each.lane == "control"}
    steps = [each for scenario in SCENARIOS.values() for each in scenario.plan.steps]

    assert structures <= {each.type for each in steps}
    waited = {each.config.get("wait") is not False for each in steps if each.type == "workflow.run"}
    assert waited == {True, False}


def test_every_workflow_has_been_recorded() -> None:
    begun = [recorded(path.stem).events[0] for path in HISTORIES.glob("*.json")]
    types = {each.workflow_execution_started_event_attributes.workflow_type.name for each in begun}

    assert types == {
        str(getattr(each, "__temporal_workflow_definition").name) for each in WORKFLOWS
    }


async def test_it_replays_as_in_production_too() -> None:
    await replay(recorded("diamond"), runner=UnsandboxedWorkflowRunner())


@pytest.mark.parametrize("name", ["diamond", "failure", "cancel"])
async def test_a_changed_order_is_caught(name: str) -> None:
    with pytest.raises(NondeterminismError):
        await replay(recorded(name), workflows=[Reordered])


async def test_a_step_that_was_not_there_is_caught() -> None:
    history: dict[str, Any] = json.loads((HISTORIES / "chain.json").read_text())
    for event in history["events"]:
        scheduled = event.get("activityTaskScheduledEventAttributes")
        if scheduled and scheduled["activityId"] == "s2":
            scheduled["activityType"]["name"] = "test.other"

    with pytest.raises(NondeterminismError):
        await replay(WorkflowHistory.from_json("run-recorded", history))


def test_every_history_has_its_scenario() -> None:
    assert {path.stem for path in HISTORIES.glob("*.json")} == {*SCENARIOS, *KEEPERS}
