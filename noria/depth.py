"""How deep values may be nested. One limit, below what any part of Noria can read back.

Pydantic reads JSON of at most 200 levels, and a value travels inside some of ours. What is deeper
would be written and then never read again, and its run would be stuck, so it is refused where it
comes into being: the result of an expression, the output of a node, the input of a run.
"""

from pydantic import JsonValue

MAX_DEPTH = 128


def is_deeper_than(value: JsonValue, depth: int) -> bool:
    """Whether lists and objects lie inside each other more than `depth` times."""
    level = [value]
    for _ in range(depth + 1):
        level = [item for outer in level for item in items_of(outer)]
        if not level:
            return False
    return True


def is_too_deep(value: JsonValue, data: bytes) -> bool:
    """The same for `MAX_DEPTH`, of a value and its JSON: most have too few brackets to look further."""
    if data.count(b"{") + data.count(b"[") <= MAX_DEPTH:
        return False
    return is_deeper_than(value, MAX_DEPTH)


def items_of(value: JsonValue) -> list[JsonValue]:
    """What lies directly in a list or an object."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
