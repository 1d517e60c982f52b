"""What Slack sends of a click is read, and nothing else is."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
import pytest

from noria.errors import Invalid
from noria.slack_clicks import ask_blocks, read_click

RULE, APPROVAL = UUID(int=1), UUID(int=2)


def payload(**changes: Any) -> bytes:
    """As Slack's reference shows it, with the button as we made it."""
    blocks: Any = ask_blocks("Refund?", "https://noria.example", str(RULE), str(APPROVAL))
    [approve, _, _] = blocks[1]["elements"]
    sent: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": "U123", "username": "ann"},
        "message": {"text": "Refund?"},
        "response_url": "https://hooks.slack.com/actions/T1/2/x",
        "actions": [{"type": "button", **approve}],
        **changes,
    }
    return urlencode({"payload": orjson.dumps(sent)}).encode()


def test_a_click_says_who_answered_what() -> None:
    click = read_click(payload())

    assert click
    assert (click.decision, click.rule_id, click.approval_id) == ("approved", RULE, APPROVAL)
    assert (click.member, click.asked) == ("U123", "Refund?")


def test_other_buttons_are_none_of_ours() -> None:
    assert read_click(payload(actions=[{"action_id": "noria_open"}])) is None


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"payload=7", b"payload={", payload(actions=7), payload(user=None),
     payload(actions=[{"action_id": "noria_approve", "value": "x y"}]),
     payload(actions=[{"action_id": "noria_approve"}])],
)  # fmt: skip
def test_nonsense_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid):
        read_click(body)


def test_a_long_question_fits_into_a_message() -> None:
    blocks: Any = ask_blocks("x" * 5_000, "https://noria.example", str(RULE), str(APPROVAL))

    assert len(blocks[0]["text"]["text"]) <= 3_000
