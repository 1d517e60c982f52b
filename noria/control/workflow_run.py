"""`workflow.run`: runs another workflow as one step."""

from pydantic import ConfigDict, Field, JsonValue
from pydantic.json_schema import SkipJsonSchema

from noria.model import Model
from noria.node_type import ControlContext, StartRun, control, ui

WORKFLOW_RUN = "workflow.run"


class WorkflowRunConfig(Model):
    """Which workflow, with what."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"workflow": "Order triage"}]})

    workflow: str = Field(
        title="Workflow",
        description="Name or id of a published workflow of this workspace.",
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00]*$",
        json_schema_extra=ui(expression="never", options_from="workflows"),
    )
    version: int | None = Field(
        default=None,
        title="Version",
        description="Number of a version. Unset: the newest when the step begins.",
        ge=1,
        le=2_147_483_647,
        json_schema_extra=ui(expression="never"),
    )
    input: JsonValue = Field(
        default={},
        title="Input",
        description="What the run is started with; it must fit the schema of its start node.",
        json_schema_extra=ui(widget="json"),
    )
    wait: bool = Field(
        default=True,
        title="Wait for its end",
        description="Whether the step ends when that run has ended, and gives its output. Else it "
        "ends at once and gives `{run_id}`.",
        json_schema_extra=ui(expression="never"),
    )
    only_reads: SkipJsonSchema[bool] = False
    """Whether that run may change nothing: put in by the compiler, for tools that may only read."""


@control(WORKFLOW_RUN, title="Run workflow", icon="workflow", key_field="workflow", changes=True)
def workflow_run(config: WorkflowRunConfig, context: ControlContext) -> StartRun:
    """Run another workflow as one step of this one.

    The sub-run is a run of its own, with its own page and history. When it fails, so does this step,
    and the error says why; when this run is cancelled, so is the sub-run it waits for. One that is not
    waited for goes on by itself. Runs may be nested 25 deep. A repeat starts no second sub-run: its id
    is that of the step.
    """
    return StartRun(config.workflow, config.version, config.input, config.wait, config.only_reads)
