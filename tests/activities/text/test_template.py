from activities.text.template import template
from tests.activities.nodes import run


async def test_a_line_for_each_item_between_two_texts() -> None:
    config = {
        "text": "Dear {{ trigger.name }},\n",
        "items": "{{ trigger.rows }}",
        "line": "`${index + 1}. ${item.n} for ${trigger.name}`",
        "after": "\nBye",
    }

    output = await run(
        template, config, trigger={"name": "Ada", "rows": [{"n": "ink"}, {"n": "pen"}]}
    )

    assert output == {"text": "Dear Ada,\n1. ink for Ada\n2. pen for Ada\nBye"}


async def test_without_a_line_the_items_themselves_are_written() -> None:
    config = {"text": "", "items": ["a", 1, {"b": None}], "separator": ", "}

    assert await run(template, config) == {"text": 'a, 1, {"b":null}'}
