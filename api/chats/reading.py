"""Chats, conversations and turns as they are sent; answers are kept once their run has ended."""

from collections.abc import Sequence

import orjson
import structlog
from pydantic import JsonValue

from api.chats.talkers import Talk
from api.schemas.chats import ChatRead, TurnFileRead, TurnRead
from api.services import Services
from noria.answers import answer_of
from noria.blobs import BlobRef, is_blob
from noria.errors import NotFound
from noria.run import FINAL_RUN, RunStatus
from noria.triggers.chat import ChatConfig
from store.conversations import TurnOfRun
from store.database import Session
from store.trigger_tables import Trigger

NOT_ANSWERED = "The workflow could not answer."
STOPPED = "It was stopped."
log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def read_chat(trigger: Trigger, workflow_name: str | None) -> ChatRead:
    """`workflow_name`: None for who is not signed in."""
    config = ChatConfig.model_validate(trigger.config)
    return ChatRead(
        trigger_id=trigger.id,
        title=config.title,
        greeting=config.greeting,
        openings=list(config.openings),
        files=config.files,
        paused=trigger.paused_at is not None,
        workflow_name=workflow_name,
        url=f"/chats/{trigger.path}",
        audience=config.audience,
    )


async def settle(parts: Services, session: Session, rows: Sequence[TurnOfRun]) -> None:
    """Keep what ended runs have answered: runs may be deleted later, conversations stay."""
    for row in rows:
        if row.turn.outcome is not None or row.status not in FINAL_RUN:
            continue
        if row.status == RunStatus.SUCCEEDED:
            output = await _opened(parts, str(row.turn.workspace_id), row.output)
            row.turn.answer = answer_of(output).replace("\x00", "")
        row.turn.outcome = str(row.status)
        session.add(row.turn)
    await session.flush()


def read_turn(talk: Talk, row: TurnOfRun) -> TurnRead:
    """After `settle`. Visitors learn nothing of runs and their errors."""
    turn = row.turn
    status = turn.outcome or (row.status.value if row.status else "unsent")
    return TurnRead.model_validate(
        {
            "id": turn.id,
            "text": turn.text,
            "files": [TurnFileRead.model_validate(each) for each in turn.files],
            "status": status,
            "run_id": turn.run_id if talk.caller else None,
            "answer": turn.answer,
            "error": _error(talk, row, status),
            "rating": turn.rating,
            "comment": turn.comment,
            "created_at": turn.created_at,
        }
    )


def _error(talk: Talk, row: TurnOfRun, status: str) -> str | None:
    if status == RunStatus.CANCELLED:
        return STOPPED
    if status != RunStatus.FAILED:
        return None
    message = (row.error or {}).get("message")
    return str(message) if talk.caller and message else NOT_ANSWERED


async def _opened(parts: Services, workspace_id: str, output: JsonValue) -> JsonValue:
    """A large answer is stored by reference."""
    if not is_blob(output):
        return output
    try:
        return orjson.loads(
            await parts.blobs.get(workspace_id, BlobRef.model_validate(output).digest)
        )
    except (NotFound, ValueError) as error:
        log.warning("answer_is_gone", error=type(error).__name__)
        return None
