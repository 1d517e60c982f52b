"""The answer that a run gives to the request that started it: that of its first `respond` step."""

import time
from typing import Any
from uuid import UUID

import orjson
from pydantic import JsonValue
from starlette.responses import Response

from api.launch import LOOK_SECONDS
from api.services import Services
from noria.blobs import BlobRef, is_blob
from noria.control.respond import RESPOND, RespondOutput
from noria.errors import NoriaError, NotFound
from noria.run import FINAL_RUN, RunStatus
from store import firing, launching
from store.database import to_json
from store.firing import Message
from store.runs import NamedRun
from store.trigger_answers import find_answer
from store.trigger_tables import Trigger

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: https:"
"""What a run answers is shown on our own origin: it must not act there."""
JSON = "application/json"


class RunFailed(NoriaError):
    """The run ended without an answer."""

    status = 502
    title = "The run failed"


async def answer_of_run(
    parts: Services, trigger: Trigger, message: Message, seconds: float
) -> Response:
    """Start the run, and wait for its answer for so long; then it is 202, and the run goes on.

    A message that came before gets the answer of its run again.

    Raises:
        RunFailed: The run failed without having answered.
    """
    deadline = time.monotonic() + seconds
    with parts.listener.subscribe(message.run_id) as first:
        fired = await firing.fire(parts, trigger, message)
        if fired.run_id is None:
            return _plain(200, {"status": fired.outcome, "run_id": None})
        with parts.listener.subscribe(fired.run_id) as other:
            news = first if fired.run_id == message.run_id else other
            while True:
                answer = await _look(parts, trigger.workspace_id, fired.run_id)
                left = deadline - time.monotonic()
                if answer is not None or left <= 0:
                    break
                await news.wait(min(left, LOOK_SECONDS))
    return answer or _plain(202, {"status": "running", "run_id": str(fired.run_id)})


async def _look(parts: Services, workspace_id: UUID, run_id: UUID) -> Response | None:
    """None while nothing is known yet."""
    found = await launching.read_run(parts.database, workspace_id=workspace_id, run_id=run_id)
    output = await _find(parts, workspace_id, found)
    if output is not None:
        return await _response(parts, workspace_id, output)
    if found.run.status not in FINAL_RUN:
        return None
    if found.run.status != RunStatus.SUCCEEDED:
        raise RunFailed(f"The run {run_id} ended as {found.run.status} without an answer.")
    return _plain(200, {"status": found.run.status, "run_id": str(run_id)})


async def _find(parts: Services, workspace_id: UUID, found: NamedRun) -> JsonValue:
    run = found.run
    if run.version is None:
        return None
    plan = await parts.plans.get(
        parts.database,
        workspace_id=workspace_id,
        workflow_id=run.workflow_id,
        number=run.version,
    )
    nodes = [str(step.id) for step in plan.steps if step.type == RESPOND]
    if not nodes:
        return None
    async with parts.database.sessions.begin() as session:
        return await find_answer(session, workspace_id=workspace_id, run_id=run.id, node_ids=nodes)


async def _response(parts: Services, workspace_id: UUID, output: JsonValue) -> Response:
    answer = RespondOutput.model_validate(await _opened(parts, workspace_id, output))
    content, media_type = await _content(parts, workspace_id, answer.body)
    response = Response(content, answer.status, media_type=media_type)
    for name, value in answer.headers.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


async def _content(
    parts: Services, workspace_id: UUID, body: JsonValue
) -> tuple[bytes | str, str | None]:
    if body is None:
        return b"", None
    if isinstance(body, str):
        return body, "text/plain; charset=utf-8"
    if is_blob(body):
        ref = BlobRef.model_validate(body)
        return await parts.blobs.get(str(workspace_id), ref.digest), ref.media_type
    return to_json(body), JSON


async def _opened(parts: Services, workspace_id: UUID, output: JsonValue) -> Any:
    """A large answer is stored by reference."""
    if not is_blob(output):
        return output
    digest = BlobRef.model_validate(output).digest
    try:
        return orjson.loads(await parts.blobs.get(str(workspace_id), digest))
    except NotFound as error:
        raise RunFailed("The run's answer is gone from the blob store.") from error


def _plain(status: int, content: dict[str, JsonValue]) -> Response:
    return Response(to_json(content), status, media_type=JSON)
