"""The values in what a compensation reads, each of which may be large. Pure."""

from pydantic import JsonValue

from noria.run import Scope

Name = tuple[str, str]
"""Part of the scope, and the name within it."""


def undo_values(scope: Scope) -> dict[Name, JsonValue]:
    """All that may be replaced by a reference."""
    found: dict[Name, JsonValue] = {("trigger", ""): scope.trigger}
    for node_id, facts in scope.steps.items():
        if isinstance(facts, dict) and "output" in facts:
            found["steps", node_id] = facts["output"]
    for part, values in (("vars", scope.vars), ("inside", scope.inside)):
        found |= {(part, name): value for name, value in values.items()}
    return found


def with_undo_value(scope: Scope, name: Name, value: JsonValue) -> Scope:
    """The same with another value there."""
    part, key = name
    if part == "trigger":
        return scope.model_copy(update={"trigger": value})
    values: dict[str, JsonValue] = getattr(scope, part)
    if part == "steps":
        facts = values[key]
        assert isinstance(facts, dict)
        value = {**facts, "output": value}
    return scope.model_copy(update={part: {**values, key: value}})
