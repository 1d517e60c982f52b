import pytest

from activities.formats.yaml_parse import yaml_parse
from noria.errors import NodeFailed
from tests.activities.nodes import run


async def test_plain_values_of_several_documents() -> None:
    output = await run(yaml_parse, {"content": "a: [1, yes]\nd: 2026-05-01\n---\n- x\n"})

    assert output["value"] == {"a": [1, True], "d": "2026-05-01"}
    assert output["documents"][1] == ["x"]


@pytest.mark.parametrize(
    "content",
    [
        "a: &x [1]\nb: *x\n",
        "!!python/object/apply:os.system ['id']",
        "a: [",
        "? [1]\n: 2",
    ],
)
async def test_aliases_tags_and_broken_documents_are_refused(content: str) -> None:
    with pytest.raises(NodeFailed, match="YAML"):
        await run(yaml_parse, {"content": content})
