"""Trigger types that packages bring."""

import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest
from pydantic import BaseModel, JsonValue

from noria.context import NodeContext
from noria.errors import Invalid
from noria.triggers import registry
from noria.triggers.news import Ask, News
from noria.triggers.trigger_type import Source, TriggerType


class Config(BaseModel):
    every_s: int = 60


class Timeless(BaseModel):
    bell: str = "door"


async def ask(config: Config, cursor: JsonValue, context: NodeContext) -> News:
    return News([])


@pytest.mark.parametrize(
    ("source", "config", "asks"),
    [("address", Config, ask), ("consumer", Config, ask), ("poll", Config, None), ("poll", Timeless, ask)],
)  # fmt: skip
def test_a_type_that_could_never_fire_is_refused(
    source: Source, config: type[BaseModel], asks: Ask | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("bells")
    module.__dict__["RANG"] = TriggerType(
        name="bell", title="Bell", icon="bell", config=config, source=source, output=Config, ask=asks
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "bells", module)
    point = EntryPoint("bells", "bells", registry.ENTRY_POINTS)

    def installed(group: str) -> list[EntryPoint]:
        return [point]

    monkeypatch.setattr(registry, "entry_points", installed)

    with pytest.raises(Invalid, match="'bell' can't fire: a package's type has the source 'poll'"):
        registry.load_trigger_types.__wrapped__()
