"""All trigger types of this installation: our own, and those of the entry point group `noria.triggers`."""

import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType

from pydantic import BaseModel, JsonValue

import noria.triggers
from noria.checked import read_checked
from noria.errors import Invalid, NotFound
from noria.owners import owner_of
from noria.triggers.trigger_type import TriggerType

ENTRY_POINTS = "noria.triggers"


@cache
def load_trigger_types() -> dict[str, TriggerType]:
    """By name; found once in a process.

    Raises:
        Invalid: An installed package's types can't be imported or can't fire, or two have one name.
    """
    found = list(_find(noria.triggers))
    for entry_point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        try:
            module = import_module(entry_point.module)
        except ImportError as error:
            raise Invalid(
                f"The trigger types of {entry_point.value!r} can't be imported: {error}. "
                "Mend or uninstall the package that brings them."
            ) from error
        owner = owner_of(entry_point)
        found += [replace(_can_fire(each), owner=owner) for each in _find(module)]
    return _by_name(found)


def get_trigger_type(name: str) -> TriggerType:
    """
    Raises:
        NotFound: This installation has no such trigger type.
    """
    types = load_trigger_types()
    if name not in types:
        known = ", ".join(sorted(types))
        raise NotFound("trigger type", name, f"There is no trigger type {name!r}: use {known}.")
    return types[name]


def read_config(name: str, config: dict[str, JsonValue]) -> BaseModel:
    """
    Raises:
        NotFound: This installation has no such trigger type.
        Invalid: Names every problem, with pointers below `/config`.
    """
    trigger_type = get_trigger_type(name)
    return read_checked(
        trigger_type.config, config, f"The config of this {name} trigger is not valid."
    )


def _find(package: ModuleType) -> Iterator[TriggerType]:
    names = [module.name for module in pkgutil.iter_modules(getattr(package, "__path__", []))]
    for module in (package, *(import_module(f"{package.__name__}.{name}") for name in names)):
        for value in vars(module).values():
            if isinstance(value, TriggerType):
                yield value


def _can_fire(brought: TriggerType) -> TriggerType:
    """Addresses, schedules, brokers and runs are ours alone: what fires those knows its own configs."""
    if brought.source == "poll" and brought.ask and "every_s" in brought.config.model_fields:
        return brought
    raise Invalid(
        f"The trigger type {brought.name!r} can't fire: a package's type has the source 'poll', a function "
        "`ask` and the config field `every_s`."
    )


def _by_name(types: list[TriggerType]) -> dict[str, TriggerType]:
    known: dict[str, TriggerType] = {}
    for each in types:
        if known.setdefault(each.name, each) is not each:
            raise Invalid(f"Two trigger types are called {each.name!r}: rename one.")
    return {name: known[name] for name in sorted(known)}
