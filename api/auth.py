"""Signing in and out, and who is signed in."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Cookie, Depends, Request, Response, status

from api.access import Reader, open_to_all
from api.rate_limits import (
    FAILURES_PER_ACCOUNT,
    FAILURES_PER_ACCOUNT_AND_ADDRESS,
    SIGN_INS_PER_ADDRESS,
)
from api.schemas.accounts import AccountRead, MeRead, SessionRead, SignIn, WorkspaceRead
from api.services import Db, Parts
from api.tokens import Claims, issue_access_token
from noria.errors import Forbidden, Unauthenticated
from store import accounts, memberships, refresh_tokens

REFRESH_LIFETIME = timedelta(days=30)
COOKIE = "noria_refresh"
SECURE_COOKIE = "__Host-noria_refresh"

router = APIRouter(prefix="/auth", tags=["auth"])


def _from_our_pages(request: Request) -> None:
    """Browsers say where a request comes from; other clients send no cookie by themselves.

    Raises:
        Forbidden: Another site's page sent it.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign_site = site is not None and site not in ("same-origin", "none")
    foreign_origin = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign_site or foreign_origin:
        raise Forbidden("This request comes from a page of another site.")


FromOurPages = Depends(_from_our_pages)


@router.post("/sign-in", dependencies=[FromOurPages])
@open_to_all
async def sign_in(body: SignIn, request: Request, response: Response, parts: Parts) -> SessionRead:
    """Trade email and password for an access token of ten minutes, and a refresh cookie."""
    email = accounts.normal_email(body.email)
    address = request.client.host if request.client else ""
    await parts.limits.hit(SIGN_INS_PER_ADDRESS, "sign-in", address)
    await parts.limits.hit(FAILURES_PER_ACCOUNT_AND_ADDRESS, "account", email, address)
    await parts.limits.hit(FAILURES_PER_ACCOUNT, "account", email)
    async with parts.database.sessions.begin() as session:
        account = await accounts.find_account(session, email=email)
    fits = await parts.passwords.check(body.password, account.password_hash if account else None)
    if account is None or not fits:
        raise Unauthenticated("This email and password do not fit.")
    await parts.limits.forget(FAILURES_PER_ACCOUNT_AND_ADDRESS, "account", email, address)
    await parts.limits.forget(FAILURES_PER_ACCOUNT, "account", email)
    async with parts.database.sessions.begin() as session:
        workspace_id = await memberships.first_workspace(session, account_id=account.id)
        token = await refresh_tokens.start_family(
            session,
            account_id=account.id,
            workspace_id=workspace_id,
            expires_at=datetime.now(UTC) + REFRESH_LIFETIME,
        )
    return _session(request, response, parts, token)


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
        token = await refresh_tokens.rotate(session, secret=secure or plain or "")
    if token is None:
        raise Unauthenticated("This session has ended; sign in again.")
    return _session(request, response, parts, token)


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
    name, path = _cookie(request)
    response.delete_cookie(
        name, path=path, secure=name == SECURE_COOKIE, httponly=True, samesite="lax"
    )


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


def _session(
    request: Request, response: Response, parts: Parts, token: refresh_tokens.IssuedToken
) -> SessionRead:
    claims = Claims(token.account_id, token.workspace_id, token.family_id)
    access_token, expires_at = issue_access_token(parts.settings.token_key, claims)
    name, path = _cookie(request)
    response.set_cookie(
        name,
        token.secret,
        path=path,
        expires=token.expires_at,
        secure=name == SECURE_COOKIE,
        httponly=True,
        samesite="lax",
    )
    return SessionRead(access_token=access_token, token_type="bearer", expires_at=expires_at)  # noqa: S106 - the kind of token


def _cookie(request: Request) -> tuple[str, str]:
    """Name and path; browsers take `__Host-` cookies over HTTPS and for the whole host only."""
    if request.url.scheme == "https":
        return SECURE_COOKIE, "/"
    return COOKIE, "/api/v1/auth"
