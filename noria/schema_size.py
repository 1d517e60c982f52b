"""How large a JSON Schema is with its references written out: for limits."""

from pydantic import JsonValue

from noria.depth import items_of
from noria.pointers import from_pointer

TOO_MANY = 10**9
"""Counting ends here: a few references can stand for more parts than a number holds."""


def count_parts(schema: JsonValue) -> int:
    """Objects and lists in it; a reference counts as what it names, one to itself as nothing."""
    try:
        return min(_Counter(schema).count(schema), TOO_MANY)
    except RecursionError:  # hundreds of definitions, each of which names the next
        return TOO_MANY


class _Counter:
    def __init__(self, root: JsonValue) -> None:
        self._root = root
        self._known: dict[str, int] = {}
        self._anchors: dict[str, JsonValue] = {}
        self._find_anchors(root)

    def count(self, value: JsonValue) -> int:
        if isinstance(value, list):
            return 1 + sum(self.count(item) for item in value)
        if not isinstance(value, dict):
            return 0
        reference = value.get("$ref", value.get("$dynamicRef"))
        named = self._named(reference) if isinstance(reference, str) else 0
        return min(1 + named + sum(self.count(item) for item in value.values()), TOO_MANY)

    def _named(self, reference: str) -> int:
        if reference not in self._known:
            # While it is being counted it counts as nothing, which ends a recursion.
            self._known[reference] = 0
            self._known[reference] = self.count(self._target(reference.removeprefix("#")))
        return self._known[reference]

    def _target(self, place: str) -> JsonValue:
        if not place.startswith("/"):
            return self._anchors.get(place) if place else self._root
        value = self._root
        for token in from_pointer(place):
            if isinstance(value, dict):
                value = value.get(token)
            elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
                value = value[int(token)]
        return value

    def _find_anchors(self, value: JsonValue) -> None:
        if isinstance(value, dict):
            for key in ("$anchor", "$dynamicAnchor"):
                if isinstance(name := value.get(key), str):
                    self._anchors[name] = value
        for item in items_of(value):
            self._find_anchors(item)
