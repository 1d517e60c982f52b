import pytest

from activities.code.python_full import python_full
from noria.code_work import CodeAnswer, CodeFault, CodeOrder
from noria.errors import NodeFailed
from tests.activities.nodes import offline, run


class OneAnswer:
    """Implements `noria.code_work.CodeRunner`."""

    def __init__(self, answer: CodeAnswer) -> None:
        self.answer = answer
        self.orders: list[CodeOrder] = []

    async def run(self, order: CodeOrder) -> CodeAnswer:
        self.orders.append(order)
        return self.answer


async def test_the_code_and_its_rendered_input_go_to_the_runner() -> None:
    runner = OneAnswer(CodeAnswer([1, 2], ("here",)))
    context = offline(code=runner)
    config = {"code": "def main(input): ...", "input": "{{ trigger.n }}", "memory_mb": 128}

    assert await run(python_full, config, context, trigger={"n": 7}) == [1, 2]

    assert runner.orders == [CodeOrder("python", "def main(input): ...", 7, 5.0, 128)]
    assert [event for event, _ in context.log.lines] == ["here"]


async def test_a_fault_has_its_line_and_what_was_printed_before() -> None:
    fault = CodeFault("KeyError", "'total'", 4)
    context = offline(code=OneAnswer(CodeAnswer(None, ("here",), fault)))

    with pytest.raises(NodeFailed, match="^Line 4: KeyError: 'total'$"):
        await run(python_full, {"code": "def main(input): ..."}, context)

    assert [event for event, _ in context.log.lines] == ["here"]
