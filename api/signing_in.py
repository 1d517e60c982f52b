"""What every way of signing in ends in: a session, its refresh cookie and an access token."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Request, Response

from api.schemas.accounts import SessionRead
from api.services import Services
from api.tokens import Claims, issue_access_token
from noria.errors import Forbidden, Unauthenticated
from store import memberships, refresh_tokens
from store.account_sessions import Device, Method
from store.database import Session

REFRESH_LIFETIME = timedelta(days=30)
COOKIE = "noria_refresh"
SECURE_COOKIE = "__Host-noria_refresh"


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


def address_of(request: Request) -> str:
    """IP address of who asks; behind a proxy, as `NORIA_TRUSTED_PROXIES` allows."""
    return request.client.host if request.client else ""


def device_of(request: Request) -> Device:
    agent = request.headers.get("user-agent", "").replace("\x00", "")
    return Device(user_agent=agent, address=address_of(request))


async def begin_session(
    session: Session, request: Request, *, account_id: UUID, method: Method
) -> refresh_tokens.IssuedToken:
    """
    Raises:
        Forbidden: The account is in no workspace.
    """
    return await refresh_tokens.start_family(
        session,
        account_id=account_id,
        workspace_id=await memberships.first_workspace(session, account_id=account_id),
        expires_at=datetime.now(UTC) + REFRESH_LIFETIME,
        method=method,
        device=device_of(request),
    )


def answer_session(
    request: Request, response: Response, parts: Services, token: refresh_tokens.IssuedToken
) -> SessionRead:
    """The access token, with the refresh token as a cookie beside it."""
    if token.workspace_id is None:
        raise Unauthenticated("This session has ended; sign in again.")
    claims = Claims(token.account_id, token.workspace_id, token.family_id)
    access_token, expires_at = issue_access_token(parts.settings.token_key, claims)
    name, path = cookie_of(request)
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


def forget_cookie(request: Request, response: Response) -> None:
    name, path = cookie_of(request)
    response.delete_cookie(
        name, path=path, secure=name == SECURE_COOKIE, httponly=True, samesite="lax"
    )


def cookie_of(request: Request) -> tuple[str, str]:
    """Name and path; browsers take `__Host-` cookies over HTTPS and for the whole host only."""
    if request.url.scheme == "https":
        return SECURE_COOKIE, "/"
    return COOKIE, "/api/v1/auth"
