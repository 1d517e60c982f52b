"""What people are told of an error that was raised inside the workflow."""

import pytest

from noria.errors import ExpressionError, NodeFailed, NodeUnavailable, NoriaError
from noria.steps.failure import describe_error
from tests.workflows.plans import step

STEP = step("a", "set")


@pytest.mark.parametrize(
    ("error", "details"),
    [
        (NodeFailed("no", details={"code": 7}), {"code": 7}),
        (NodeUnavailable("later", details=1), 1),
        (
            ExpressionError("bad", expression="x.y", line=1, column=3),
            {"name": "Error", "expression": "x.y", "line": 1, "column": 3},
        ),
    ],
)
def test_an_error_of_the_tree_becomes_data(error: NoriaError, details: object) -> None:
    info = describe_error(error, STEP)

    assert (info.type, info.details) == (error.code, details)
