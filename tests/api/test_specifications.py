"""Descriptions of APIs become operations to choose from, and one of them a step's config."""

from noria.errors import Problem
from noria.openapi.document import read_document
from noria.openapi.operations import list_operations
from noria.openapi.work import SpecificationAnswer
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.noria.openapi.test_cutting import SHOP


async def test_a_pasted_document_is_read_here(owner: Client) -> None:
    listed = await owner.json("POST", "/openapi/operations", json={"text": SHOP})
    chosen = await owner.json(
        "POST", "/openapi/operation", json={"text": SHOP, "operation": "getPet"}
    )

    assert [each["name"] for each in listed["operations"]] == [
        "getPet",
        "PUT /pets/{id}",
        "order",
    ]
    assert chosen["operation"] == "getPet"
    assert list(chosen["specification"]["paths"]) == ["/pets/{id}"]


async def test_a_document_elsewhere_is_fetched_by_a_worker(
    owner: Client, temporal: FakeTemporal
) -> None:
    found = list_operations(read_document(SHOP))
    temporal.specification = SpecificationAnswer(operations=found)

    listed = await owner.json("POST", "/openapi/operations", json={"url": "https://x.example"})

    assert listed == found.model_dump()


async def test_a_refusal_names_the_place(owner: Client, temporal: FakeTemporal) -> None:
    problem = Problem(code="specification", message="No.", field="/paths")
    temporal.specification = SpecificationAnswer(refusal="No.", problems=[problem])

    fetched = await owner.ask("POST", "/openapi/operations", json={"url": "https://x.example"})
    pasted = await owner.ask("POST", "/openapi/operations", json={"text": '{"openapi": "3.1.0"}'})
    nothing = await owner.ask("POST", "/openapi/operations", json={})

    assert [each.status_code for each in (fetched, pasted, nothing)] == [422, 422, 422]
    assert fetched.json()["problems"][0]["field"] == "/paths"
    assert pasted.json()["problems"][0]["field"] == "/paths"
    assert nothing.json()["problems"][0]["field"] == "/text"
