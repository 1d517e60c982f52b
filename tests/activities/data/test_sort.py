from activities.data.sort import sort_items
from tests.activities.nodes import run


async def test_later_keys_decide_between_equals_and_null_is_last() -> None:
    rows = [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}, {"a": 1, "b": "a"}, {"b": "z"}]
    keys = [{"by": "item.a", "descending": True}, {"by": "item.b"}]

    output = await run(sort_items, {"items": "{{ trigger }}", "keys": keys}, trigger=rows)

    assert [(each.get("a"), each["b"]) for each in output["items"]] == [
        (2, "y"), (1, "a"), (1, "x"), (None, "z"),
    ]  # fmt: skip


async def test_mixed_values_have_an_order_and_the_list_can_be_cut() -> None:
    items = ["b", 10, None, "a", 2, True, [1]]

    output = await run(sort_items, {"items": items, "keys": [{"by": "item"}], "limit": 5})

    assert output == {"items": [True, 2, 10, "a", "b"], "count": 5}
