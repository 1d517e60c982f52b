from activities.messages.discord import discord_send
from tests.activities.credentials import webhook_url
from tests.activities.messages.stub import says
from tests.activities.nodes import run


async def test_a_message_that_pings_nobody() -> None:
    stub = says(body={"id": "99"})
    context = stub.context(webhook_url("https://discord.com/api/webhooks/1/x"))

    output = await run(
        discord_send, {"credential": "chat", "text": "@everyone hi", "username": "Shop"}, context
    )

    assert str(stub.request.url) == "https://discord.com/api/webhooks/1/x?wait=true"
    assert stub.json == {
        "content": "@everyone hi", "allowed_mentions": {"parse": []}, "embeds": [], "username": "Shop",
    }  # fmt: skip
    assert output["id"] == "99"
