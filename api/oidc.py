"""Signing in with an OpenID provider: there and back, with state, nonce and PKCE."""

import hmac
import secrets
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

import structlog
from fastapi import APIRouter, Cookie, Query, Request, status
from fastapi.responses import RedirectResponse

from api import audit
from api.access import Caller, open_to_all
from api.openid import OpenId, Person, new_verifier
from api.rate_limits import SIGN_INS_PER_ADDRESS
from api.schemas.accounts import SignInWays
from api.services import Parts, Services
from api.signing_in import address_of, answer_session, begin_session
from noria.errors import Forbidden, NoriaError, NotFound, Unauthenticated
from store import accounts, identities, invitations, members, one_time
from store.database import Session

LIFETIME = timedelta(minutes=10)
COOKIE = "noria_oidc"
PATH = "/api/v1/auth/oidc"

router = APIRouter(prefix="/auth", tags=["auth"])
log = structlog.get_logger()
Text = Annotated[str, Query(max_length=4_000, pattern=r"^[^\x00]*$")]


@router.get("/ways")
@open_to_all
async def read_sign_in_ways(parts: Parts) -> SignInWays:
    """How one may sign in here, besides with a password."""
    return SignInWays(oidc=parts.oidc.settings.oidc_name if parts.oidc else None)


@router.get("/oidc/start", status_code=status.HTTP_303_SEE_OTHER, response_class=RedirectResponse)
@open_to_all
async def start_oidc(request: Request, parts: Parts, next: Text = "/workflows") -> RedirectResponse:
    """Send the browser to the provider."""
    provider = _provider(parts)
    await parts.limits.hit(SIGN_INS_PER_ADDRESS, "oidc", address_of(request))
    nonce, verifier = secrets.token_urlsafe(32), new_verifier()
    data = {"nonce": nonce, "verifier": verifier, "next": _own_path(next)}
    async with parts.database.sessions.begin() as session:
        state = await one_time.add_token(session, purpose="oidc", lifetime=LIFETIME, data=data)
    address = await provider.address(
        redirect_uri=_back(parts), state=state, nonce=nonce, verifier=verifier
    )
    answer = RedirectResponse(address, status.HTTP_303_SEE_OTHER)
    # The one who comes back must be the one who went: a link with somebody else's code signs in nobody.
    answer.set_cookie(
        COOKIE,
        state,
        path=PATH,
        max_age=int(LIFETIME.total_seconds()),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get(
    "/oidc/callback", status_code=status.HTTP_303_SEE_OTHER, response_class=RedirectResponse
)
@open_to_all
async def finish_oidc(
    request: Request,
    parts: Parts,
    code: Text = "",
    state: Text = "",
    went: Annotated[str, Cookie(alias=COOKIE, include_in_schema=False)] = "",
) -> RedirectResponse:
    """Where the provider sends the browser back; leads into the app, or to the sign-in page."""
    try:
        return await _finish(request, parts, code, state, went)
    except NoriaError as error:
        log.info("oidc_refused", code=error.code, detail=str(error))
        query = urlencode({"refused": str(error)})
        answer = RedirectResponse(f"/sign-in?{query}", status.HTTP_303_SEE_OTHER)
        answer.delete_cookie(COOKIE, path=PATH)
        return answer


async def _finish(
    request: Request, parts: Services, code: str, state: str, went: str
) -> RedirectResponse:
    provider = _provider(parts)
    await parts.limits.hit(SIGN_INS_PER_ADDRESS, "oidc", address_of(request))
    if not state or not hmac.compare_digest(state.encode(), went.encode()):
        raise Unauthenticated("This sign-in was begun in another browser; try again here.")
    async with parts.database.sessions.begin() as session:
        begun = await one_time.redeem(session, purpose="oidc", secret=state)
    if begun is None or not code:
        raise Unauthenticated("This sign-in took too long or was broken off; try again.")
    person = await provider.person_of(
        code=code,
        redirect_uri=_back(parts),
        nonce=begun.data["nonce"],
        verifier=begun.data["verifier"],
    )
    async with parts.database.sessions.begin() as session:
        account_id = await _account_of(session, person)
        token = await begin_session(session, request, account_id=account_id, method="oidc")
    answer = RedirectResponse(begun.data["next"], status.HTTP_303_SEE_OTHER)
    answer.delete_cookie(COOKIE, path=PATH)
    answer_session(request, answer, parts, token)
    return answer


async def _account_of(session: Session, person: Person) -> UUID:
    """Who signed in so before; else whose address the provider has checked, if they are invited or here."""
    known = {"issuer": person.issuer, "subject": person.subject}
    account = await identities.find_account(session, **known)
    if account is not None:
        return account.id
    if person.email is None or await identities.is_known(session, **known):
        raise Forbidden("Your provider does not say that your address was checked.")
    email = accounts.normal_email(person.email)
    account = await accounts.find_account(session, email=email)
    if account is None:
        account_id = await _join(session, email, person)
    else:
        account_id = account.id
    await identities.add_identity(session, **known, account_id=account_id)
    return account_id


async def _join(session: Session, email: str, person: Person) -> UUID:
    invited = await invitations.open_invitations_of(session, email=email)
    if not invited or await accounts.exists(session, email=email):
        raise Forbidden(f"{email} is not invited here; ask for an invitation.")
    account = await accounts.add_person(
        session, email=email, name=person.name or email.partition("@")[0], password_hash=""
    )
    for each in invited:
        await members.add_member(
            session, workspace_id=each.workspace_id, account_id=account.id, role=each.role
        )
        await invitations.note_accepted(session, invitation_id=each.id)
        caller = Caller(account.id, each.workspace_id, frozenset())
        await audit.note(session, caller, "invitation.accept", each.id, role=each.role)
    return account.id


def _provider(parts: Services) -> OpenId:
    if parts.oidc is None:
        raise NotFound("sign-in provider", "", "This Noria has no sign-in provider.")
    return parts.oidc


def _back(parts: Services) -> str:
    return f"{parts.settings.own_url}{PATH}/callback"


def _own_path(path: str) -> str:
    """A path of ours, never another site's."""
    good = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if good and path.isprintable() else "/workflows"
