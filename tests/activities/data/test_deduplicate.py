from activities.data.deduplicate import deduplicate
from tests.activities.nodes import run

ROWS = [{"id": 1, "v": "a"}, {"id": 2, "v": "b"}, {"id": 1, "v": "c"}, {"v": "b", "id": 2}]


async def test_the_first_or_the_last_of_the_same_is_kept() -> None:
    first = await run(deduplicate, {"items": ROWS, "by": "item.id"})
    last = await run(deduplicate, {"items": ROWS, "by": "item.id", "keep": "last"})

    assert [each["v"] for each in first["items"]] == ["a", "b"]
    assert [each["v"] for each in last["items"]] == ["c", "b"]
    assert first["removed"] == 2


async def test_without_a_key_items_are_compared_whole() -> None:
    output = await run(deduplicate, {"items": ROWS})

    assert output["count"] == 3
