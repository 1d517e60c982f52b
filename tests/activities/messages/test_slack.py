from datetime import timedelta

import pytest

from activities.messages.slack import slack_send
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.credentials import bearer, webhook_url
from tests.activities.messages.stub import says
from tests.activities.nodes import run

CONFIG = {"credential": "key", "channel": "#orders", "text": "hi"}


async def test_a_bot_posts_to_a_channel() -> None:
    stub = says(body={"ok": True, "ts": "12.3"})

    output = await run(slack_send, {**CONFIG, "thread": "1.2"}, stub.context(bearer("xoxb-1")))

    assert str(stub.request.url) == "https://slack.com/api/chat.postMessage"
    assert stub.request.headers["authorization"] == "Bearer xoxb-1"
    assert stub.json == {"channel": "#orders", "text": "hi", "thread_ts": "1.2"}
    assert output["id"] == "12.3"


async def test_a_webhook_posts_where_it_belongs() -> None:
    stub = says(body="ok")
    url = "https://hooks.slack.com/services/T/B/geheim"

    await run(slack_send, {"credential": "chat", "text": "hi"}, stub.context(webhook_url(url)))

    assert str(stub.request.url) == url
    assert stub.json == {"text": "hi"}


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        ("invalid_auth", NodeFailed, "refused the credential 'key'"),
        ("not_in_channel", NodeFailed, "invite it"),
        ("msg_too_long", NodeFailed, "msg_too_long"),
        ("ratelimited", NodeUnavailable, "could not do it now"),
    ],
)
async def test_what_slack_refuses_is_told_though_it_says_200(
    error: str, kind: type[Exception], message: str
) -> None:
    stub = says(body={"ok": False, "error": error})

    with pytest.raises(kind, match=message):
        await run(slack_send, CONFIG, stub.context(bearer("xoxb-1")))


async def test_a_limit_is_waited_out_and_a_dead_webhook_is_not_shown() -> None:
    stub = says(429, retry_after="7")
    with pytest.raises(NodeUnavailable) as waited:
        await run(slack_send, CONFIG, stub.context(bearer("xoxb-1")))
    assert waited.value.retry_after == timedelta(seconds=7)

    gone = says(404).context(webhook_url("https://hooks.slack.com/geheim", "key"))
    with pytest.raises(NodeFailed) as caught:
        await run(slack_send, CONFIG, gone)
    assert "geheim" not in str(caught.value)


async def test_a_bot_needs_a_channel() -> None:
    with pytest.raises(NodeFailed, match="told the channel"):
        await run(slack_send, {**CONFIG, "channel": ""}, says().context(bearer("x")))
