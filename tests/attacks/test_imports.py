"""Group K of the attack catalogue: documents that somebody else wrote."""

import time
from typing import Any

import pytest

from noria.input_schema import check_schema
from tests.activities.internet import Service
from tests.api.client import GRAPH, Client
from tests.api.fakes import FakeTemporal


def node(number: int, type_: str = "set") -> dict[str, Any]:
    return {"id": f"n{number}", "type": type_, "config": {"values": {"x": 1}}}


BAD: dict[str, dict[str, Any]] = {
    "unknown node type": {"nodes": [{"id": "a", "type": "os.system"}], "edges": []},
    "twice the same id": {"nodes": [*GRAPH["nodes"], GRAPH["nodes"][1]], "edges": GRAPH["edges"]},
    "a circle": {
        "nodes": [*GRAPH["nodes"], node(1), node(2)],
        "edges": [*GRAPH["edges"], {"from": "n1", "to": "n2"}, {"from": "n2", "to": "n1"}],
    },
    "many nodes": {"nodes": [{"id": f"n{n}", "type": "set"} for n in range(20_000)], "edges": []},
    "an id that is a key of objects": {
        "nodes": [*GRAPH["nodes"], {"id": "__proto__", "type": "set"}],
        "edges": GRAPH["edges"],
    },
    "an edge to nowhere": {"nodes": GRAPH["nodes"], "edges": [{"from": "start", "to": "../x"}]},
}


@pytest.mark.parametrize("name", BAD)
async def test_K1_a_graph_that_makes_no_sense_is_refused_whole(owner: Client, name: str) -> None:
    began = time.process_time()
    made = await owner.ask("POST", "/workflows", json={"name": "Bad", "graph": BAD[name]})
    status = made.status_code
    if status == 201:
        # A draft may have problems; a version may not.
        published = await owner.ask("POST", f"/workflows/{made.json()['id']}/publish")
        status = published.status_code
        assert published.json()["problems"]

    assert status in (413, 422)
    assert time.process_time() - began < 5


async def test_K2_importing_runs_nothing(
    owner: Client, temporal: FakeTemporal, service: Service
) -> None:
    at = f"http://127.0.0.1:{service.port}/"
    graph: dict[str, Any] = {
        "nodes": [
            {
                "id": "start",
                "type": "start",
                "config": {"input_schema": {"$ref": at, "default": "{{ fetch('x') }}"}},
            },
            {"id": "call", "type": "http.request", "config": {"url": at}},
        ],
        "edges": [{"from": "start", "to": "call"}],
    }
    document = {"noria": 1, "workflows": [{"name": "Trap", "graph": graph}]}
    answer = await owner.ask("POST", "/import", json={"text": str(document).replace("'", '"')})
    made = await owner.ask("POST", "/workflows", json={"name": "Trap", "graph": graph})

    assert answer.status_code < 500
    assert made.status_code < 500
    assert service.received == []
    assert temporal.started == {}
    assert (await owner.json("GET", "/runs"))["items"] == []


@pytest.mark.parametrize(
    "reference",
    ["file:///etc/passwd", "http://127.0.0.1:{port}/schema.json", "//127.0.0.1:{port}/", "../x#/a"],
)
async def test_K5_a_schema_reads_no_file_and_no_other_server(
    service: Service, reference: str
) -> None:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {"a": {"$ref": reference.format(port=service.port)}},
    }
    problems = check_schema(schema)

    assert "leaves the schema" in problems[0].message
    assert service.received == []
