from typing import Any

import pytest
from fastapi import FastAPI

from api.services import Services
from noria.knowledge.shelf import Hit
from noria.knowledge.work import Found, Preview, PreviewChunk
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.people import add_member

HIT = Hit(
    chunk_id="c", document_id="d", document="handbook.md", text="Thirty days.", page=4,
    start=0, end=12, score=1.0, meaning=0.7, words=3.2,
)  # fmt: skip


async def make(client: Client, **more: Any) -> dict[str, Any]:
    return await client.json("POST", "/knowledge-bases", json={"name": "Handbook", **more})


async def test_a_base_is_made_changed_and_deleted(owner: Client, temporal: FakeTemporal) -> None:
    made = await make(owner)
    again = await owner.ask("POST", "/knowledge-bases", json={"name": "Handbook"})
    changed = await owner.json(
        "PUT",
        f"/knowledge-bases/{made['id']}",
        json={"name": "Rules", "rule": {"strategy": "pages", "size": 500, "overlap": 0}},
    )
    listed = await owner.json("GET", "/knowledge-bases")
    gone = await owner.ask("DELETE", f"/knowledge-bases/{made['id']}")
    after = await owner.ask("GET", f"/knowledge-bases/{made['id']}")
    trail = await owner.json("GET", "/audit", params={"target_type": "knowledge_base"})

    assert (made["model"], made["documents"], made["rule"]["strategy"]) == (
        "local/all-minilm-l6-v2", 0, "paragraphs",
    )  # fmt: skip
    assert again.status_code == 409
    assert (changed["name"], changed["rule"]["size"]) == ("Rules", 500)
    assert [each["name"] for each in listed["items"]] == ["Rules"]
    assert (gone.status_code, after.status_code) == (204, 404)
    assert [(call.kind, call.base_id) for call in temporal.documents] == [("drop_base", made["id"])]
    assert [each["action"] for each in trail["items"]] == [
        "knowledge_base.delete", "knowledge_base.change", "knowledge_base.create",
    ]  # fmt: skip
    assert (await make(owner))["id"] != made["id"], "the name is free again"


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("words", "names no provider"),
        ("demo/demo", "names no provider"),
        ("openai/text-embedding-3-small", "needs a credential of the type 'openai'"),
    ],
)
async def test_a_model_that_can_not_embed_is_refused(owner: Client, model: str, said: str) -> None:
    answer = await owner.ask("POST", "/knowledge-bases", json={"name": "x", "model": model})

    assert answer.status_code == 422
    assert said in answer.text


async def test_a_search_tells_how_each_passage_was_judged(
    owner: Client, temporal: FakeTemporal
) -> None:
    base = await make(owner)
    temporal.found = Found(hits=(HIT,), took_ms=12)
    found = await owner.json(
        "POST",
        f"/knowledge-bases/{base['id']}/search",
        json={"query": "vacation", "mode": "words", "filter": {"language": "en"}},
    )
    temporal.found = Found(refusal="Milvus does not do it: gone")
    refused = await owner.ask(
        "POST", f"/knowledge-bases/{base['id']}/search", json={"query": "vacation"}
    )

    [hit] = found["hits"]
    assert (hit["document"], hit["page"], hit["meaning"], hit["words"]) == (
        "handbook.md", 4, 0.7, 3.2,
    )  # fmt: skip
    asked = temporal.searched[0]
    assert (asked.base_id, asked.query.mode) == (base["id"], "words")
    assert asked.query.filter == {"language": "en"}
    assert refused.status_code == 503
    assert "Milvus" in refused.text


