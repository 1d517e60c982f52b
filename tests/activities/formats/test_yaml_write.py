from activities.formats.yaml_write import yaml_write
from tests.activities.nodes import run


async def test_fields_keep_their_order_and_nothing_is_an_alias() -> None:
    same = ["x"]

    output = await run(yaml_write, {"value": {"z": same, "a": same, "t": "ä: yes"}})

    assert output["content"] == "z:\n- x\na:\n- x\nt: 'ä: yes'\n"
