import pytest
from pydantic import JsonValue

from activities.ai.calls.structured import read

SCHEMA: dict[str, JsonValue] = {
    "type": "object",
    "properties": {"total": {"type": "integer"}},
    "required": ["total"],
}


@pytest.mark.parametrize(
    "text",
    [
        '{"total": 1}',
        '```json\n{"total": 1}\n```',
        'Here it is:\n\n```json\n{"total": 1}\n```\n\nI hope that helps!',
        'Sure! {"total": 1} is what I found.',
        '<think>Is it {"total": 2}?</think>\n{"total": 1}',
    ],
)
def test_json_is_found_among_what_models_say_around_it(text: str) -> None:
    found = read(text, SCHEMA)

    assert (found.data, found.problems) == ({"total": 1}, [])


def test_what_is_no_json_is_told() -> None:
    found = read("I can't {do} that.", SCHEMA)

    assert [each.code for each in found.problems] == ["no_json"]
