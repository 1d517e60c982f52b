import pytest

from activities.formats.xml_parse import xml_parse
from noria.errors import NodeFailed
from tests.activities.nodes import run

BOMB = '<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><b>&b;</b>'
FILE = '<!DOCTYPE b [<!ENTITY f SYSTEM "file:///etc/passwd">]><b>&f;</b>'


async def test_elements_attributes_and_text() -> None:
    content = '<order id="7"><item>ink</item><item n="2">pen</item><to/></order>'

    output = await run(xml_parse, {"content": content, "lists": ["to"]})

    assert output["value"] == {
        "order": {"@id": "7", "item": ["ink", {"@n": "2", "#text": "pen"}], "to": [None]}
    }


@pytest.mark.parametrize("content", [BOMB, FILE, "<a>", "<a/><b/>", "<a>" * 200 + "</a>" * 200])
async def test_g6_entities_and_broken_or_endless_documents_are_refused(content: str) -> None:
    with pytest.raises(NodeFailed, match="no XML that can be read"):
        await run(xml_parse, {"content": content})
