"""Items into chunks, and results out of them."""

import orjson
import pytest
from pydantic import JsonValue

from activities.adapter.items import collect, split
from activities.adapter.values import MAX_OUTPUT_BYTES, VALUE_TYPE
from noria.batch import MAX_BATCHES, CollectCall, SplitCall
from noria.blobs import is_blob
from noria.errors import NodeFailed
from tests.activities.adapter.bench import Bench


async def stored(bench: Bench, value: JsonValue) -> str:
    return (await bench.blobs.put("w1", orjson.dumps(value), VALUE_TYPE)).digest


async def chunks(bench: Bench, value: JsonValue, batch_size: int | None) -> list[JsonValue]:
    ref = await bench.blobs.put("w1", orjson.dumps(value), VALUE_TYPE)
    items = await split(
        bench.tools(), SplitCall(workspace_id="w1", source=ref.to_json(), batch_size=batch_size)
    )
    digests = orjson.loads(await bench.blobs.get("w1", items.manifest))
    return [orjson.loads(await bench.blobs.get("w1", digest)) for digest in digests]


async def test_a_list_is_cut_into_chunks(bench: Bench) -> None:
    assert await chunks(bench, [1, 2, 3], 2) == [[1, 2], [3]]
    assert await chunks(bench, [], None) == []


async def test_an_object_is_cut_into_pairs(bench: Bench) -> None:
    assert await chunks(bench, {"b": 1, "a": [2]}, 1) == [[["b", 1]], [["a", [2]]]]


async def test_there_are_only_so_many_chunks(bench: Bench) -> None:
    assert len(await chunks(bench, list(range(MAX_BATCHES + 1)), 1)) == MAX_BATCHES // 2 + 1


async def test_nothing_else_is_cut(bench: Bench) -> None:
    with pytest.raises(NodeFailed, match="a list or an object"):
        await chunks(bench, "text", None)


@pytest.mark.parametrize(
    ("parts", "keyed", "output"),
    [
        ([[1, 2], [], [3]], False, [1, 2, 3]),
        ([{"b": 1}, {}, {"a": 2}], True, {"b": 1, "a": 2}),
        ([], False, []),
        ([], True, {}),
    ],
)
async def test_results_are_put_together(
    bench: Bench, parts: list[JsonValue], keyed: bool, output: JsonValue
) -> None:
    digests = [await stored(bench, part) for part in parts]

    call = CollectCall(workspace_id="w1", results=tuple(digests), keyed=keyed)

    assert await collect(bench.tools(), call) == output


async def test_large_results_are_stored(bench: Bench) -> None:
    digest = await stored(bench, ["x" * 70_000])

    output = await collect(
        bench.tools(), CollectCall(workspace_id="w1", results=(digest, digest), keyed=False)
    )

    assert is_blob(output)
    assert len(orjson.loads(await bench.blobs.get("w1", str(output["$blob"])))) == 2


async def test_results_beyond_all_bounds_are_refused(bench: Bench) -> None:
    digest = await stored(bench, ["x" * 1_000_000])
    count = MAX_OUTPUT_BYTES // 1_000_000 + 1

    with pytest.raises(NodeFailed, match="let `result` say less"):
        await collect(
            bench.tools(), CollectCall(workspace_id="w1", results=(digest,) * count, keyed=False)
        )
