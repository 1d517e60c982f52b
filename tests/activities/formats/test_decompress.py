import gzip
import zipfile
from io import BytesIO

import pytest

from activities.formats import decompress as module
from activities.formats.decompress import decompress
from noria.errors import NodeFailed
from tests.activities.nodes import blob, offline, run


def archive(*files: tuple[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return packed.getvalue()


ZEROS = bytes(module.MAX_UNPACKED_BYTES + 1)


async def unpacked(data: bytes) -> list[str]:
    context = offline()
    file = await blob(context, data, "application/zip")
    output = await run(decompress, {"file": "{{ trigger }}"}, context, trigger=file)
    return [each["name"] for each in output["files"]]


async def test_g2_names_that_lead_out_are_passed_over() -> None:
    assert await unpacked(archive(("../a", b"x"), ("/b", b"x"), ("c/d", b"x"))) == ["c/d"]


@pytest.mark.parametrize(
    "data", [gzip.compress(ZEROS, mtime=0), archive(("a", ZEROS))], ids=["gzip", "zip"]
)
async def test_bombs_are_refused(data: bytes) -> None:
    with pytest.raises(NodeFailed, match="unpacks to more than 256 MB"):
        await unpacked(data)


@pytest.mark.parametrize("data", [b"nothing", gzip.compress(b"x" * 99, mtime=0)[:-9], b"\x1f\x8b"])
async def test_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(NodeFailed, match="is no zip archive and no gzip file"):
        await unpacked(data)


async def test_too_many_files_are_refused() -> None:
    with pytest.raises(NodeFailed, match="1,001 files"):
        await unpacked(archive(*((f"{n}", b"") for n in range(1_001))))
