"""The catalog is sent once."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from api import node_types
from noria.catalog import load_catalog
from noria.triggers.registry import load_trigger_types
from store.database import Database
from tests.api.client import Client


async def test_the_catalog_is_complete(owner: Client) -> None:
    page = await owner.json("GET", "/node-types")

    found = {item["type"]: item for item in page["items"]}
    assert found.keys() >= {"start", "end", "set", "branch", "delay", "fail", "http.request"}
    assert found["start"]["lane"] == "control"
    assert found["branch"]["ports"] is None
    assert found["http.request"]["config_schema"]["properties"]["url"]


async def test_an_unchanged_catalog_is_not_sent_again(owner: Client) -> None:
    first = await owner.ask("GET", "/node-types")
    again = await owner.ask("GET", "/node-types", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_usage_counts_the_workflows_of_the_workspace(owner: Client, stranger: Client) -> None:
    await owner.add_workflow()
    await owner.add_workflow()
    await stranger.add_workflow()
    page = await owner.json("GET", "/node-types/usage")
    types = await owner.json("GET", "/trigger-types")

    used = {each["type"]: (each["workflows"], each["nodes"]) for each in page["items"]}
    assert used == {"start": (2, 2), "set": (2, 2), "end": (2, 2)}
    assert {each["used"] for each in types["items"]} == {0}


async def test_a_graph_that_postgresql_can_not_look_into_is_refused_and_hides_no_other(
    owner: Client, database: Database
) -> None:
    refused = await owner.ask(
        "POST", "/workflows", json={"name": "x", "graph": {"nodes": [{"id": "a\0"}]}}
    )
    meant = {"nodes": [{"id": "a", "type": "start", "name": "\\u0000"}]}
    taken = await owner.ask("POST", "/workflows", json={"name": "x", "graph": meant})
    # As drafts may stand that were kept before.
    old = await owner.add_workflow()
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE workflow SET draft_graph = CAST(:graph AS json) WHERE id = :id"),
            {"graph": '{"nodes": [{"type": "\\u0000"}]}', "id": old},
        )
    usage = await owner.ask("GET", "/node-types/usage")

    assert (refused.status_code, taken.status_code, usage.status_code) == (422, 201, 200)


PACKAGE = '''
from pydantic import BaseModel

from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node
from noria.triggers.news import News, NewsItem
from noria.triggers.trigger_type import TriggerType


class RingConfig(Model):
    """When the bell rings."""

    bell: str = "door"


class RangConfig(RingConfig):
    """Each ring of the bell."""

    every_s: int = 60


class Rung(BaseModel):
    bell: str


@node("bell.ring", title="Ring", category="Bells", icon="bell")
async def ring(config: RingConfig, context: NodeContext) -> Rung:
    """Ring a bell."""
    return Rung(bell=config.bell)


async def listen(config: RangConfig, cursor: object, context: NodeContext) -> News:
    return News([NewsItem(f"after {cursor}", {"bell": config.bell})], cursor="rung")


RANG = TriggerType(
    name="bell", title="Bell", icon="bell", config=RangConfig, source="poll", output=Rung, ask=listen
)
'''


@pytest.fixture
def bells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installed package, found as pip's are: by what stands in its metadata."""
    (tmp_path / "bells.py").write_text(PACKAGE)
    about = tmp_path / "noria_bells-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: noria-bells\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[noria.nodes]\nbells = bells\n\n[noria.triggers]\nbells = bells\n"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    found = (load_catalog, load_trigger_types, node_types._manifest)  # pyright: ignore[reportPrivateUsage]
    for each in found:
        each.cache_clear()
    yield
    sys.modules.pop("bells", None)
    monkeypatch.undo()
    for each in found:
        each.cache_clear()


@pytest.mark.usefixtures("bells")
async def test_what_a_package_brings_is_in_the_catalog_and_in_the_list_of_triggers(
    owner: Client,
) -> None:
    types = (await owner.json("GET", "/node-types"))["items"]
    triggers = (await owner.json("GET", "/trigger-types"))["items"]
    [brought] = [each for each in types if each["type"] == "bell.ring"]
    [rang] = [each for each in triggers if each["name"] == "bell"]
    graph = {
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "ring", "type": "bell.ring", "config": {"bell": "front"}},
        ],
        "edges": [{"from": "start", "to": "ring"}],
    }

    assert (brought["owner"], brought["title"]) == ("noria-bells", "Ring")
    assert list(brought["output_schema"]["properties"]) == ["bell"]
    assert (rang["owner"], rang["title"]) == ("noria-bells", "Bell")
    assert (await owner.json("POST", "/validate", json={"graph": graph}))["problems"] == []
