"""Whether a plan may change anything outside of its run: what a tool that only reads must not run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from pydantic import JsonValue

from noria.catalog import Catalog
from noria.compiling.agents import owner_of
from noria.control.agent import THINK, think_of
from noria.control.workflow_run import WORKFLOW_RUN
from noria.model import NodeId
from noria.plan import Plan, PlanStep

_MCP = "mcp.call"


@dataclass(frozen=True)
class Changing:
    """A node that keeps a workflow from being a tool that only reads."""

    workflow: str
    node_id: NodeId
    type: str

    def __str__(self) -> str:
        """A sentence without its beginning and its full stop."""
        does = f"its node {self.node_id!r} of the type {self.type!r} may"
        if self.type == WORKFLOW_RUN:
            does = f"its node {self.node_id!r} runs a workflow that may"
        return f"the workflow {self.workflow!r} is to change nothing, but {does}"


@dataclass(frozen=True)
class Called:
    """A step that runs a workflow."""

    node_id: NodeId
    workflow: str
    """Name or id."""
    version: int | None
    only_reads: bool


def changing_in(workflow: str, plan: Plan, catalog: Catalog) -> Changing | None:
    """The first node of the plan that may; None: it only reads, as far as what it runs does.

    Workflows that it runs have plans of their own, to be asked too.
    """
    thinking = {step.id: step for step in plan.steps if step.type == THINK}
    for step in plan.steps:
        if step.type != WORKFLOW_RUN and _may_change(step, catalog, thinking):
            return Changing(workflow, owner_of(step.id), step.type)
    return None


def calls_in(plan: Plan) -> Iterator[Called]:
    """All steps that run workflows."""
    for step in plan.steps:
        if step.type == WORKFLOW_RUN:
            config = step.config
            name, version = config.get("workflow"), config.get("version")
            yield Called(
                step.id,
                name if isinstance(name, str) else "",
                version if isinstance(version, int) else None,
                config.get("only_reads") is True,
            )


def _may_change(step: PlanStep, catalog: Catalog, thinking: Mapping[NodeId, PlanStep]) -> bool:
    think = thinking.get(think_of(owner_of(step.id)))
    if step.type == _MCP and think is not None and think.config.get("mcp"):
        # The agent's own step, which calls what the one that thinks lets through.
        return not _servers_read(think.config)
    node_type = catalog.find(step.type, step.type_version)
    return node_type is None or node_type.may_change(step.config)


def _servers_read(config: Mapping[str, JsonValue]) -> bool:
    if config.get("effects") == "read":
        return True
    servers = cast("list[dict[str, JsonValue]]", config["mcp"])
    return all(server.get("effects") == "read" for server in servers)
