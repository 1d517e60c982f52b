"""A forgotten password: a link by mail, or printed by `python -m api.reset_password`."""

from datetime import timedelta

from fastapi import APIRouter, BackgroundTasks, Request, status

from activities.mail import Letter, deliver
from api.access import open_to_all
from api.problems import NEEDS_SETTINGS
from api.rate_limits import LINKS_PER_ADDRESS, RESETS_PER_ADDRESS, RESETS_PER_EMAIL
from api.schemas.account import PasswordReset, ResetAsk
from api.services import Parts, Services
from api.signing_in import FromOurPages, address_of
from noria.errors import NotFound, Unavailable
from store import account_sessions, accounts, memberships, one_time
from store.audit import Act, add_entry
from store.database import Session
from store.tables import Account

LIFETIME = timedelta(minutes=30)

router = APIRouter(prefix="/auth/password-reset", tags=["auth"])


@router.post(
    "/ask",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[FromOurPages],
    responses=NEEDS_SETTINGS,
)
@open_to_all
async def ask_for_reset(
    body: ResetAsk, request: Request, parts: Parts, tasks: BackgroundTasks
) -> None:
    """Have a link mailed. The answer is the same, and as quick, whether there is such an account."""
    if parts.mail is None:
        raise Unavailable(
            "This Noria sends no mail. Ask its operator for a link: `python -m api.reset_password`."
        )
    email = accounts.normal_email(body.email)
    await parts.limits.hit(RESETS_PER_ADDRESS, "reset", address_of(request))
    await parts.limits.hit(RESETS_PER_EMAIL, "reset", email)
    tasks.add_task(_send, parts, email)


@router.post("", status_code=status.HTTP_204_NO_CONTENT, dependencies=[FromOurPages])
@open_to_all
async def reset_password(body: PasswordReset, request: Request, parts: Parts) -> None:
    """Set a new password with a link's token; every session of the account ends.

    The authenticator app, if there is one, is still asked for at the next sign-in.
    """
    await parts.limits.hit(LINKS_PER_ADDRESS, "link", address_of(request))
    password_hash = await parts.passwords.hash(body.new_password)
    async with parts.database.sessions.begin() as session:
        found = await one_time.redeem(session, purpose="reset", secret=body.token)
        if found is None or found.account_id is None:
            raise NotFound("link", "", "This link is over or used up. Ask for a new one.")
        account_id = found.account_id
        await accounts.set_password(session, account_id=account_id, password_hash=password_hash)
        await account_sessions.revoke_sessions(session, account_id=account_id)
        await one_time.forget_tokens(session, purpose="reset", account_id=account_id)
        for workspace in await memberships.list_workspaces(session, account_id=account_id):
            act = Act(
                workspace.id, account_id, "account.reset_password", "account", str(account_id)
            )
            await add_entry(session, act)


async def add_reset_link(session: Session, own_url: str, account: Account) -> str:
    """A link that is good once, for half an hour."""
    token = await one_time.add_token(
        session, purpose="reset", lifetime=LIFETIME, account_id=account.id
    )
    return f"{own_url}/reset-password#{token}"


async def _send(parts: Services, email: str) -> None:
    async with parts.database.sessions.begin() as session:
        account = await accounts.find_account(session, email=email)
        link = account and await add_reset_link(session, parts.settings.own_url, account)
    if link:
        minutes = LIFETIME.total_seconds() / 60
        letter = Letter(
            to=email,
            subject="Choose a new password for Noria",
            text=(
                f"Choose a new password here, within {minutes:.0f} minutes:\n{link}\n\n"
                "If you did not ask for this, leave it be: your password stays as it is."
            ),
        )
        await deliver(parts.mail, letter)
