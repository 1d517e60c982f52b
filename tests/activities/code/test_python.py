import pytest

from activities.code.python import python
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, run


async def give(code: str, given: object = None, context: FakeContext | None = None) -> object:
    return await run(python, {"code": code, "input": given}, context)


async def test_what_main_gives_is_the_output() -> None:
    code = "import math\ndef main(input):\n    return {'roots': [math.sqrt(n) for n in input]}"

    assert await give(code, [4, 9]) == {"roots": [2.0, 3.0]}


async def test_its_input_is_rendered() -> None:
    config = {
        "code": "def main(input):\n    return input['n'] + 1",
        "input": {"n": "{{ trigger }}"},
    }

    assert await run(python, config, trigger=7) == 8


async def test_an_error_has_its_line_and_what_was_printed_before() -> None:
    context = offline()
    code = "def main(input):\n    print('here', input)\n    return 1 / input\n"

    with pytest.raises(NodeFailed, match="^Line 3: ZeroDivisionError: division by zero") as caught:
        await give(code, 0, context)

    assert caught.value.details == {"line": 3, "name": "ZeroDivisionError"}
    assert [event for event, _ in context.log.lines] == ["here 0"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def main(input):\n    return (1 +\n", "SyntaxError"),
        ("other = 1", "NameError: name 'main' is not defined"),
        ("def main(input):\n    return {1, 2}", "TypeError"),
        ("def main(input):\n    return float('nan')", "ValueError"),
        ("def main(input):\n    a = []\n    a.append(a)\n    return a", "ValueError|Recursion"),
        ("import urllib.request\ndef main(input):\n    return 1", "Line 1: ModuleNotFoundError"),
    ],
)
async def test_what_is_wrong_is_said(code: str, words: str) -> None:
    with pytest.raises(NodeFailed, match=words):
        await give(code)


async def test_state_does_not_stay_from_one_step_to_the_next() -> None:
    await give("seen = 1\ndef main(input):\n    return seen")

    with pytest.raises(NodeFailed, match="name 'seen' is not defined"):
        await give("def main(input):\n    return seen")
