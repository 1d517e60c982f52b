import pytest

from activities.formats.compress import compress
from activities.formats.decompress import decompress
from noria.errors import NodeFailed
from tests.activities.nodes import blob, offline, opened, run

FILES = [{"name": "a/b.txt", "content": "hello"}, {"name": "c.json", "content": "{}"}]


async def test_what_is_packed_unpacks_and_the_same_files_are_the_same_archive() -> None:
    context = offline()

    packed = await run(compress, {"files": FILES}, context)
    again = await run(compress, {"files": FILES}, context)
    output = await run(decompress, {"file": "{{ trigger }}"}, context, trigger=packed["file"])

    assert packed == again
    assert [(each["name"], await opened(context, each["file"])) for each in output["files"]] == [
        ("a/b.txt", b"hello"), ("c.json", b"{}"),
    ]  # fmt: skip


async def test_gzip_takes_one_file() -> None:
    context = offline()
    packed = await run(compress, {"files": FILES[:1], "format": "gzip"}, context)
    output = await run(decompress, {"file": "{{ trigger }}"}, context, trigger=packed["file"])

    assert await opened(context, output["files"][0]["file"]) == b"hello"
    with pytest.raises(NodeFailed, match="one file, not 2"):
        await run(compress, {"files": FILES, "format": "gzip"})


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a//b", "a\\..\\b"])
async def test_names_stay_inside_the_archive(name: str) -> None:
    with pytest.raises(NodeFailed, match="is no name in an archive"):
        await run(compress, {"files": [{"name": name, "content": ""}]})


async def test_together_the_files_have_a_limit() -> None:
    context = offline()
    large = await blob(context, b"x" * (20 * 2**20))
    files = [{"name": name, "content": "{{ trigger }}"} for name in ("a", "b")]

    with pytest.raises(NodeFailed, match="more than the"):
        await run(compress, {"files": files}, context, trigger=large)
