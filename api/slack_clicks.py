"""Clicks on the buttons of an approval in Slack: Slack's interactivity requests.

Slack signs the body as it is and the time; what is older than five minutes is refused. It waits three
seconds for the answer, so the message is changed after that, by a worker. A click that comes twice gives the
same answer twice, which is no conflict.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Request, Response

from api.access import open_to_all
from api.approving import give_answer
from api.services import Parts, Services
from api.triggers.hook_secrets import signing_keys
from noria.errors import Conflict, Forbidden, NoriaError, NotFound, Unauthenticated
from noria.slack_clicks import Click, SlackReplyCall, read_click
from noria.triggers import signatures
from noria.triggers.webhook import WebhookConfig
from store import notification_rules
from store.approvals import Given

PATH = "/slack/clicks"
MAX_HEADER_CHARS = 1_000

router = APIRouter(prefix=PATH, include_in_schema=False)


@router.post("/{workspace_id}/{credential}")
@open_to_all
async def take_click(
    workspace_id: UUID, credential: str, request: Request, parts: Parts, after: BackgroundTasks
) -> Response:
    """The Request URL of the Slack app; `credential` names its signing secret."""
    await parts.rates.take(request.scope, "webhook", workspace_id)
    click = read_click(await _signed(parts, workspace_id, credential, request))
    if click is not None:
        reply = await _answer(parts, workspace_id, credential, click)
        after.add_task(parts.runs.reply_in_slack, reply)
    return Response(status_code=200, background=after)


async def _signed(parts: Services, workspace_id: UUID, credential: str, request: Request) -> bytes:
    """The body, once it is known that Slack sent it.

    Raises:
        Unauthenticated: It did not, or there is no such secret; which of the two is not told.
    """
    opened = await parts.credentials.find(workspace_id, credential)
    if opened is None or opened.type != "signing_secret":
        raise Unauthenticated("The signature is not right.")
    body = await request.body()
    headers = {name.lower(): value[:MAX_HEADER_CHARS] for name, value in request.headers.items()}
    config = WebhookConfig(auth="slack", credential=credential)
    signed = signatures.Request(headers, body)
    signatures.verify(config, signed, signing_keys(opened), datetime.now(UTC))
    return body


async def _answer(
    parts: Services, workspace_id: UUID, credential: str, click: Click
) -> SlackReplyCall:
    """Give it, and say what came of it."""
    try:
        config = await _rule(parts, workspace_id, credential, click.rule_id)
        email = config["people"].get(click.member)
        if email is None:
            raise Forbidden(
                f"Your answer was not taken: the notification rule does not know the Slack member "
                f"{click.member}. Ask for it to be added there.",
            )
        await give_answer(
            parts,
            workspace_id=workspace_id,
            approval_id=click.approval_id,
            account_id=None,
            given=Given(click.decision, email, "slack"),
        )
    except Conflict as error:
        return _reply(click, f"{click.asked}\n\n{error}", replace=True)
    except NoriaError as error:
        return _reply(click, str(error), replace=False)
    done = "Approved" if click.decision == "approved" else "Rejected"
    return _reply(click, f"{click.asked}\n\n{done} by {email}.", replace=True)


async def _rule(
    parts: Services, workspace_id: UUID, credential: str, rule_id: UUID
) -> Mapping[str, Any]:
    """Its channel's config.

    Raises:
        NotFound: There is none, or its clicks are signed with another secret.
    """
    async with parts.database.sessions.begin() as session:
        rule = await notification_rules.get_rule(
            session, workspace_id=workspace_id, rule_id=rule_id
        )
        config = dict(rule.config)
    if rule.channel != "slack" or config.get("signing_secret") != credential:
        raise NotFound("notification rule", rule_id)
    return {"people": {}, **config}


def _reply(click: Click, text: str, *, replace: bool) -> SlackReplyCall:
    return SlackReplyCall(url=click.response_url, text=text.strip(), replace=replace)
