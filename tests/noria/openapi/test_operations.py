"""What a document describes is listed; what it gets wrong is said with its place."""

from typing import Any

import pytest

from noria.errors import Invalid
from noria.openapi.document import read_document
from noria.openapi.operations import find_operation, list_operations, parameters_of
from tests.noria.openapi.test_cutting import SHOP


def test_operations_are_listed_in_the_documents_order() -> None:
    listed = list_operations(read_document(SHOP))

    assert (listed.title, listed.version) == ("Pet shop", "7")
    assert [(each.name, each.method, each.path, each.deprecated) for each in listed.operations] == [
        ("getPet", "GET", "/pets/{id}", False),
        ("PUT /pets/{id}", "PUT", "/pets/{id}", False),
        ("order", "POST", "/orders", True),
    ]
    assert listed.operations[0].title == "One pet"


@pytest.mark.parametrize(
    ("paths", "field"),
    [
        ([], "/paths"),
        ({}, "/paths"),
        ({"/a": 1}, "/paths/~1a"),
        ({"/a": {"get": 1}}, "/paths/~1a/get"),
        ({"/a": {"$ref": "#/paths/~1a"}}, "/paths/~1a"),
    ],
)
def test_a_wrong_place_is_named(paths: Any, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        list_operations({"openapi": "3.1.0", "paths": paths})

    assert [problem.field for problem in caught.value.problems] == [field]
    assert repr(field) in str(caught.value)


@pytest.mark.parametrize(
    "parameter", [{"in": "query"}, {"name": "a", "in": "body"}, {"$ref": "#/no"}, 7]
)
def test_a_wrong_parameter_is_named(parameter: Any) -> None:
    document = {"paths": {"/a": {"get": {"parameters": [parameter]}}}}

    with pytest.raises(Invalid, match="'/paths/~1a/get/parameters/0'"):
        parameters_of(document, find_operation(document, "GET /a"))
