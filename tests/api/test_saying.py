"""Messages of one conversation follow one another, also those that come at the same instant."""

import asyncio
from typing import Any
from uuid import uuid4

from tests.api.client import Client
from tests.api.hooks import runs_of
from tests.api.test_chats import begin, chat

__all__ = ["chat"]


async def test_of_two_messages_at_the_same_instant_one_is_taken(owner: Client, chat: Any) -> None:
    for _ in range(3):
        talk = await begin(owner, chat["id"])
        said = await asyncio.gather(*[talk.say(text) for text in ("One", "Two", "Three")])

        assert sorted(answer.status_code for answer in said) == [202, 409, 409]
        assert len(await talk.turns()) == 1
    assert len(await runs_of(owner, chat)) == 3


async def test_the_same_message_twice_at_the_same_instant_is_one(owner: Client, chat: Any) -> None:
    talk = await begin(owner, chat["id"])
    turn_id = str(uuid4())
    said = await asyncio.gather(*[talk.say("One", turn_id) for _ in range(3)])

    assert [answer.status_code for answer in said] == [202, 202, 202]
    assert len(await runs_of(owner, chat)) == 1


async def test_a_message_whose_run_does_not_start_holds_nothing_up(
    owner: Client, chat: Any
) -> None:
    await owner.json("PATCH", f"/triggers/{chat['id']}", json={"mapping": {"filter": "false"}})
    talk = await begin(owner, chat["id"])
    refused = [await talk.say("One"), await talk.say("Two")]
    unsent = (await talk.turns())[0]
    await owner.json("PATCH", f"/triggers/{chat['id']}", json={"mapping": {}})
    other = await talk.say("Three")
    early = await talk.say("Two", unsent["id"])

    assert [answer.status_code for answer in refused] == [422, 422]
    assert unsent["status"] == "unsent"
    assert (other.status_code, early.status_code) == (202, 409)


async def test_one_message_is_answered_at_a_time(owner: Client, chat: Any) -> None:
    talk = await begin(owner, chat["id"])
    await talk.say("One")
    early = await talk.say("Two")
    empty = await talk.say("  ")

    assert (early.status_code, empty.status_code) == (409, 422)
    assert len(await talk.turns()) == 1
