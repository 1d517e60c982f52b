"""Descriptions of APIs (OpenAPI): which operations there are, and one of them as config of a step."""

import asyncio

from fastapi import APIRouter

from api.access import Editor
from api.schemas.specifications import (
    ChosenOperationRead,
    OperationsRead,
    OperationWrite,
    SpecificationWrite,
)
from api.services import Parts, Services
from noria.errors import Invalid, Problem
from noria.openapi.cutting import cut
from noria.openapi.document import read_document
from noria.openapi.operations import list_operations
from noria.openapi.work import SpecificationAnswer, SpecificationCall

router = APIRouter(prefix="/openapi", tags=["node types"])


@router.post("/operations")
async def read_operations(body: SpecificationWrite, caller: Editor, parts: Parts) -> OperationsRead:
    """The operations of an API, from its OpenAPI document: as text (JSON or YAML), or from a URL."""
    if body.url is not None:
        answer = await _asked(parts, SpecificationCall(url=body.url))
        return OperationsRead.model_validate(answer.operations)
    found = await asyncio.to_thread(lambda: list_operations(read_document(_text(body))))
    return OperationsRead.model_validate(found)


@router.post("/operation")
async def read_operation(body: OperationWrite, caller: Editor, parts: Parts) -> ChosenOperationRead:
    """One operation, as config of a step `http.openapi`: a small document with references resolved."""
    if body.url is not None:
        answer = await _asked(parts, SpecificationCall(url=body.url, operation=body.operation))
        return ChosenOperationRead.model_validate(answer.chosen)
    chosen = await asyncio.to_thread(lambda: cut(read_document(_text(body)), body.operation))
    return ChosenOperationRead.model_validate(chosen)


async def _asked(parts: Services, call: SpecificationCall) -> SpecificationAnswer:
    answer = await parts.runs.read_specification(call)
    if answer.refusal:
        raise Invalid(answer.refusal, answer.problems)
    return answer


def _text(body: SpecificationWrite) -> str:
    if body.text is None:
        message = "Give the specification as 'text', or the 'url' where it is."
        raise Invalid(message, [Problem(code="empty", message=message, field="/text")])
    return body.text