async def test_a_search_is_ranked_again_by_a_model_that_one_may_use(
    owner: Client, temporal: FakeTemporal
) -> None:
    base = await make(owner)
    path = f"/knowledge-bases/{base['id']}/search"
    judged = HIT.model_copy(update={"relevance": 0.9, "place": 4})
    temporal.found = Found(hits=(judged,), took_ms=12)
    found = await owner.json("POST", path, json={"query": "x", "rerank_model": "demo/demo"})
    unknown = await owner.ask("POST", path, json={"query": "x", "rerank_model": "nobody"})
    without = await owner.ask("POST", path, json={"query": "x", "rerank_model": "openai/gpt-5"})

    [hit] = found["hits"]
    assert (hit["relevance"], hit["place"]) == (0.9, 4)
    [asked] = temporal.searched
    assert asked.judge_model == "demo/demo"
    assert asked.account_id == (await owner.json("GET", "/auth/me"))["account"]["id"]
    assert (unknown.status_code, without.status_code) == (422, 404)
    assert unknown.json()["problems"][0]["field"] == "/rerank_model"


async def test_a_rule_is_tried_on_a_text(
    owner: Client, temporal: FakeTemporal, services: Services
) -> None:
    base = await make(owner)
    chunk = PreviewChunk(text="One.", page=None, start=0, end=4, heading="")
    temporal.shown = Preview(chunks=(chunk,), total=3)
    shown = await owner.json(
        "POST", f"/knowledge-bases/{base['id']}/chunks", json={"text": "One. Two. Three."}
    )
    neither = await owner.ask("POST", f"/knowledge-bases/{base['id']}/chunks", json={})

    assert (shown["total"], [each["text"] for each in shown["chunks"]]) == (3, ["One."])
    [asked] = temporal.previewed
    text = await services.blobs.get(asked.workspace_id, asked.content.digest)
    assert text == b"One. Two. Three."
    assert neither.status_code == 422


async def test_a_base_of_another_workspace_is_not_found(
    app: FastAPI, owner: Client, stranger: Client, temporal: FakeTemporal
) -> None:
    theirs = await make(owner)
    path = f"/knowledge-bases/{theirs['id']}"
    answers = [
        await stranger.ask("GET", path),
        await stranger.ask("PUT", path, json={"name": "mine"}),
        await stranger.ask("DELETE", path),
        await stranger.ask("POST", f"{path}/search", json={"query": "x"}),
        await stranger.ask("POST", f"{path}/chunks", json={"text": "x"}),
        await stranger.ask("GET", f"{path}/documents"),
        await stranger.ask("POST", f"{path}/documents?name=x.md", content=b"x"),
        await stranger.ask("POST", f"{path}/documents/url", json={"url": "https://example.com"}),
    ]
    listed = await stranger.json("GET", "/knowledge-bases")
    viewer = await add_member(app, owner, "v@noria.example", "viewer")
    refused = [
        await viewer.ask("POST", f"{path}/search", json={"query": "x"}),
        await viewer.ask("POST", f"{path}/documents?name=x.md", content=b"x"),
        await viewer.ask("DELETE", path),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert listed["items"] == []
    assert {answer.status_code for answer in refused} == {403}
    assert (temporal.documents, temporal.searched, temporal.previewed) == ([], [], [])


async def test_what_finds_entities_is_checked_and_may_be_switched_off(owner: Client) -> None:
    base = await make(owner, entity_model="local/names")
    path = f"/knowledge-bases/{base['id']}"
    wrong = [
        await owner.ask("PUT", path, json={"name": "Handbook", **body})
        for body in (
            {"entity_model": "names"},
            {"entity_model": "local/all-minilm-l6-v2"},
            {"entity_model": "openai/gpt-5-mini"},
            {"entity_model": "local/names", "entity_credential": "mine"},
            {"entity_credential": "mine"},
        )
    ]
    off = await owner.json("PUT", path, json={"name": "Handbook"})
    listed = await owner.json("GET", f"{path}/entities?search=ada")
    unknown = await owner.ask("GET", f"{path}/entities/{base['id']}/relations")

    assert base["entity_model"] == "local/names"
    assert [each.status_code for each in wrong] == [422] * 5
    assert [each.json()["problems"][0]["field"] for each in wrong] == [
        "/entity_model", "/entity_model", "/entity_credential", "/entity_credential",
        "/entity_credential",
    ]  # fmt: skip
    assert off["entity_model"] is None
    assert listed == {"items": [], "next_cursor": None}
    assert unknown.status_code == 404
