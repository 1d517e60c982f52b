"""What an iteration sees of its loop, and what a loop makes of its iterations. Pure."""

from collections.abc import Mapping, Sequence
from typing import cast

from pydantic import JsonValue

from noria.node_type import Each
from noria.run import IterationEnd

UNROLLED_ITEMS = 50
"""A loop of no more items shows each of them as steps of its own, whatever its body is."""

Loop = dict[str, JsonValue]
"""`loop` in expressions: `index`, `item` and `key` or `prev`, and `outer` where there is one."""


def each_loop(item: JsonValue, index: int, key: str | None, outer: Loop | None) -> Loop:
    """`loop` in one iteration of `for_each`."""
    return _with_outer({"item": item, "index": index, "key": key}, outer)


def repeat_loop(prev: JsonValue, index: int, outer: Loop | None) -> Loop:
    """`loop` in one iteration of `while` or `until`."""
    return _with_outer({"prev": prev, "index": index}, outer)


def _with_outer(loop: Loop, outer: Loop | None) -> Loop:
    return loop if outer is None else {**loop, "outer": outer}


def without_outer(facts: Mapping[str, JsonValue] | None) -> Loop:
    """What an iteration sees of its own loop."""
    return {name: value for name, value in (facts or {}).items() if name != "outer"}


def loop_names(loop: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The names that an expression may read; `item` and `key` are those of the nearest `for_each`."""
    names: dict[str, JsonValue] = {"loop": dict(loop), "index": loop["index"]}
    level: Mapping[str, JsonValue] | None = loop
    while level is not None:
        if "item" in level:
            return {**names, "item": level["item"], "key": level["key"]}
        level = cast("Loop | None", level.get("outer"))
    return names


def gather(each: Each, ends: Sequence[IterationEnd | None]) -> JsonValue:
    """A `for_each`'s output, in the order of its items; None stands for an iteration that never ended.

    An object's results go by its keys; what is left out is missing there.
    """
    kept = [
        (index, _result(end))
        for index, end in enumerate(ends)
        if end is not None and _is_kept(each, end)
    ]
    if each.keys is not None:
        return {each.keys[index]: value for index, value in kept}
    return [value for _, value in kept]


def _is_kept(each: Each, end: IterationEnd) -> bool:
    return end.kind == "result" or (end.kind == "failed" and each.on_item_error == "collect")


def _result(end: IterationEnd) -> JsonValue:
    if end.error is not None:
        return {"error": end.error.model_dump(mode="json", exclude_none=True)}
    return end.value
