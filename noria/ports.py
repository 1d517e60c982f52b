"""The ports of a node: always the same, or as its config names them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel

from noria.model import OUT, PortName

Ports = Callable[[Any], tuple[PortName, ...]]


@dataclass(frozen=True)
class StaticPorts:
    """The same ports whatever the config says."""

    names: tuple[PortName, ...]

    def __call__(self, _config: Any) -> tuple[PortName, ...]:
        return self.names


ONLY_OUT = StaticPorts((OUT,))
NO_PORTS = StaticPorts(())
"""Nothing runs after such a node."""


@dataclass(frozen=True)
class ConfigPorts:
    """Ports named by the config, in order and each once, so that the editor can tell them too.

    A pattern is a JSON pointer in which `*` stands for each item, as `/cases/*/port`.
    """

    patterns: tuple[str, ...]

    def __call__(self, config: Any) -> tuple[PortName, ...]:
        document: object = config.model_dump() if isinstance(config, BaseModel) else config
        found = (
            name
            for pattern in self.patterns
            for name in _at(document, pattern.split("/")[1:])
            if isinstance(name, str) and name
        )
        return tuple(PortName(name) for name in dict.fromkeys(found))


def _at(value: object, tokens: list[str]) -> Iterable[object]:
    if not tokens:
        yield value
    elif tokens[0] == "*" and isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _at(item, tokens[1:])
    elif isinstance(value, Mapping) and tokens[0] in value:
        yield from _at(cast("Mapping[str, object]", value)[tokens[0]], tokens[1:])
