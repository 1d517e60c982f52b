"""Retries, forks and test runs: what goes on from an earlier run, or from pinned outputs."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, JsonValue, model_validator

from api.schemas.shape import Read, Write
from noria.forks.records import ForkStep, Mode
from noria.model import NODE_ID_PATTERN, NodeId, PortName

MAX_VERSION = 2_147_483_647

NodeIdText = Annotated[NodeId, Field(pattern=NODE_ID_PATTERN)]


class PinWrite(Write):
    """An output that a step is to have given without running."""

    output: JsonValue = None
    port: PortName | None = Field(default=None, max_length=63)
    """By which the step is left; null: its first one."""


class RetryCreate(Write):
    version: int | None = Field(default=None, ge=1, le=MAX_VERSION)
    """Go on with this version, as a mended one; null: with what the run followed."""
    draft: bool = False
    """Go on with the draft as it is: the new run is a test run."""
    input: JsonValue = None
    """The new run's input; leave it out to keep the run's own."""
    pins: dict[NodeIdText, PinWrite] = Field(default={}, max_length=2_000)
    """Outputs to use instead of those that steps gave, or in place of running them."""
    breakpoints: list[NodeIdText] | None = Field(default=None, max_length=2_000)
    """Ids of nodes before which the new run pauses."""


class ForkCreate(RetryCreate):
    node_id: NodeIdText
    """This step and all after it run again."""
    iteration: str = Field(default="", max_length=200, pattern=r"^(\d+(/\d+)*)?$")
    """Of the loops around the step, the outermost first, as `3/0`: what other iterations did is kept. Empty:
    the loop around it runs again as a whole."""

    @model_validator(mode="after")
    def _check_same(self) -> Self:
        others = {"version": self.version, "draft": self.draft, "pins": self.pins}
        changed = [name for name, value in others.items() if value]
        changed += ["input"] if "input" in self.model_fields_set else []
        if self.iteration and changed:
            raise ValueError(
                f"`iteration` goes on among iterations that are kept, so nothing else can be different: "
                f"leave out `{changed[0]}`, or `iteration`, so that the loop runs again as a whole."
            )
        return self


class TestRunCreate(Write):
    # pytest takes it for a test otherwise.
    __test__ = False

    mode: Mode
    """`only` this node, all `up_to` it, or all `from` it."""
    node_id: NodeIdText
    input: JsonValue = Field(default_factory=dict)
    """Checked against the `input_schema` of the start node."""
    pins: dict[NodeIdText, PinWrite] = Field(default={}, max_length=2_000)
    """Outputs of steps that are not to run."""
    run_id: UUID | None = None
    """Take outputs that are not pinned from this earlier run of the workflow."""
    breakpoints: list[NodeIdText] | None = Field(default=None, max_length=2_000)
    """Ids of nodes before which the new run pauses."""


class ForkStepRead(ForkStep, Read):
    pass


class ForkPreview(Read):
    """What would be reused and what would run, were it started now."""

    version: int | None
    """Which the new run would follow; null: a draft."""
    steps: list[ForkStepRead]
    """In the order of the plan."""
    starts_with: list[str]
    """The steps that would begin at once."""
    reused_count: int
    kept_inside: int
    """Steps in iterations of loops that run again: these go on where they were."""
    run_count: int
    """Of steps that would run, as far as edges lead to them."""
