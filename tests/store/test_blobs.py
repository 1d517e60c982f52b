"""Large values are stored once, by content, and apart for each workspace."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from noria.errors import NodeFailed, NotFound, Unavailable
from store.blobs import PIECE_BYTES, ObjectBlobStore
from tests.store.files import files_in


@pytest.fixture
def blobs(tmp_path: Path) -> ObjectBlobStore:
    return ObjectBlobStore(f"file://{tmp_path}/a%20folder")


async def test_what_is_put_comes_back(blobs: ObjectBlobStore) -> None:
    ref = await blobs.put("w1", b'{"a": "\xc3\xa9"}', "application/json")

    assert ref.digest == hashlib.sha256(b'{"a": "\xc3\xa9"}').hexdigest()
    assert (ref.size, ref.preview) == (11, '{"a": "é"}')
    assert await blobs.get("w1", ref.digest) == b'{"a": "\xc3\xa9"}'


async def test_the_same_bytes_are_stored_once(blobs: ObjectBlobStore, tmp_path: Path) -> None:
    await blobs.put("w1", b"same", "text/plain")
    await blobs.put("w1", b"same", "text/plain")

    assert len(files_in(tmp_path)) == 1


async def test_a_torn_blob_is_written_anew(blobs: ObjectBlobStore, tmp_path: Path) -> None:
    ref = await blobs.put("w1", b"whole", "text/plain")
    [path] = files_in(tmp_path)
    path.write_bytes(b"wh")
    await blobs.put("w1", b"whole", "text/plain")

    assert await blobs.get("w1", ref.digest) == b"whole"


async def test_another_workspace_does_not_see_it(blobs: ObjectBlobStore) -> None:
    ref = await blobs.put("w1", b"mine", "text/plain")

    with pytest.raises(NotFound):
        await blobs.get("w2", ref.digest)


async def test_bytes_that_are_no_text_have_no_preview(blobs: ObjectBlobStore) -> None:
    assert (await blobs.put("w1", b"\x89PNG", "image/png")).preview == ""


async def test_a_folder_that_cannot_be_written_is_named_as_the_reason(tmp_path: Path) -> None:
    blobs = ObjectBlobStore(f"file://{tmp_path}/blobs")
    (tmp_path / "blobs" / "w1").touch()  # a file where the folder should be

    with pytest.raises(Unavailable):
        await blobs.put("w1", b"value", "text/plain")


async def pieces(data: bytes, size: int = 65_536, *, fails: bool = False) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]
    if fails:
        raise NodeFailed("The other side broke off.")


LARGE = bytes(range(256)) * (3 * PIECE_BYTES // 256) + b"tail"


@pytest.mark.parametrize("data", [b"", b"small", LARGE], ids=["empty", "small", "large"])
async def test_a_stream_is_kept_as_the_same_bytes_would_be(
    blobs: ObjectBlobStore, tmp_path: Path, data: bytes
) -> None:
    streamed = await blobs.put_stream("w1", pieces(data), "text/plain")
    again = await blobs.put_stream("w1", pieces(data, 999_999), "text/plain")

    assert streamed == again == await blobs.put("w1", data, "text/plain")
    assert len(files_in(tmp_path)) == 1
    assert await blobs.get("w1", streamed.digest) == data


@pytest.mark.parametrize("data", [b"small", LARGE], ids=["small", "large"])
async def test_a_stream_that_breaks_off_leaves_nothing(
    blobs: ObjectBlobStore, tmp_path: Path, data: bytes
) -> None:
    with pytest.raises(NodeFailed, match="broke off"):
        await blobs.put_stream("w1", pieces(data, fails=True), "text/plain")

    assert files_in(tmp_path) == []


async def test_a_stream_into_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    blobs = ObjectBlobStore(f"file://{tmp_path}/blobs")
    (tmp_path / "blobs" / "w1").touch()  # a file where the folder should be

    with pytest.raises(Unavailable):
        await blobs.put_stream("w1", pieces(LARGE), "text/plain")
