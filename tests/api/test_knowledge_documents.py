from datetime import timedelta
from typing import Any
from uuid import UUID

from noria.knowledge.chunking import Chunk
from store import knowledge, knowledge_chunks
from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal


async def make(client: Client) -> str:
    base = await client.json("POST", "/knowledge-bases", json={"name": "Handbook"})
    return f"/knowledge-bases/{base['id']}/documents"


async def upload(client: Client, path: str, name: str = "handbook.md") -> dict[str, Any]:
    answer = await client.ask(
        "POST",
        path,
        params={"name": name},
        content=b"# Leave",
        headers={"content-type": "text/markdown"},
    )
    assert answer.status_code == 202, answer.text
    return answer.json()


async def test_a_file_is_taken_and_its_indexing_begun(
    owner: Client, temporal: FakeTemporal
) -> None:
    path = await make(owner)
    first = await upload(owner, path)
    again = await upload(owner, path)
    empty = await owner.ask("POST", path, params={"name": "x"}, content=b"")
    listed = await owner.json("GET", path)

    assert (first["status"], first["size"], first["source"]) == ("queued", 7, "upload")
    assert (again["id"], again["revision"]) == (first["id"], 2)
    assert empty.status_code == 422
    assert [each["name"] for each in listed["items"]] == ["handbook.md"]
    assert [(call.document_id, call.revision) for call in temporal.documents] == [
        (first["id"], 1),
        (first["id"], 2),
    ]


async def test_a_whole_base_is_indexed_again_by_one_workflow(
    owner: Client, temporal: FakeTemporal
) -> None:
    path = await make(owner)
    await upload(owner, path)
    base = path.removesuffix("/documents")
    begun = await owner.json("POST", f"{base}/index")
    listed = await owner.json("GET", path)

    assert (begun["documents"], begun["open"]) == (1, 1)
    assert [(each["revision"], each["status"]) for each in listed["items"]] == [(2, "queued")]
    last = temporal.documents[-1]
    assert (last.kind, last.document_id, bool(last.account_id)) == ("index_base", "", True)


async def test_a_file_is_taken_while_temporal_is_away(
    owner: Client, temporal: FakeTemporal, database: Database
) -> None:
    path = await make(owner)
    temporal.away = True
    taken = await upload(owner, path)
    async with database.sessions.begin() as session:
        [call] = await knowledge_chunks.left_lying(session, older_than=timedelta(0))

    assert (call.document_id, call.kind) == (taken["id"], "index")


async def test_a_url_is_indexed_again_and_deleted(owner: Client, temporal: FakeTemporal) -> None:
    path = await make(owner)
    added = await owner.json(
        "POST", f"{path}/url", json={"url": "https://example.com/a", "details": {"language": "en"}}
    )
    again = await owner.json("POST", f"{path}/{added['id']}/index")
    gone = await owner.ask("DELETE", f"{path}/{added['id']}")
    after = [
        await owner.ask("GET", f"{path}/{added['id']}"),
        await owner.ask("POST", f"{path}/{added['id']}/index"),
        await owner.ask("DELETE", f"{path}/{added['id']}"),
    ]

    assert (added["name"], added["details"]) == ("https://example.com/a", {"language": "en"})
    assert (again["revision"], again["status"]) == (2, "queued")
    assert gone.status_code == 204
    assert {answer.status_code for answer in after} == {404}
    assert [call.kind for call in temporal.documents] == ["index", "index", "drop_document"]


async def test_details_come_with_a_file_stay_with_its_name_and_are_changed(owner: Client) -> None:
    path = await make(owner)
    file = {"name": "a.md", "details": '{"language": "en", "year": 2026}'}
    added = await owner.ask("POST", path, params=file, content=b"# A")
    replaced = await upload(owner, path, "a.md")
    place = f"{path}/{replaced['id']}"
    changed = await owner.json("PATCH", place, json={"details": {"language": "de"}})
    wrong = [
        await owner.ask("POST", path, params={"name": "a.md", "details": "[1]"}, content=b"# A"),
        await owner.ask("POST", path, params={"name": "a.md", "details": "{"}, content=b"# A"),
        await owner.ask("PATCH", place, json={"details": {"no such name": 1}}),
    ]

    assert added.json()["details"] == {"language": "en", "year": 2026}
    assert replaced["details"] == added.json()["details"]
    assert (changed["details"], changed["revision"]) == ({"language": "de"}, 2)
    assert [each.status_code for each in wrong] == [422, 422, 422]


async def test_chunks_are_listed_in_order_and_to_their_owner_alone(
    owner: Client, stranger: Client, database: Database
) -> None:
    path = await make(owner)
    document = await upload(owner, path)
    me = await owner.json("GET", "/auth/me")
    chunks = [Chunk(f"Part {number}", None, number, number + 6) for number in range(5)]
    async with database.sessions.begin() as session:
        row = await knowledge.get_document(
            session, workspace_id=UUID(me["workspace"]["id"]), document_id=UUID(document["id"])
        )
        await knowledge_chunks.write_chunks(session, document=row, chunks=chunks, content_hash="1")
    first = await owner.json("GET", f"{path}/{document['id']}/chunks", params={"limit": 3})
    rest = await owner.json(
        "GET", f"{path}/{document['id']}/chunks", params={"cursor": first["next_cursor"]}
    )
    read = await owner.json("GET", f"{path}/{document['id']}")
    foreign = await stranger.ask("GET", f"{path}/{document['id']}/chunks")

    assert [each["text"] for each in first["items"]] == ["Part 0", "Part 1", "Part 2"]
    assert [each["number"] for each in rest["items"]] == [3, 4]
    assert rest["next_cursor"] is None
    assert (read["status"], read["chunks"], read["indexed"]) == ("indexing", 5, 0)
    assert foreign.status_code == 404


async def test_a_file_of_s3_needs_a_shared_credential_of_it(owner: Client) -> None:
    base = await owner.json("POST", "/knowledge-bases", json={"name": "Files"})
    path = f"/knowledge-bases/{base['id']}/documents/url"
    keys = {"access_key_id": "a", "secret_access_key": "b"}
    made = {"name": "files", "type": "aws", "fields": keys}
    await owner.json("POST", "/credentials", json=made)
    url = "s3://reports/may.md"
    added = await owner.json("POST", path, json={"url": url, "credential": "files"})
    wrong = [
        await owner.ask("POST", path, json=body)
        for body in (
            {"url": url},
            {"url": "s3://reports", "credential": "files"},
            {"url": "https://example.com/a.md", "credential": "files"},
        )
    ]

    assert (added["url"], added["credential"], added["status"]) == (url, "files", "queued")
    assert [each.json()["problems"][0]["field"] for each in wrong] == [
        "/credential", "/url", "/credential",
    ]  # fmt: skip
