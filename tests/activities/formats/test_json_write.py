import pytest

from activities.formats.json_write import json_write
from noria.errors import NodeFailed
from tests.activities.nodes import offline, opened, run


async def test_text_lines_and_files() -> None:
    context = offline()

    assert (await run(json_write, {"value": {"a": 1}}))["content"] == '{"a":1}'
    assert (await run(json_write, {"value": [1, "ä"], "lines": True}))["content"] == '1\n"ä"\n'
    file = (await run(json_write, {"value": {"a": 1}, "pretty": True, "give": "blob"}, context))[
        "content"
    ]
    assert await opened(context, file) == b'{\n  "a": 1\n}'


async def test_lines_need_a_list() -> None:
    with pytest.raises(NodeFailed, match="needs a list"):
        await run(json_write, {"value": 1, "lines": True})
