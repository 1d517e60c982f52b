import pytest

from activities.messages.telegram import telegram_send
from noria.errors import NodeFailed
from tests.activities.credentials import bearer
from tests.activities.messages.stub import says
from tests.activities.nodes import run

CONFIG = {"credential": "key", "chat": 42, "text": "hi", "format": "HTML"}


async def test_a_bot_writes_to_a_chat() -> None:
    stub = says(body={"ok": True, "result": {"message_id": 7}})

    output = await run(telegram_send, CONFIG, stub.context(bearer("123:AB-c_d")))

    assert str(stub.request.url) == "https://api.telegram.org/bot123:AB-c_d/sendMessage"
    assert stub.json == {"chat_id": 42, "text": "hi", "parse_mode": "HTML"}
    assert output["id"] == "7"


async def test_the_token_is_in_no_error_and_leads_nowhere_else() -> None:
    with pytest.raises(NodeFailed) as caught:
        await run(telegram_send, CONFIG, says(401).context(bearer("123:geheim")))
    assert "geheim" not in str(caught.value)
    with pytest.raises(NodeFailed, match="no token"):
        await run(telegram_send, CONFIG, says().context(bearer("x/../../y")))
    with pytest.raises(NodeFailed, match="may not be sent"):
        await run(telegram_send, CONFIG, says().context(bearer("1:a", "key", "slack.com")))
