from activities.code.javascript_full import javascript_full
from noria.code_work import CodeAnswer
from tests.activities.code.test_python_full import OneAnswer
from tests.activities.nodes import offline, run


async def test_it_is_typescript_of_the_queue_for_code() -> None:
    runner = OneAnswer(CodeAnswer({"sum": 3}))
    config = {"code": "const main = (input: number) => input", "input": 3, "seconds": 2}

    assert await run(javascript_full, config, offline(code=runner)) == {"sum": 3}

    assert javascript_full.queue == "code"
    assert (runner.orders[0].language, runner.orders[0].seconds) == ("typescript", 2)
