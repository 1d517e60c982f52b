"""Lists and objects that are read page by page, and put together from parts."""

import orjson
import pytest
from pydantic import JsonValue

from activities.adapter.gathered import PAGE_BYTES, gather, read_page
from activities.adapter.values import Vault
from noria.blobs import is_blob
from noria.errors import Invalid, TooLarge
from noria.item_calls import GatherCall, ItemsCall, ItemsPage
from tests.activities.fakes import MemoryBlobs


def vault_of(blobs: MemoryBlobs) -> Vault:
    return Vault(blobs, "workspace-1")


async def page(vault: Vault, value: JsonValue, start: int) -> ItemsPage:
    source = await vault.store(orjson.dumps(value))
    return await read_page(vault, ItemsCall(workspace_id="workspace-1", source=source, start=start))


async def gathered(vault: Vault, *parts: JsonValue) -> JsonValue:
    whole = await gather(vault, GatherCall(workspace_id="workspace-1", parts=parts))
    return await vault.open(whole)


async def test_pages_follow_one_another_until_all_is_read() -> None:
    vault = vault_of(MemoryBlobs())
    items: list[JsonValue] = ["x" * 1_000 + str(n) for n in range(1_000)]
    read: list[JsonValue] = []
    while len(read) < len(items):
        found = await page(vault, items, len(read))
        assert found.start == len(read)
        assert found.total == 1_000
        assert len(orjson.dumps(found.items)) < PAGE_BYTES + 2_000
        read += found.items

    assert read == items


async def test_a_page_of_an_object_has_keys() -> None:
    found = await page(vault_of(MemoryBlobs()), {"a": 1, "b": 2, "c": 3}, 1)

    assert (found.keys, found.items, found.total) == (("b", "c"), (2, 3), 3)


async def test_what_is_neither_list_nor_object_is_refused() -> None:
    with pytest.raises(Invalid, match="a list or an object"):
        await page(vault_of(MemoryBlobs()), "text", 0)


async def test_nothing_is_a_page_too() -> None:
    vault = vault_of(MemoryBlobs())

    assert (await page(vault, {}, 0)).keys == ()
    assert (await page(vault, [], 0)).total == 0


async def test_a_large_item_stays_a_reference() -> None:
    vault = vault_of(MemoryBlobs())
    found = await page(vault, ["x" * 300_000, "small"], 0)

    assert is_blob(found.items[0])
    assert await vault.open(found.items[0]) == "x" * 300_000
    assert found.items[1] == "small"


async def test_parts_are_put_together_in_order() -> None:
    vault = vault_of(MemoryBlobs())
    stored = await vault.store(orjson.dumps([1, 2]))

    assert await gathered(vault, stored, [], [3]) == [1, 2, 3]
    assert await gathered(vault, {"a": 1}, {"b": 2}) == {"a": 1, "b": 2}
    # A part that nothing is in may be of either kind.
    assert await gathered(vault, {"a": 1}, []) == {"a": 1}
    assert await gathered(vault, [], []) == []


async def test_what_is_too_large_for_a_step_is_refused() -> None:
    vault = vault_of(MemoryBlobs())
    stored = await vault.store(orjson.dumps(["x" * 1_000_000] * 17))

    with pytest.raises(TooLarge, match="let `result` keep less"):
        await gathered(vault, stored, stored, stored, stored)
