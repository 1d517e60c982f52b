import pytest

from activities.data.validate import validate
from noria.config import validate_config
from noria.errors import NodeFailed
from noria.node_type import Output
from tests.activities.nodes import offline

SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


async def check(value: object, schema: object = SCHEMA) -> Output:
    assert validate.run is not None
    config = validate_config(validate, {"value": value, "schema": schema})  # pyright: ignore[reportArgumentType]
    answer = await validate.run(config, offline())
    assert isinstance(answer, Output)
    return answer


async def test_right_and_wrong_values_go_different_ways() -> None:
    right, wrong = await check({"n": 1}), await check({"n": "1"})

    assert right == Output({"valid": True, "value": {"n": 1}, "errors": []}, port=right.port)
    assert (right.port, wrong.port) == ("valid", "invalid")
    assert isinstance(wrong.value, dict)
    assert wrong.value["errors"] == [
        {"path": "/n", "message": 'The value\'s \'/n\' is wrong: "1" is not of type "integer".'}
    ]


@pytest.mark.parametrize("schema", [{"type": "nothing"}, {"$ref": "https://example.com/s"}])
async def test_what_is_no_schema_of_its_own_is_refused(schema: object) -> None:
    with pytest.raises(NodeFailed, match="schema"):
        await check({}, schema)
