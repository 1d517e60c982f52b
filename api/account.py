"""One's own account: name, password, and where it is signed in."""

from uuid import UUID

from fastapi import APIRouter, status

from api import audit
from api.access import Person
from api.proving import prove_again
from api.schemas.account import AccountSessionRead, AccountWrite, PasswordChange
from api.schemas.shape import Page
from api.services import Db, Parts
from store import account_sessions, accounts, one_time

router = APIRouter(prefix="/account", tags=["account"])


@router.patch("", status_code=status.HTTP_204_NO_CONTENT)
async def change_account(body: AccountWrite, caller: Person, session: Db) -> None:
    """Give one's account another name."""
    await accounts.rename_account(session, account_id=caller.account_id, name=body.name)


@router.post("/password", status_code=status.HTTP_204_NO_CONTENT)
async def change_password(body: PasswordChange, caller: Person, parts: Parts) -> None:
    """Change one's password; all other sessions end, and reset links with them."""
    await prove_again(parts, caller, body.password)
    password_hash = await parts.passwords.hash(body.new_password)
    async with parts.database.sessions.begin() as session:
        await accounts.set_password(
            session, account_id=caller.account_id, password_hash=password_hash
        )
        await account_sessions.revoke_sessions(
            session, account_id=caller.account_id, but=caller.session_id
        )
        await one_time.forget_tokens(session, purpose="reset", account_id=caller.account_id)
        await audit.note(session, caller, "account.change_password", caller.account_id)


@router.get("/sessions")
async def list_sessions(caller: Person, session: Db) -> Page[AccountSessionRead]:
    """Where one is signed in, the session used last first; one page holds them all."""
    rows = await account_sessions.list_sessions(session, account_id=caller.account_id)
    items = [
        AccountSessionRead(
            id=row.id,
            method=row.method,
            user_agent=row.user_agent,
            address=row.address,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            expires_at=row.expires_at,
            is_current=row.id == caller.session_id,
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=None)


@router.delete("/sessions/{session_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
async def end_session(session_id: UUID, caller: Person, session: Db) -> None:
    """Sign out there, at once."""
    await account_sessions.revoke_session(
        session, account_id=caller.account_id, session_id=session_id
    )
    await audit.note(session, caller, "session.end", session_id)


@router.post("/sessions/end-others", status_code=status.HTTP_204_NO_CONTENT)
async def end_other_sessions(caller: Person, session: Db) -> None:
    """Sign out everywhere but here."""
    ended = await account_sessions.revoke_sessions(
        session, account_id=caller.account_id, but=caller.session_id
    )
    await audit.note(session, caller, "session.end_others", caller.account_id, count=len(ended))
