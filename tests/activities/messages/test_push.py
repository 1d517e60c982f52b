from activities.messages.push import push_send
from tests.activities.credentials import bearer
from tests.activities.messages.stub import says
from tests.activities.nodes import run


async def test_a_topic_is_told() -> None:
    stub = says(body={"id": "n1"})
    config = {"server": "https://push.example", "topic": "orders", "title": "T", "text": "hi",
              "priority": "urgent", "link": "https://n.example", "credential": "key"}  # fmt: skip

    output = await run(push_send, config, stub.context(bearer("tk_1")))

    assert stub.request.url.host == "push.example"
    assert stub.json == {
        "topic": "orders", "message": "hi", "priority": 5, "title": "T", "click": "https://n.example",
    }  # fmt: skip
    assert stub.request.headers["authorization"] == "Bearer tk_1"
    assert output["id"] == "n1"
