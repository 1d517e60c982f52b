"""All node types of this installation, found through the entry point group `noria.nodes`."""

import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

import noria.control
from noria.config_schema import schema_of
from noria.errors import Invalid, NotFound
from noria.node_type import NodeType
from noria.owners import OURS, owner_of
from noria.ports import ConfigPorts, StaticPorts

ENTRY_POINTS = "noria.nodes"


class Catalog:
    """Node types by name and version."""

    def __init__(self, node_types: Iterable[NodeType[Any]]) -> None:
        """
        Raises:
            Invalid: Two different node types have the same name and version.
        """
        self._types: dict[tuple[str, int], NodeType[Any]] = {}
        for node_type in node_types:
            key = (node_type.name, node_type.version)
            if self._types.setdefault(key, node_type) is not node_type:
                raise Invalid(
                    f"Two node types are called {node_type.name!r}, version {node_type.version}: "
                    "rename one or raise its version."
                )

    def __iter__(self) -> Iterator[NodeType[Any]]:
        """By name, the lowest version first."""
        return (self._types[key] for key in sorted(self._types))

    def __len__(self) -> int:
        return len(self._types)

    def get(self, name: str, version: int) -> NodeType[Any]:
        """
        Raises:
            NotFound: This installation has no such node type.
        """
        found = self.find(name, version)
        if found is None:
            raise NotFound("node type", f"{name}, version {version}")
        return found

    def find(self, name: str, version: int) -> NodeType[Any] | None:
        """As `get`, but `None` where there is no such node type."""
        return self._types.get((name, version))

    def versions(self, name: str) -> tuple[int, ...]:
        """The lowest first; none when the name is unknown."""
        return tuple(version for known, version in sorted(self._types) if known == name)

    def names(self) -> tuple[str, ...]:
        """Each once, sorted."""
        return tuple(dict.fromkeys(name for name, _ in sorted(self._types)))

    def manifest(self) -> list[dict[str, Any]]:
        """What the palette, the forms and the canvas need to know of each node type."""
        return [_manifest(node_type) for node_type in self if not node_type.internal]


def find_node_types(package: ModuleType) -> Iterator[NodeType[Any]]:
    """Node types at the top level of a module, or of every module in a package and its packages.

    A package may say `NODE_TYPES = False`: then it holds none, and none of it is imported.
    """
    yield from (value for value in vars(package).values() if isinstance(value, NodeType))
    for found in pkgutil.iter_modules(getattr(package, "__path__", [])):
        module = import_module(f"{package.__name__}.{found.name}")
        if getattr(module, "NODE_TYPES", True):
            yield from find_node_types(module)


@cache
def load_control_catalog() -> Catalog:
    """The node types that the workflow itself runs: no import beyond `noria`."""
    return Catalog(find_node_types(noria.control))


@cache
def load_catalog() -> Catalog:
    """Found once in a process.

    Raises:
        Invalid: An installed package's node types can't be imported, or two have one name.
    """
    # Ours first: a package that imports one of them does not bring it.
    points = sorted(
        entry_points(group=ENTRY_POINTS), key=lambda point: (owner_of(point) != OURS, point.name)
    )
    found: dict[int, NodeType[Any]] = {}
    for entry_point in points:
        owner = owner_of(entry_point)
        try:
            for each in find_node_types(import_module(entry_point.module)):
                # By identity: the same object may be found in several modules.
                found.setdefault(id(each), each if owner == OURS else replace(each, owner=owner))
        except ImportError as error:
            raise Invalid(
                f"The node types of {entry_point.value!r} can't be imported: {error}. "
                "Mend or uninstall the package that brings them."
            ) from error
    return Catalog(found.values())


def _manifest(node_type: NodeType[Any]) -> dict[str, Any]:
    ports = node_type.ports
    schema = schema_of(node_type.config)
    examples: list[dict[str, Any]] = schema.get("examples", [])
    return {
        "type": node_type.name,
        "version": node_type.version,
        "owner": node_type.owner,
        "title": node_type.title,
        "description": node_type.description,
        "docs": node_type.docs,
        "category": node_type.category,
        "icon": node_type.icon,
        "lane": node_type.lane,
        "container": node_type.container,
        "inner": dict(node_type.inner),
        # null: the config names them, at the places of `ports_from`
        "ports": list(ports.names) if isinstance(ports, StaticPorts) else None,
        "ports_from": list(ports.patterns) if isinstance(ports, ConfigPorts) else [],
        "config_schema": schema,
        "output_schema": node_type.output.json_schema(mode="serialization")
        if node_type.output
        else None,
        "output_from": dict(node_type.output_from),
        "key_field": node_type.key_field,
        "default_config": examples[0] if examples else {},
    }
