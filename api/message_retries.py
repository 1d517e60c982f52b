"""Messages that started no run, tried again once their trigger or workflow is mended."""

from dataclasses import replace
from uuid import UUID

from api.access import Caller
from api.audit import audited
from api.schemas.dead_letters import RetriedMany, RetryMany
from api.services import Services
from noria.errors import Conflict, NoriaError, Unavailable
from store import firing, message_letters, triggers


async def retry(services: Services, caller: Caller, letter_id: UUID) -> UUID:
    """Give the run that the message starts now; asked again, the same.

    Raises:
        NotFound: No such letter of a message in this workspace.
        Conflict: It is discarded; or the trigger's filter leaves the message out.
        NoriaError: It still starts no run: the letter stays.
    """
    async with services.database.sessions.begin() as session:
        letter = await message_letters.get_letter(
            session, workspace_id=caller.workspace_id, letter_id=letter_id
        )
        if letter.retry_run_id is not None:
            return letter.retry_run_id
        if letter.status != "open" or letter.trigger_id is None:
            raise Conflict(f"This letter is {letter.status} already.")
        found = await triggers.get_trigger(
            session, workspace_id=caller.workspace_id, trigger_id=letter.trigger_id
        )
    async with audited(services, caller, "dead_letter.retry", letter_id) as noted:
        message = await message_letters.open_message(services.blobs, letter)
        message = replace(message, account_id=caller.account_id)
        fired = await firing.fire(services, found.trigger, message)
        if fired.run_id is None:
            raise Conflict(
                "The trigger's filter does not let this message through any more: discard the letter."
            )
        noted.details["new_run_id"] = str(fired.run_id)
        async with services.database.sessions.begin() as session:
            await message_letters.close(
                session, letter=letter, run_id=fired.run_id, account_id=caller.account_id
            )
    return fired.run_id


async def retry_many(services: Services, caller: Caller, body: RetryMany) -> RetriedMany:
    """The oldest open ones, one after another.

    Raises:
        NotFound: No such trigger in this workspace.
        Unavailable: A server that is needed is away; those before have their runs.
    """
    async with services.database.sessions.begin() as session:
        await triggers.get_trigger(
            session, workspace_id=caller.workspace_id, trigger_id=body.trigger_id
        )
        letter_ids = await message_letters.list_open(
            session,
            workspace_id=caller.workspace_id,
            trigger_id=body.trigger_id,
            limit=body.limit,
        )
    failed: list[str] = []
    for letter_id in letter_ids:
        try:
            await retry(services, caller, letter_id)
        except Unavailable:
            raise
        except NoriaError as error:
            failed.append(str(error))
    return RetriedMany(
        retried=len(letter_ids) - len(failed),
        failed=len(failed),
        reason=failed[0] if failed else None,
    )
