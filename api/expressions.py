"""Expressions: a preview on the server, and the engine for the preview in the browser."""

import asyncio
import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response, status

from api.access import Reader, open_to_all
from api.rate_limits import PREVIEWS_PER_ACCOUNT
from api.schemas.language import (
    EvaluateRead,
    EvaluateRequest,
    ExpressionAnswer,
    ExpressionErrorRead,
)
from api.services import Parts
from noria.compiling.reads import LOOP_SCOPE
from noria.errors import ExpressionError, ExpressionLimitError
from noria.expressions import Budget, Engine, EngineFiles, ExpressionItem, evaluate

SEED = "preview"

router = APIRouter(prefix="/expressions", tags=["expressions"])

IfNoneMatch = Annotated[str | None, Header(max_length=200)]


def _file(media_type: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {"content": {media_type: {}}, "description": "The file"},
        304: {"description": "Unchanged since `If-None-Match`"},
    }


@router.post("/evaluate")
async def evaluate_expressions(body: EvaluateRequest, caller: Reader, parts: Parts) -> EvaluateRead:
    """What expressions give with a scope: rate-limited, and with a run's budgets.

    An expression that fails says so in its answer; the others are not affected.
    """
    await parts.limits.hit(PREVIEWS_PER_ACCOUNT, "preview", str(caller.account_id))
    return await asyncio.to_thread(_evaluate, body)


@router.get("/engine.wasm", response_class=Response, responses=_file("application/wasm"))
@open_to_all
async def read_engine(if_none_match: IfNoneMatch = None) -> Response:
    """The very WebAssembly module that runs use, for the preview in the browser."""
    files = await asyncio.to_thread(_files)
    return _answer(files.wasm, "application/wasm", if_none_match)


@router.get("/guest.js", response_class=Response, responses=_file("text/javascript"))
@open_to_all
async def read_guest(if_none_match: IfNoneMatch = None) -> Response:
    """The source of what is in the engine already: to read, not to run."""
    files = await asyncio.to_thread(_files)
    return _answer(files.guest, "text/javascript", if_none_match)


def _files() -> EngineFiles:
    return Engine.shared().files


def _answer(data: bytes, media_type: str, if_none_match: str | None) -> Response:
    etag = _etag(data)
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    if if_none_match and etag in if_none_match:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(data, media_type=media_type, headers=headers)


@cache
def _etag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def _evaluate(body: EvaluateRequest) -> EvaluateRead:
    items = [ExpressionItem(item.key, item.source, item.bare) for item in body.expressions]
    # Outside of a loop there is no `item`; within one it may be null.
    scope = body.scope.model_dump(exclude={*LOOP_SCOPE} - body.scope.model_fields_set)
    now = datetime.now(UTC)
    answers: list[ExpressionAnswer] = []
    fuel = 0
    # One by one, where a run has one instance for all: an error must not hide the other answers.
    for item in items:
        try:
            done = evaluate([item], scope, budget=Budget.WORKFLOW, now=now, seed=SEED)
        except ExpressionError as error:
            answers.append(ExpressionAnswer(key=item.key, value=None, error=_error(error)))
        else:
            fuel += done.fuel
            value = done.values[item.key]
            answers.append(ExpressionAnswer(key=item.key, value=value, error=None))
    return EvaluateRead(answers=answers, fuel=fuel)


def _error(error: ExpressionError) -> ExpressionErrorRead:
    spent = isinstance(error, ExpressionLimitError)
    return ExpressionErrorRead(
        code="expression_limit_error" if spent else "expression_error",
        name=error.name,
        message=str(error),
        line=error.line,
        column=error.column,
    )
