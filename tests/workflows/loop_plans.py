"""Plans with loops, for tests and recorded histories."""

from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue

from noria.compiling.item_runs import write_item_runs_out
from noria.plan import Plan, PlanStep
from tests.workflows.plans import inner, plan, step


def for_each(
    items: JsonValue, *after: str, node_id: str = "each", result: str | None = None, **facts: Any
) -> PlanStep:
    """A loop over these items; `result` reads `item`, `index`, `key` and `loop`, and `of` it."""
    config: dict[str, JsonValue] = {"items": items}
    for name in ("concurrency", "on_item_error", "own_runs"):
        if name in facts:
            config[name] = facts.pop(name)
    of: dict[str, Sequence[str]] = facts.pop("of", {})
    if result is not None:
        config["result"] = result
        inside = ("item", "index", "key", "loop")
        facts["inner"] = {"result": inner({"/result": result}, of, inside=inside)}
    # The first steps of a body have no incoming edges.
    before = after or (() if "parent" in facts else ("start",))
    return step(node_id, "for_each", *before, config=config, **facts)


def repeat(node_type: str, condition: str, next_: str, **facts: Any) -> PlanStep:
    """A `while` or `until` called `again`; both expressions read `loop`, and `of` the body."""
    of: dict[str, Sequence[str]] = facts.pop("of", {})
    return step(
        "again",
        node_type,
        "start",
        config={"condition": condition, "next": next_, **facts.pop("config", {})},
        inner={
            "condition": inner({"/condition": condition}, inside=("loop", "index")),
            "next": inner({"/next": next_}, of, inside=("loop", "index")),
        },
        **facts,
    )


def looped(container: PlanStep, *body: PlanStep) -> Plan:
    """start → container → end, which gives the container's output."""
    return write_item_runs_out(
        plan(
            step("start", "start"),
            container,
            *body,
            step(
                "end",
                "end",
                container.id,
                config={"output": ""},
                expressions={"/output": f"{{{{ steps.{container.id}.output }}}}"},
                reads={container.id: ["output"]},
                ports=(),
            ),
        )
    )
