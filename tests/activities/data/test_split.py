from activities.data.split import split_list
from tests.activities.nodes import run


async def test_the_last_piece_has_the_rest() -> None:
    output = await run(split_list, {"items": [1, 2, 3, 4, 5], "size": 2})

    assert output == {"batches": [[1, 2], [3, 4], [5]], "count": 3}
    assert await run(split_list, {"items": [], "size": 2}) == {"batches": [], "count": 0}
