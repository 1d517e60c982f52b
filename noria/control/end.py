"""`end`: gives the run its output."""

from pydantic import ConfigDict, Field, JsonValue

from noria.model import Model
from noria.node_type import ControlContext, Finish, control, ui
from noria.ports import NO_PORTS


class EndConfig(Model):
    """What the run answers."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{}, {"output": {"total": "{{ steps.sum.output }}"}}]}
    )

    output: JsonValue = Field(
        default=None,
        title="Output",
        description="The run's output: any JSON value.",
        json_schema_extra=ui(widget="json"),
    )


@control("end", title="End", icon="flag", ports=NO_PORTS)
def end(config: EndConfig, context: ControlContext) -> Finish:
    """Give the run its output.

    Nothing runs after it on its path; other paths go on to their own end. A graph may have several
    of them, or none where nobody reads the output.
    """
    return Finish(config.output)
