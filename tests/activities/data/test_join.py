import pytest

from activities.data import join as module
from activities.data.join import join_lists
from noria.errors import NodeFailed
from tests.activities.nodes import run

LEFT = [{"id": 1}, {"id": 2}, {"id": None}]
RIGHT = [{"of": 1, "n": "a"}, {"of": 1, "n": "b"}, {"of": 3, "n": "c"}, {"of": None, "n": "d"}]


async def names(keep: str) -> list[tuple[object, object]]:
    config = {"left": LEFT, "right": RIGHT, "left_key": "item.id", "right_key": "item.of"}
    output = await run(join_lists, {**config, "keep": keep})
    assert output["count"] == len(output["items"])
    return [
        (each["left"] and each["left"]["id"], each["right"] and each["right"]["n"])
        for each in output["items"]
    ]


async def test_each_side_can_be_kept_whole() -> None:
    assert await names("matches") == [(1, "a"), (1, "b")]
    assert await names("left") == [(1, "a"), (1, "b"), (2, None), (None, None)]
    assert await names("right") == [(1, "a"), (1, "b"), (None, "c"), (None, "d")]
    assert await names("all") == [
        (1, "a"), (1, "b"), (2, None), (None, None), (None, "c"), (None, "d"),
    ]  # fmt: skip


async def test_pairs_without_end_are_refused() -> None:
    many = [1] * 500

    with pytest.raises(NodeFailed, match=f"more than {module.MAX_ITEMS:,} pairs"):
        await run(join_lists, {"left": many, "right": many, "left_key": "1", "right_key": "1"})
