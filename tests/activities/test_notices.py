"""Messages of notification rules as the other side gets them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from activities.notices import Notice, bring
from noria.domain_events import DomainEventMessage
from noria.notices import words_of
from tests.activities.credentials import bearer
from tests.activities.messages.stub import Stub

ASKED = {"workflow": "Refunds", "approval_id": "a1", "run_id": "r1", "title": "Refund?"}


@pytest.mark.parametrize(
    ("type_", "secret", "has_buttons"),
    [
        ("approval.requested", "app", True),
        ("approval.reminded", "app", True),
        ("approval.requested", None, False),
        ("run.failed", "app", False),
    ],
)
async def test_an_approval_in_slack_has_buttons_where_the_rule_knows_the_app(
    type_: Any, secret: str | None, has_buttons: bool
) -> None:
    stub = Stub()
    message = DomainEventMessage(id="e1", type=type_, timestamp=datetime.now(UTC), data=dict(ASKED))
    notice = Notice(message, words_of(message, "https://noria.example"), "d1", "rule1")
    config = {"credential": "bot", "channel": "#orders", "signing_secret": secret}

    await bring("slack", config, notice, stub.context(bearer("xoxb", "bot", "slack.com")), None)

    assert ("blocks" in stub.json) is has_buttons
    if has_buttons:
        buttons = stub.json["blocks"][1]["elements"]
        assert [each.get("value") for each in buttons] == ["rule1 a1", "rule1 a1", None]
