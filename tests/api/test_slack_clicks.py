"""Buttons in Slack answer an approval: signed, fresh, by somebody who is known, and once."""

import hmac
import time
from typing import Any

import httpx2
import pytest

from api.services import Services
from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.waits import ask, workspace_of_run
from tests.noria.test_slack_clicks import payload

SECRET = "s3cret-of-the-app"
ANN = "ann@noria.example"


class Slack:
    """Presses buttons of one message."""

    def __init__(self, http: httpx2.AsyncClient, url: str, value: str) -> None:
        self._http, self._url, self._value = http, url, value

    async def press(
        self, action: str = "noria_approve", member: str = "U123", age_s: int = 0, **more: str
    ) -> int:
        body = payload(actions=[{"action_id": action, "value": self._value}], user={"id": member})
        now = str(int(time.time()) - age_s)
        signed = f"v0:{now}:".encode() + body
        signature = hmac.new(more.get("secret", SECRET).encode(), signed, "sha256").hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": f"v0={signature}",
        }
        url = more.get("url", self._url)
        answer = await self._http.post(url, content=body, headers=headers)
        return answer.status_code


@pytest.fixture
async def approval_id(owner: Client, database: Database) -> str:
    run = await owner.start(await owner.publish())
    return await ask(database, run["id"], ANN)


@pytest.fixture
async def slack(
    owner: Client,
    anonymous: httpx2.AsyncClient,
    services: Services,
    database: Database,
    approval_id: str,
) -> Slack:
    credentials: Any = services.credentials
    credentials.sign("slack-app", SECRET)
    credentials.sign("other-app", SECRET)
    rule = await owner.json(
        "POST",
        "/notification-rules",
        json={
            "name": "Approvals",
            "events": ["approval.requested"],
            "channel": "slack",
            "config": {
                "credential": "bot",
                "channel": "#orders",
                "signing_secret": "slack-app",
                "people": {"U123": ANN, "U777": "bob@noria.example"},
            },
        },
    )
    run = (await owner.json("GET", f"/approvals/{approval_id}"))["run_id"]
    workspace_id = await workspace_of_run(database, run)
    url = f"/slack/clicks/{workspace_id}/slack-app"
    return Slack(anonymous, url, f"{rule['id']} {approval_id}")


async def test_a_click_answers_once_however_often_it_comes(
    slack: Slack, owner: Client, temporal: FakeTemporal, approval_id: str
) -> None:
    statuses = [await slack.press(), await slack.press()]
    read = await owner.json("GET", f"/approvals/{approval_id}")

    assert statuses == [200, 200]
    assert (read["status"], read["answered_by"], read["answered_via"]) == ("approved", ANN, "slack")
    assert [(each.text, each.replace) for each in temporal.slack_replies] == [
        (f"Refund?\n\nApproved by {ANN}.", True)
    ] * 2
    assert temporal.slack_replies[0].url.startswith("https://hooks.slack.com/")


async def test_a_second_opinion_is_told_who_answered(
    slack: Slack, owner: Client, temporal: FakeTemporal, approval_id: str
) -> None:
    await slack.press("noria_reject")
    await slack.press("noria_approve")

    assert (await owner.json("GET", f"/approvals/{approval_id}"))["status"] == "rejected"
    assert f"It was rejected before, by {ANN}." in temporal.slack_replies[1].text
    assert temporal.slack_replies[1].replace


@pytest.mark.parametrize(
    ("member", "words"), [("U999", "does not know the Slack member U999"), ("U777", "not bob@")]
)
async def test_who_is_not_asked_is_told_so_alone(
    slack: Slack, owner: Client, temporal: FakeTemporal, approval_id: str, member: str, words: str
) -> None:
    await slack.press(member=member)

    [reply] = temporal.slack_replies
    assert words in reply.text
    assert not reply.replace
    assert (await owner.json("GET", f"/approvals/{approval_id}"))["status"] == "open"


@pytest.mark.parametrize(
    "wrong", [{"secret": "guessed-secret"}, {"age_s": 600}, {"age_s": -600}, {"url": "no-app"}]
)
async def test_what_slack_did_not_sign_just_now_is_refused(
    slack: Slack, owner: Client, temporal: FakeTemporal, approval_id: str, wrong: dict[str, Any]
) -> None:
    if "url" in wrong:
        wrong = {"url": slack._url.replace("slack-app", "no-app")}  # pyright: ignore[reportPrivateUsage]

    assert await slack.press(**wrong) == 401
    assert temporal.slack_replies == []
    assert (await owner.json("GET", f"/approvals/{approval_id}"))["status"] == "open"


async def test_another_secret_of_the_workspace_does_not_answer(
    slack: Slack, owner: Client, approval_id: str
) -> None:
    url = slack._url.replace("slack-app", "other-app")  # pyright: ignore[reportPrivateUsage]

    assert await slack.press(url=url) == 200
    assert (await owner.json("GET", f"/approvals/{approval_id}"))["status"] == "open"
