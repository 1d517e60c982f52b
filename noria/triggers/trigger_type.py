"""What a trigger may be: its config model, from which form, docs and API follow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, Literal

from pydantic import BaseModel

from noria.config_schema import schema_of
from noria.triggers.news import Ask

Source = Literal["address", "schedule", "poll", "consumer", "run"]


@dataclass(frozen=True)
class TriggerType:
    """One entry of the list of trigger types."""

    name: str
    """Snake_case, stable: `webhook`."""
    title: str
    icon: str
    """Name of a Lucide icon."""
    config: type[BaseModel]
    source: Source
    """What makes it fire: a request to its `address`, a Temporal `schedule`, news that a worker asks for
    at such a schedule (`poll`), what the `consumer` gets, or the end of another `run`."""
    output: type[BaseModel]
    """What a run is started with, where the trigger maps nothing."""
    words: Callable[[Any], str] = lambda _: ""
    """When or for what it fires, in one line, of a read config."""
    ask: Ask | None = None
    """Of a package's type, which is polled: asks for news every `every_s` of its config."""
    place: tuple[str, ...] = ()
    """Fields of the config that say where news is asked for: how far it has come holds there only."""
    version: int = 1
    owner: str = "noria"
    """The package that brings it."""

    @property
    def description(self) -> str:
        """First paragraph of the config's docstring."""
        return self.docs.partition("\n\n")[0].replace("\n", " ")

    @property
    def docs(self) -> str:
        """All of it, as Markdown."""
        return getdoc(self.config) or ""

    @property
    def config_schema(self) -> Mapping[str, Any]:
        return schema_of(self.config)

    @property
    def output_schema(self) -> Mapping[str, Any]:
        return schema_of(self.output)
