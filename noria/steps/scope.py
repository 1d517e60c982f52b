"""What the expressions of one step may read, cut down to what they do read. Pure."""

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from noria.blobs import is_blob
from noria.model import ERROR, NodeId
from noria.plan import Reads
from noria.run import Scope, StepState, StepStatus
from noria.steps.loops import loop_names


def build_scope(  # noqa: PLR0913 # all that a run knows, written by keyword
    reads: Reads,
    *,
    states: Mapping[NodeId, StepState],
    variables: Mapping[str, JsonValue],
    env: Mapping[str, JsonValue],
    trigger: JsonValue,
    run: Mapping[str, JsonValue],
    loop: Mapping[str, JsonValue] | None = None,
) -> Scope:
    """A step that has not ended is there with the status `queued` and nothing else.

    `loop` is what `noria.steps.loops` makes of the iteration that the step is in.
    """
    return Scope(
        steps={
            node_id: cut(_facts(states.get(node_id)), paths)
            for node_id, paths in reads.steps.items()
        },
        trigger=cut(trigger, reads.trigger) if reads.trigger else None,
        vars=named(variables, reads.vars),
        env=named(env, reads.env),
        run=dict(run) if reads.run else {},
        inside=_inside(reads, loop) if reads.inside and loop is not None else {},
    )


def with_outputs(scope: Scope, reads: Reads, states: Mapping[NodeId, StepState]) -> Scope:
    """The scope with steps that have ended since it was built, as far as they are read."""
    facts = {
        node_id: cut(_facts(states[node_id]), paths)
        for node_id, paths in reads.steps.items()
        if node_id in states
    }
    return scope.model_copy(update={"steps": {**scope.steps, **facts}}) if facts else scope


def holds_blobs(scope: Scope) -> bool:
    """Whether an expression would meet a reference where it expects a value.

    References also lie within values: in what a loop or a `merge` has gathered.
    """
    pending: list[JsonValue] = [scope.steps, scope.trigger, scope.vars, scope.inside]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if "$blob" in value:
                return True
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return False


def cut(value: JsonValue, paths: Iterable[tuple[str, ...]]) -> JsonValue:
    """Keep only what lies on the paths.

    A path that the value does not have keeps the whole of the object where it ends, so that an
    expression's error can say what is there, and a call of an object's own method sees it all.
    """
    if not isinstance(value, dict) or is_blob(value):
        return value
    tails: dict[str, list[tuple[str, ...]]] = {}
    for path in paths:
        if not path or path[0] not in value:
            return value
        tails.setdefault(path[0], []).append(path[1:])
    return {key: cut(value[key], inner) for key, inner in tails.items()}


def _inside(reads: Reads, loop: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    names = loop_names(loop)
    return {name: cut(names[name], paths) for name, paths in reads.inside.items() if name in names}


def _facts(state: StepState | None) -> dict[str, JsonValue]:
    if state is None:
        return {"status": "queued"}
    facts: dict[str, JsonValue] = {"status": state.status.value, "attempt": state.attempt}
    if state.port is not None:
        facts["port"] = state.port
    if _has_output(state):
        facts["output"] = state.output
    if state.error is not None:
        facts["error"] = state.error.model_dump(mode="json")
    return facts


def _has_output(state: StepState) -> bool:
    """A failed step has one where its policy goes on with a given output, a skipped one where a
    person gave one.
    """
    if state.status in (StepStatus.FAILED, StepStatus.SKIPPED):
        return state.port not in (None, ERROR)
    return state.status is StepStatus.SUCCEEDED


def named(values: Mapping[str, JsonValue], names: tuple[str, ...]) -> dict[str, JsonValue]:
    """Those of these names; of all, where the names are computed."""
    if "*" in names:
        return dict(values)
    return {name: values[name] for name in names if name in values}
