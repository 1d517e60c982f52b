"""What a node type says of its effects: whether a step may change anything outside of its run.

A model call costs money and changes nothing; a request by POST may. What nobody said anything of may.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from pydantic import JsonValue

Changes = bool | Callable[[Mapping[str, JsonValue]], bool]
"""Yes or no, or what the config decides. A config is as its author wrote it: what an expression will
give is not known, so it counts as a change."""


@dataclass(frozen=True)
class Unless:
    """It changes things unless the config has one of these values at a place."""

    place: str
    """Names of fields, as `action/operation`."""
    reading: tuple[str, ...]
    by_default: bool = False
    """It has one of them where the field is left out."""

    def __call__(self, config: Mapping[str, JsonValue]) -> bool:
        value: JsonValue = dict(config)
        for name in self.place.split("/"):
            if not isinstance(value, dict):
                return True
            if name not in value:
                return not self.by_default
            value = cast("dict[str, JsonValue]", value)[name]
        return value not in self.reading
