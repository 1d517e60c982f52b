from activities.messages.teams import teams_send
from tests.activities.credentials import webhook_url
from tests.activities.messages.stub import says
from tests.activities.nodes import run


async def test_a_card_with_title_and_button() -> None:
    stub = says(202)
    context = stub.context(webhook_url("https://x.example/flow?sig=s"))
    config = {"credential": "chat", "title": "T", "text": "hi", "link": "https://n.example"}

    output = await run(teams_send, config, context)

    card = stub.json["attachments"][0]["content"]
    assert [each["text"] for each in card["body"]] == ["T", "hi"]
    assert card["actions"][0]["url"] == "https://n.example"
    assert stub.request.url.params["sig"] == "s"
    assert output["id"] is None
