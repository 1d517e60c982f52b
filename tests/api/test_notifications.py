"""What the web app tells people, and how they want to be told."""

from uuid import UUID

from fastapi import FastAPI

from noria.domain_events import EVENT_TYPES
from store import notifications
from store.database import Database
from store.notifications import News
from tests.api.client import Client
from tests.api.people import add_member, id_of


async def tell(database: Database, client: Client, count: int = 1) -> None:
    me = await client.json("GET", "/auth/me")
    for number in range(count):
        news = News(
            workspace_id=UUID(me["workspace"]["id"]),
            group_key=f"run.failed:{number}",
            type="run.failed",
            data={"workflow": "Order triage", "run_id": "r1"},
        )
        async with database.sessions.begin() as session:
            await notifications.notify(session, news, [UUID(me["account"]["id"])])


async def test_notifications_are_counted_listed_and_read(owner: Client, database: Database) -> None:
    await tell(database, owner, 3)
    page = await owner.json("GET", "/notifications?limit=2")
    rest = await owner.json("GET", f"/notifications?limit=2&cursor={page['next_cursor']}")
    newest = page["items"][0]
    for _ in range(2):
        await owner.json("POST", f"/notifications/{newest['id']}/read")
    one_read = await owner.json("GET", "/notifications/count")
    unread = await owner.json("GET", "/notifications?unread=true")
    await owner.json("POST", "/notifications/read")

    assert (len(page["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
    assert (newest["type"], newest["count"], newest["read_at"]) == ("run.failed", 1, None)
    assert newest["data"]["workflow"] == "Order triage"
    assert (one_read["unread"], len(unread["items"])) == (2, 2)
    assert (await owner.json("GET", "/notifications/count"))["unread"] == 0


async def test_people_see_and_read_their_own_alone(
    app: FastAPI, owner: Client, database: Database
) -> None:
    ada = await add_member(app, owner, "ada@noria.example", "viewer")
    await tell(database, owner)
    [entry] = (await owner.json("GET", "/notifications"))["items"]

    theirs = await ada.ask("POST", f"/notifications/{entry['id']}/read")
    await ada.json("POST", "/notifications/read")

    assert theirs.status_code == 404
    assert (await ada.json("GET", "/notifications"))["items"] == []
    assert (await owner.json("GET", "/notifications/count"))["unread"] == 1


async def test_who_leaves_takes_their_notifications_along(
    app: FastAPI, owner: Client, database: Database
) -> None:
    ada = await add_member(app, owner, "ada@noria.example", "viewer")
    await tell(database, ada)

    await owner.json("DELETE", f"/members/{await id_of(ada)}")

    async with database.sessions.begin() as session:
        workspace_id = UUID((await owner.json("GET", "/auth/me"))["workspace"]["id"])
        left = await notifications.list_members(session, workspace_ids=[workspace_id])
    assert [member.email for member in left[workspace_id]] == ["owner@noria.example"]


async def test_preferences_are_as_usual_until_they_are_set(owner: Client) -> None:
    before = await owner.json("GET", "/notification-preferences")
    for mail in (True, True):
        await owner.json(
            "PUT",
            "/notification-preferences",
            json={"event_type": "run.failed", "in_app": False, "mail": mail},
        )
    after = await owner.json("GET", "/notification-preferences")

    def of(told: dict[str, list[dict[str, object]]], name: str) -> tuple[object, object]:
        [found] = [each for each in told["items"] if each["event_type"] == name]
        return found["in_app"], found["mail"]

    assert [each["event_type"] for each in before["items"]] == list(EVENT_TYPES)
    assert (of(before, "run.failed"), of(before, "run.started")) == ((True, False), (False, False))
    assert (of(after, "run.failed"), before["has_mail"]) == ((False, True), False)
