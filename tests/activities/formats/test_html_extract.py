import pytest

from activities.formats.html_extract import html_extract
from noria.errors import NodeFailed
from tests.activities.nodes import run

PAGE = "<body><h2><a href='/1'>One\n  more</a></h2><h2><a href='/2'>Two</a></h2><script>x</script>"


async def test_texts_attributes_and_parts() -> None:
    wanted = [
        {"name": "first", "selector": "h2 a"},
        {"name": "links", "selector": "h2 > a", "take": "attribute", "many": True},
        {"name": "html", "selector": "h2:last-of-type", "take": "html"},
        {"name": "none", "selector": "h3"},
        {"name": "nones", "selector": "h3", "many": True},
    ]

    output = await run(html_extract, {"content": PAGE, "wanted": wanted})

    assert output["values"] == {
        "first": "One more",
        "links": ["/1", "/2"],
        "html": '<h2><a href="/2">Two</a></h2>',
        "none": None,
        "nones": [],
    }


async def test_a_wrong_selector_is_named() -> None:
    with pytest.raises(NodeFailed, match="'h2 >>' is not a CSS selector"):
        await run(html_extract, {"content": PAGE, "wanted": [{"name": "a", "selector": "h2 >>"}]})
