import pytest

from activities.code.javascript import javascript
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, run


async def give(code: str, given: object = None, context: FakeContext | None = None) -> object:
    return await run(javascript, {"code": code, "input": given}, context)


async def test_what_main_gives_is_the_output() -> None:
    code = "const twice = (n) => n * 2;\nfunction main(input) { return input.map(twice); }"

    assert await give(code, [1, 2]) == [2, 4]


async def test_its_input_is_rendered() -> None:
    config = {"code": "const main = (input) => input.n + 1", "input": {"n": "{{ trigger }}"}}

    assert await run(javascript, config, trigger=7) == 8


async def test_what_it_prints_is_in_the_log_of_the_step() -> None:
    context = offline()

    await give("function main(i) { console.log('n', i, [1]); console.error(2); }", 5, context)

    assert [event for event, _ in context.log.lines] == ["n 5 [1]", "2"]


async def test_an_error_has_its_line_and_what_was_printed_before() -> None:
    context = offline()
    code = "function main(input) {\n  console.log('here');\n  throw new RangeError('odd');\n}"

    with pytest.raises(NodeFailed, match="^Line 3: RangeError: odd") as caught:
        await give(code, {}, context)

    assert caught.value.details == {"line": 3, "name": "RangeError"}
    assert [event for event, _ in context.log.lines] == ["here"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("function main(input) {\n  return 1 +;\n}", "Line 2: SyntaxError"),
        ("const other = 1", "ReferenceError: main is not defined"),
        ("const main = () => { throw 'plain' }", "the code threw plain"),
        ("async function main() { return 1 }", "code.javascript_full"),
        ("const main = () => NaN", "NaN"),
        ("const main = () => { const a = {}; a.a = a; return a }", "[Cc]ircular"),
    ],
)
async def test_what_is_wrong_is_said(code: str, words: str) -> None:
    with pytest.raises(NodeFailed, match=words):
        await give(code)


async def test_nothing_at_all_is_null() -> None:
    assert await give("function main() {}") is None


async def test_chance_is_the_same_in_every_attempt_of_a_step() -> None:
    code = "const main = () => Math.random()"

    assert await give(code) == await give(code)
