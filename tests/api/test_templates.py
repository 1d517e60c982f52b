"""The gallery of templates, and what comes of using one."""

from tests.api.client import Client
from tests.api.fakes import FakeTemporal


async def test_the_gallery_lists_templates_by_category(owner: Client) -> None:
    found = (await owner.json("GET", "/templates"))["items"]

    assert len(found) >= 20
    assert [item["category"] for item in found] == sorted(item["category"] for item in found)
    assert len({item["category"] for item in found}) >= 5
    assert all(item["description"] and item["graph"]["nodes"] for item in found)


async def test_using_a_template_makes_a_workflow_that_can_be_published(owner: Client) -> None:
    made = await owner.json("POST", "/templates/greeting/use", json={"name": "Hello"})
    published = await owner.json("POST", f"/workflows/{made['id']}/publish")

    assert made["name"] == "Hello"
    assert made["problems"] == []
    assert published["version"] == 1


async def test_what_a_template_runs_comes_along_published_and_once(owner: Client) -> None:
    for _ in range(2):
        await owner.json("POST", "/templates/onboarding/use", json={})
    listed = (await owner.json("GET", "/workflows?sort=name"))["items"]

    assert [(item["name"], item["latest_version"]) for item in listed] == [
        ("Make an account", 1),
        ("Onboarding made of smaller workflows", None),
        ("Onboarding made of smaller workflows", None),
    ]


async def test_an_unknown_template_is_not_found(owner: Client) -> None:
    answer = await owner.ask("POST", "/templates/nothing/use", json={})

    assert answer.status_code == 404


async def test_templates_are_found_by_what_they_are_for(
    owner: Client, temporal: FakeTemporal
) -> None:
    temporal.alike = {"refund": 0.6, "Refund": 0.5, "invoice": 0.1}
    found = await owner.json("GET", "/templates/search", params={"query": "give money back"})

    assert found["by"] == "meaning"
    assert found["items"][0]["score"] == 0.6
    assert "refund-desk" in [each["slug"] for each in found["items"]]
    assert "invoice-to-database" not in [each["slug"] for each in found["items"]]


async def test_those_that_have_the_words_come_first(owner: Client, temporal: FakeTemporal) -> None:
    temporal.alike = {"refund": 0.9}
    found = await owner.json("GET", "/templates/search", params={"query": "research TEAM"})

    assert found["items"][0] == {"slug": "research-team", "name": "Research team", "score": 0.0}
    assert len(found["items"]) > 1


async def test_words_do_while_no_worker_of_models_answers(
    owner: Client, temporal: FakeTemporal
) -> None:
    temporal.away = True
    found = await owner.json("GET", "/templates/search", params={"query": "research team"})
    nothing = await owner.json("GET", "/templates/search", params={"query": "give money back"})

    assert (found["by"], [each["slug"] for each in found["items"]]) == ("words", ["research-team"])
    assert nothing["items"] == []
