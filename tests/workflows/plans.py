"""Plans written by hand: what the engine does does not depend on how a plan was made."""

from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue

from noria.model import NodeId, Policy, PortName
from noria.plan import Engine, Inner, Plan, PlanExpression, PlanSource, PlanStep, Reads
from noria.run import RunRequest

CONTROL = {
    "start", "end", "branch", "set", "vars.set", "delay", "wait_until", "fail", "test.bug",
    "for_each", "while", "until", "break", "continue",
    "wait_event", "approval", "workflow.run", "switch", "merge", "respond",
}  # fmt: skip
ENGINE = Engine(wasm_sha256="0" * 64, wasmtime="0")


def step(
    node_id: str,
    node_type: str,
    *after: str,
    config: dict[str, JsonValue] | None = None,
    expressions: dict[str, str] | None = None,
    reads: dict[str, Sequence[str]] | None = None,
    ports: Sequence[str] = ("out",),
    **facts: Any,
) -> PlanStep:
    """
    Args:
        after: Node ids, or `node.port`.
        expressions: JSON pointer → source; those without braces are bare.
        reads: Node id → dotted paths; other scope by the keywords of `Reads` in `facts`, where
            `inside` are the names that are read of `item`, `index`, `key` and `loop`.
    """
    policy = Policy.model_validate(facts.pop("policy", {}))
    return PlanStep(
        id=NodeId(node_id),
        type=node_type,
        name=node_id.title(),
        lane="control" if node_type in CONTROL else "activity",
        config=config or {},
        expressions=_expressions(expressions or {}),
        reads=_reads(reads or {}, facts),
        policy=policy,
        ports=tuple(PortName(port) for port in ports),
        sources=tuple(_source(name) for name in after),
        **facts,
    )


def inner(
    expressions: dict[str, str], reads: dict[str, Sequence[str]] | None = None, **facts: Any
) -> Inner:
    """A container's field that is evaluated in each iteration; arguments as of `step`."""
    return Inner(expressions=_expressions(expressions), reads=_reads(reads or {}, facts))


def _expressions(sources: dict[str, str]) -> tuple[PlanExpression, ...]:
    return tuple(
        PlanExpression(pointer=pointer, source=source, bare="{{" not in source)
        for pointer, source in sources.items()
    )


def _reads(steps: dict[str, Sequence[str]], facts: dict[str, Any]) -> Reads:
    scope = {name: facts.pop(name) for name in ("vars", "env", "run") if name in facts}
    if facts.pop("trigger", False):
        scope["trigger"] = ((),)
    return Reads(
        steps={
            NodeId(read): tuple(tuple(path.split(".")) for path in paths)
            for read, paths in steps.items()
        },
        inside=dict.fromkeys(facts.pop("inside", ()), ((),)),
        **scope,
    )


def plan(*steps: PlanStep) -> Plan:
    """With a start before the first step where there is none."""
    if steps[0].type != "start":
        first = steps[0].model_copy(update={"sources": (_source("start"),)})
        steps = (step("start", "start"), first, *steps[1:])
    return Plan(engine=ENGINE, steps=steps, start=steps[0].id)


def request(run_id: str, of: Plan, run_input: JsonValue = None, **facts: Any) -> RunRequest:
    return RunRequest(
        run_id=run_id,
        workspace_id="workspace-1",
        workflow_id="workflow-1",
        workflow_name="Test",
        version=1,
        plan=of,
        input=run_input,
        **facts,
    )


def chain(length: int, node_type: str = "test.echo", **facts: Any) -> Plan:
    """start → s1 → s2 → …"""
    names = ["start", *(f"s{n}" for n in range(1, length + 1))]
    return plan(
        step("start", "start"),
        *(
            step(name, node_type, before, **facts)
            for before, name in zip(names, names[1:], strict=False)
        ),
    )


def _source(name: str) -> PlanSource:
    node_id, _, port = name.partition(".")
    return PlanSource(node_id=NodeId(node_id), port=PortName(port or "out"))
