import pytest

from activities.formats.xml_parse import xml_parse
from activities.formats.xml_write import xml_write
from noria.errors import NodeFailed
from tests.activities.nodes import run


async def test_what_is_written_reads_back_the_same() -> None:
    value = {"order": {"@id": "7", "item": ["a & b", "<c>"]}}

    text = (await run(xml_write, {"value": value}))["content"]

    assert "a &amp; b" in text
    assert (await run(xml_parse, {"content": text}))["value"] == value


@pytest.mark.parametrize("value", [{"a": 1, "b": 2}, {}])
async def test_there_is_one_root(value: dict[str, object]) -> None:
    with pytest.raises(NodeFailed, match="one root element"):
        await run(xml_write, {"value": value})
