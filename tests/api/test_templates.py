"""The gallery of templates, and what comes of using one."""

from activities.ai.calls.likeness import likeness
from api.template_files import read_templates, read_texts
from api.template_search import find_like
from noria.ai.model_work import CompareCall, Likeness
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
    assert found["items"][0] == {
        "slug": "refund-desk", "name": "Refund desk with approval", "score": 1.0,
    }  # fmt: skip
    assert "invoice-to-database" not in [each["slug"] for each in found["items"]]


async def test_those_that_have_the_words_come_first(owner: Client, temporal: FakeTemporal) -> None:
    temporal.alike = {"refund": 0.9}
    found = await owner.json("GET", "/templates/search", params={"query": "research TEAM"})

    assert found["items"][0]["slug"] == "research-team"
    assert len(found["items"]) > 1


async def test_words_do_while_no_worker_of_models_answers(
    owner: Client, temporal: FakeTemporal
) -> None:
    temporal.away = True
    found = await owner.json("GET", "/templates/search", params={"query": "research team"})
    german = await owner.json("GET", "/templates/search", params={"query": "Urlaub beantragen"})
    nothing = await owner.json("GET", "/templates/search", params={"query": "xylophone"})

    assert (found["by"], found["items"][0]["slug"]) == ("words", "research-team")
    assert german["items"][0]["slug"] == "leave-request"
    assert nothing["items"] == []


def test_each_template_has_words_to_look_for_and_german_texts() -> None:
    texts = {slug: read_texts(slug) for slug in read_templates()}

    assert [slug for slug, each in texts.items() if not (each.keywords and each.de)] == []


async def test_the_gallery_says_what_templates_are_in_german(owner: Client) -> None:
    found = {item["slug"]: item for item in (await owner.json("GET", "/templates"))["items"]}

    assert found["leave-request"]["translations"]["de"]["name"] == "Urlaubsantrag"


WANTED = {
    "answer a customer who is angry": "support-triage",
    "reply to people who complain about a broken product": "support-triage",
    "somebody wants their money back": "refund-desk",
    "I need a holiday": "leave-request",
    "ask my boss for a day off": "leave-request",
    "read bills and keep the amounts": "invoice-to-database",
    "chat with our company documents": "handbook-chat",
    "let several AIs investigate a question": "research-team",
    "is our site still online?": "watch-a-page",
    "send the list of products that are almost gone": "low-stock-mail",
    "nobody has paid yet": "wait-for-payment",
    "don't forget the appointment": "meeting-reminder",
    "a colleague starts on Monday": "onboarding",
    "two managers must agree": "four-eyes",
    "undo the booking when the payment breaks": "charge-and-ship",
    "remove double addresses": "clean-contacts",
    "einen verärgerten Kunden beruhigen": "support-triage",
    "Urlaub nehmen": "leave-request",
    "der Kunde will sein Geld wiederhaben": "refund-desk",
    "Rechnungen einlesen": "invoice-to-database",
    "Fragen zu unseren Dokumenten beantworten": "handbook-chat",
    "ist unsere Webseite erreichbar?": "watch-a-page",
    "an einen Termin erinnern": "meeting-reminder",
    "Rechnung wurde nicht bezahlt": "wait-for-payment",
    "zwei Leute müssen zustimmen": "four-eyes",
    "doppelte Kontakte löschen": "clean-contacts",
}
"""What people write → the template that they mean. Most of it is in no template's words."""


class Judge(FakeTemporal):
    """Compares as a worker does, with the bundled model."""

    async def compare_texts(self, call: CompareCall) -> Likeness:
        return Likeness(scores=tuple(likeness(call.query, call.texts)))


async def test_people_find_what_they_mean_among_the_first() -> None:
    places: dict[str, int] = {}
    for query, slug in WANTED.items():
        found = await find_like(query, read_templates(), Judge())
        slugs = [each.slug for each in found.items]
        places[query] = slugs.index(slug) + 1 if slug in slugs else 99

    first = sum(place == 1 for place in places.values())
    rank = sum(1 / place for place in places.values()) / len(places)
    missed = {query: place for query, place in places.items() if place > 3}
    assert places["answer a customer who is angry"] == 1
    assert first >= 0.8 * len(places), places
    assert rank >= 0.85, places
    assert len(missed) <= 2, missed
