"""`merge`: gathers branches into one value."""

from typing import Literal

from pydantic import ConfigDict, Field, JsonValue
from pydantic.json_schema import SkipJsonSchema

from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import ControlContext, Output, control, ui

SOURCES = "sources"


class MergeConfig(Model):
    """How to gather."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"mode": "object"}]})

    mode: Literal["object", "list", "first"] = Field(
        default="object",
        title="Mode",
        description="`object`: outputs by node id; `list`: outputs in the order of the edges; "
        "`first`: the first of them.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    sources: SkipJsonSchema[list[tuple[str, JsonValue]]] = []
    """Node id and output of each step before this one that was taken: put in by the compiler."""


@control("merge", title="Merge", icon="merge", key_field="mode", quick=True)
def merge(config: MergeConfig, context: ControlContext) -> Output:
    """Gather the outputs of the steps that lead here.

    Only edges that were taken count: a step that was skipped, or that left by another port, gives
    nothing. With `join: all` it waits for all branches; with `join: any` it goes on with the first
    that arrives, which is what `first` then gives.
    """
    if config.mode == "object":
        return Output(dict(config.sources))
    outputs = [output for _, output in config.sources]
    if config.mode == "list":
        return Output(outputs)
    if not outputs:
        raise NodeFailed("None of the steps before this one has an output to take as the first.")
    return Output(outputs[0])
