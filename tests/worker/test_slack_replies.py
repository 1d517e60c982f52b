"""What became of a click is said in Slack, and nowhere else."""

import httpx2
import orjson

from noria.slack_clicks import SlackReplyCall
from worker.slack_replies import SlackReplies


async def said(url: str, *, replace: bool, status: int = 200) -> list[httpx2.Request]:
    asked: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(status)

    http = httpx2.AsyncClient(transport=httpx2.MockTransport(handle))
    await SlackReplies(http).reply(SlackReplyCall(url=url, text="Done.", replace=replace))
    return asked


async def test_the_message_is_replaced_or_one_member_told() -> None:
    [replaced] = await said("https://hooks.slack.com/actions/1", replace=True, status=500)
    [told] = await said("https://hooks.slack.com/actions/1", replace=False)

    assert orjson.loads(replaced.content) == {
        "replace_original": True,
        "text": "Done.",
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "Done."}}],
    }
    assert orjson.loads(told.content)["response_type"] == "ephemeral"


async def test_no_other_address_is_called() -> None:
    assert await said("https://hooks.slack.com.evil.example/x", replace=True) == []
    assert await said("http://10.0.0.1/x", replace=True) == []
