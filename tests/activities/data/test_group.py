from activities.data.group import group_items
from tests.activities.nodes import run


async def test_groups_come_in_the_order_of_their_first_items() -> None:
    output = await run(group_items, {"items": [3, 1, 4, 1, 5], "by": "item % 2 ? 'odd' : 'even'"})

    assert output == {
        "groups": [
            {"key": "odd", "items": [3, 1, 1, 5], "count": 4},
            {"key": "even", "items": [4], "count": 1},
        ],
        "count": 2,
    }


async def test_keys_of_different_types_are_different_groups() -> None:
    items = [1, "1", {"b": 1, "a": 2}, {"a": 2, "b": 1}, None]

    output = await run(group_items, {"items": items, "by": "item"})

    assert [each["count"] for each in output["groups"]] == [1, 1, 2, 1]
