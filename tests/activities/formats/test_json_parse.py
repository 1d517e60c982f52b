import pytest

from activities.formats.json_parse import json_parse
from noria.errors import NodeFailed
from tests.activities.nodes import blob, offline, run


async def test_text_files_and_lines() -> None:
    context = offline()
    file = await blob(context, b'\xef\xbb\xbf{"a": [1]}')

    assert await run(json_parse, {"content": "{{ trigger }}"}, context, trigger=file) == {
        "value": {"a": [1]}
    }
    lines = await run(json_parse, {"content": '{"a":1}\n\n2\n', "lines": True})
    assert lines["value"] == [{"a": 1}, 2]


async def test_the_line_that_is_not_json_is_named() -> None:
    with pytest.raises(NodeFailed, match="Line 2 is not JSON"):
        await run(json_parse, {"content": "1\n{", "lines": True})
