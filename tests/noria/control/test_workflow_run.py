import pytest
from pydantic import ValidationError

from noria.control.workflow_run import WorkflowRunConfig, workflow_run
from noria.node_type import StartRun
from tests.noria.control.contexts import context


def test_it_starts_a_run_and_waits_for_its_end() -> None:
    assert workflow_run.control is not None
    config = WorkflowRunConfig(workflow="Order triage", input={"id": 1})

    assert workflow_run.control(config, context()) == StartRun(
        "Order triage", None, {"id": 1}, wait=True
    )


@pytest.mark.parametrize("config", [{}, {"workflow": ""}, {"workflow": "a", "version": 0}])
def test_what_names_no_version_is_refused(config: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WorkflowRunConfig.model_validate(config)
