import pytest

from activities.messages.sms import sms_send
from noria.errors import NodeFailed
from tests.activities.credentials import basic
from tests.activities.messages.stub import says
from tests.activities.nodes import run

CONFIG = {"credential": "key", "sender": "Shop", "to": "+4915112345678", "text": "hi & bye"}


async def test_a_text_goes_to_a_number() -> None:
    stub = says(201, {"sid": "SM1", "status": "queued"})

    output = await run(sms_send, CONFIG, stub.context(basic("AC1", "token")))

    assert stub.request.url.path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert stub.request.content == b"From=Shop&To=%2B4915112345678&Body=hi+%26+bye"
    assert output == {"id": "SM1", "status": "queued"}


async def test_refusals_say_what_to_do() -> None:
    with pytest.raises(NodeFailed, match="refused the credential 'key'"):
        await run(sms_send, CONFIG, says(401).context(basic("AC1", "token")))
    with pytest.raises(NodeFailed, match="no account SID"):
        await run(sms_send, CONFIG, says().context(basic("a/b", "token")))
