"""`branch`: takes one of several paths."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from noria.model import PORT_PATTERN, Model, PortName
from noria.node_type import ControlContext, Output, control, ui
from noria.ports import ConfigPorts


class BranchCase(Model):
    """One path and its condition."""

    port: PortName = Field(
        title="Port",
        description="Name of the path: small letters, digits and underscores.",
        pattern=PORT_PATTERN,
    )
    when: JsonValue = Field(
        title="When",
        description="The path is taken when this is true, as JavaScript sees truth.",
        json_schema_extra=ui(expression="only", placeholder="steps.fetch.output.body.total > 100"),
    )


class BranchConfig(Model):
    """The cases are tried from the top."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"cases": [{"port": "yes", "when": "trigger.amount > 100"}], "default": "no"}
            ]
        }
    )

    cases: list[BranchCase] = Field(
        title="Cases",
        description="The first whose condition is true is taken.",
        min_length=1,
        max_length=50,
        json_schema_extra=ui(widget="cases", expression="never"),
    )
    default: PortName = Field(
        title="Otherwise",
        description="The port that is taken when no condition is true.",
        pattern=PORT_PATTERN,
        json_schema_extra=ui(expression="never"),
    )


class BranchOutput(BaseModel):
    """Which path was taken."""

    port: str


@control(
    "branch",
    title="Branch",
    icon="split",
    ports=ConfigPorts(("/cases/*/port", "/default")),
    output=BranchOutput,
    quick=True,
)
def branch(config: BranchConfig, context: ControlContext) -> Output:
    """Take the first path whose condition is true, else the default.

    The conditions are JavaScript without braces. False are `false`, `0`, `""`, `null` and nothing
    else: an empty list is true. All conditions are evaluated, also those below the one that is
    taken, so write `?.` where a value may be absent. Steps on paths that are not taken are skipped.
    """
    taken = next((case.port for case in config.cases if is_true(case.when)), config.default)
    return Output({"port": taken}, port=taken)


def is_true(value: JsonValue) -> bool:
    """Truth as in JavaScript: empty lists and objects are true."""
    return True if isinstance(value, (list, dict)) else bool(value)
