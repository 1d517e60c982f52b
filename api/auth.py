"""Signing in with a password and out, and who is signed in."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response, status

from api.access import Reader, open_to_all
from api.proving import prove_by_password
from api.schemas.accounts import AccountRead, MeRead, SessionRead, SignIn, WorkspaceRead
from api.services import Db, Parts
from api.signing_in import (
    COOKIE,
    SECURE_COOKIE,
    FromOurPages,
    address_of,
    answer_session,
    begin_session,
    device_of,
    forget_cookie,
)
from noria.errors import Unauthenticated
from store import accounts, memberships, refresh_tokens

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/sign-in", dependencies=[FromOurPages])
@open_to_all
async def sign_in(body: SignIn, request: Request, response: Response, parts: Parts) -> SessionRead:
    """Trade email and password for an access token of ten minutes, and a refresh cookie.

    An account with an authenticator app answers 401 `second_factor_required` until `code` comes too.
    """
    account_id = await prove_by_password(
        parts, email=body.email, password=body.password, code=body.code, address=address_of(request)
    )
    async with parts.database.sessions.begin() as session:
        token = await begin_session(session, request, account_id=account_id, method="password")
    return answer_session(request, response, parts, token)


@router.post("/refresh", dependencies=[FromOurPages])
@open_to_all
async def refresh(
    request: Request,
    response: Response,
    parts: Parts,
    plain: Annotated[str | None, Cookie(alias=COOKIE, include_in_schema=False)] = None,
    secure: Annotated[str | None, Cookie(alias=SECURE_COOKIE, include_in_schema=False)] = None,
) -> SessionRead:
    """A new access token for the refresh cookie, which is replaced.

    A cookie that was used before ends the whole session: somebody has a copy of it. So send one
    refresh at a time, over all tabs.
    """
    async with parts.database.sessions.begin() as session:
        token = await refresh_tokens.rotate(
            session, secret=secure or plain or "", device=device_of(request)
        )
        if token is not None:
            workspace_id = await memberships.first_workspace(
                session, account_id=token.account_id, preferred=token.workspace_id
            )
            token = replace(token, workspace_id=workspace_id)
    if token is None:
        raise Unauthenticated("This session has ended; sign in again.")
    return answer_session(request, response, parts, token)


@router.post("/sign-out", status_code=status.HTTP_204_NO_CONTENT, dependencies=[FromOurPages])
@open_to_all
async def sign_out(
    request: Request,
    response: Response,
    session: Db,
    plain: Annotated[str | None, Cookie(alias=COOKIE, include_in_schema=False)] = None,
    secure: Annotated[str | None, Cookie(alias=SECURE_COOKIE, include_in_schema=False)] = None,
) -> None:
    """End the session: the refresh cookie and every access token that came of it."""
    await refresh_tokens.revoke_family(session, secret=secure or plain or "")
    forget_cookie(request, response)


@router.get("/me")
async def read_me(caller: Reader, session: Db) -> MeRead:
    """Who is signed in, where, and what they may do there."""
    account = await accounts.get_account(session, account_id=caller.account_id)
    found = await memberships.list_workspaces(session, account_id=caller.account_id)
    workspaces = [WorkspaceRead.model_validate(item) for item in found]
    return MeRead(
        account=AccountRead.model_validate(account),
        workspace=next(item for item in workspaces if item.id == caller.workspace_id),
        workspaces=workspaces,
        permissions=sorted(caller.permissions),
    )
