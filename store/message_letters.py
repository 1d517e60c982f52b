"""Dead letters of triggers: messages that started no run, kept to be tried again once that is mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, JsonValue, TypeAdapter
from sqlmodel import col, select, update

from noria.blobs import BlobRef, BlobStore, is_blob
from noria.errors import NoriaError, NotFound
from noria.triggers.foreign import clean
from store import trigger_items
from store.blobs import by_reference
from store.database import Database, Session, time_of
from store.dead_letter_tables import DeadLetter
from store.firing import Message
from store.ids import new_id
from store.trigger_tables import Trigger

MAX_REASON_CHARS = 1_000
_VALUE: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


class KeptMessage(BaseModel):
    """`DeadLetter.payload` of a message."""

    message: JsonValue
    """By reference where it is large."""
    id: str | None = None
    filtered: bool = False


@dataclass(frozen=True)
class Undelivered:
    """A message, and why it started no run."""

    message: Message
    error: NoriaError
    keys: Sequence[str]
    """Of the trigger's items: a letter is written once, however often they are delivered."""


async def keep(database: Database, blobs: BlobStore, trigger: Trigger, dead: Undelivered) -> bool:
    """Write the letter; False: it was written before."""
    message = dead.message
    kept = KeptMessage(
        message=await by_reference(blobs, trigger.workspace_id, message.payload),
        id=message.id,
        filtered=message.filtered,
    )
    reason = clean(str(dead.error))[:MAX_REASON_CHARS]
    async with database.sessions.begin() as session:
        if dead.keys:
            new = await trigger_items.note_new(session, trigger=trigger, keys=dead.keys)
            if not new:
                return False
        session.add(
            DeadLetter(
                id=new_id(),
                workspace_id=trigger.workspace_id,
                workflow_id=trigger.workflow_id,
                trigger_id=trigger.id,
                kind="message",
                status="open",
                error_type=dead.error.code,
                error={"type": dead.error.code, "message": reason},
                payload=kept.model_dump(mode="json"),
            )
        )
    return True


def shown(letter: DeadLetter) -> JsonValue:
    """The message, by reference where it is large; None: it is of no message."""
    if letter.kind != "message":
        return None
    return KeptMessage.model_validate(letter.payload).message


async def open_message(blobs: BlobStore, letter: DeadLetter) -> Message:
    """What to try again with; one that has no id gets the letter's, so that it starts one run."""
    kept = KeptMessage.model_validate(letter.payload)
    payload = kept.message
    if is_blob(payload):
        digest = BlobRef.model_validate(payload).digest
        payload = _VALUE.validate_json(await blobs.get(str(letter.workspace_id), digest))
    return Message(payload, id=kept.id or f"letter:{letter.id}", filtered=kept.filtered)


async def list_open(
    session: Session, *, workspace_id: UUID, trigger_id: UUID, limit: int
) -> Sequence[UUID]:
    """The oldest first."""
    query = (
        select(DeadLetter.id)
        .where(
            DeadLetter.workspace_id == workspace_id,
            DeadLetter.trigger_id == trigger_id,
            DeadLetter.status == "open",
        )
        .order_by(col(DeadLetter.created_at), col(DeadLetter.id))
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def get_letter(session: Session, *, workspace_id: UUID, letter_id: UUID) -> DeadLetter:
    """
    Raises:
        NotFound: No such letter of a message, or it belongs to another workspace.
    """
    query = select(DeadLetter).where(
        DeadLetter.workspace_id == workspace_id,
        DeadLetter.id == letter_id,
        DeadLetter.kind == "message",
    )
    letter = (await session.exec(query)).first()
    if letter is None:
        raise NotFound("dead letter", letter_id)
    return letter


async def close(
    session: Session, *, letter: DeadLetter, run_id: UUID, account_id: UUID | None
) -> None:
    """Its message has started a run; one that is closed stays as it is."""
    statement = (
        update(DeadLetter)
        .where(
            col(DeadLetter.workspace_id) == letter.workspace_id,
            col(DeadLetter.id) == letter.id,
            col(DeadLetter.status) == "open",
        )
        .values(
            status="retried",
            retry_run_id=run_id,
            account_id=account_id,
            closed_at=await time_of(session),
        )
    )
    await session.exec(statement)
