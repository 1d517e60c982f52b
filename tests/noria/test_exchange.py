"""Documents of workflows: read in any spelling, written without secrets."""

from typing import Any, cast

import pytest

from noria.catalog import load_catalog
from noria.errors import Invalid
from noria.exchange import (
    Document,
    Exported,
    Format,
    read_document,
    sub_workflows,
    without_secrets,
    write_document,
)

GRAPH: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {
            "id": "ask",
            "type": "http.request",
            "config": {
                "url": "https://shop.example",
                "headers": {
                    "Authorization": "Bearer abc",
                    "X-Api-Key": "{{ env.key }}",
                    "Accept": "text/plain",
                },
            },
        },
        {"id": "sub", "type": "workflow.run", "config": {"workflow": "Refund"}},
        {"id": "again", "type": "workflow.run", "config": {"workflow": "Refund"}},
    ],
    "edges": [{"from": "start", "to": "ask", "port": "yes"}],
}


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_a_document_is_read_as_it_was_written(form: Format) -> None:
    document = Document(workflows=[Exported(name="Order: triage", tags=["no"], graph=GRAPH)])

    assert read_document(write_document(document, form)) == document


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{name: Refund, graph: {nodes: [], edges: []}}", "Refund"),
        ('{"nodes": [], "edges": []}', "Imported workflow"),
    ],
)
def test_one_workflow_or_a_graph_is_a_document_too(text: str, name: str) -> None:
    assert [each.name for each in read_document(text).workflows] == [name]


def test_every_problem_of_a_document_is_told() -> None:
    with pytest.raises(Invalid) as caught:
        read_document("{noria: 2, workflows: [{name: '', graph: {}}, {graph: 7, nmae: x}]}")

    places = {problem.field for problem in caught.value.problems}
    assert places >= {"/noria", "/workflows/0/name", "/workflows/1/graph", "/workflows/1/nmae"}


@pytest.mark.parametrize("text", ["", "[]", "7", "{}", "{noria: 1, workflows: []}"])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_document(text)


def test_a_nul_character_is_refused() -> None:
    with pytest.raises(Invalid, match="NUL character"):
        read_document('{"nodes": [{"id": "a", "type": "start", "name": "\\u0000"}]}')


def test_a_typed_secret_is_left_out_and_an_expression_stays() -> None:
    graph, problems = without_secrets(GRAPH, load_catalog())

    asking = cast("list[dict[str, Any]]", graph["nodes"])[1]
    assert asking["config"]["headers"] == {
        "Authorization": "",
        "X-Api-Key": "{{ env.key }}",
        "Accept": "text/plain",
    }
    assert [(problem.node_id, problem.field) for problem in problems] == [
        ("ask", "/headers/Authorization")
    ]
    assert GRAPH["nodes"][1]["config"]["headers"]["Authorization"] == "Bearer abc"


def test_sub_workflows_are_named_once() -> None:
    assert sub_workflows(GRAPH) == ["Refund"]
