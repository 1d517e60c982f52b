"""Errors of the tree as data."""

from pydantic import JsonValue

from noria.errors import ExpressionError, NodeFailed, NodeUnavailable, NoriaError
from noria.plan import PlanStep
from noria.run import ErrorInfo


def describe_error(error: NoriaError, step: PlanStep) -> ErrorInfo:
    """An error of the tree, raised inside the workflow."""
    details: JsonValue = None
    if isinstance(error, NodeFailed | NodeUnavailable):
        details = error.details
    elif isinstance(error, ExpressionError):
        details = {
            "name": error.name,
            "expression": error.expression,
            "line": error.line,
            "column": error.column,
        }
    return ErrorInfo(type=error.code, message=str(error), node_id=step.id, details=details)
