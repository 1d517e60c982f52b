"""The runner for real: what code may do, not what it may not (tests/attacks/test_code_full.py)."""

from collections.abc import Generator
from pathlib import Path

import pytest

from noria.code_work import CodeAnswer, CodeFault, CodeOrder, Language
from noria.errors import NodeUnavailable
from tests.code_house import needs_a_jail, running
from worker.code_runner import SocketCodeRunner

pytestmark = needs_a_jail


@pytest.fixture(scope="module")
def runner() -> Generator[SocketCodeRunner]:
    with running() as path:
        yield SocketCodeRunner(path)


def order(language: Language, code: str, given: object = None) -> CodeOrder:
    return CodeOrder(language, code, given, 10.0, 256)  # pyright: ignore[reportArgumentType]


async def test_python_has_its_whole_library(runner: SocketCodeRunner) -> None:
    code = """
import asyncio, dataclasses, sqlite3, uuid, zoneinfo
@dataclasses.dataclass
class Order:
    total: float
class Odd(ValueError): ...
async def main(input):
    await asyncio.sleep(0)
    print("got", input)
    db = sqlite3.connect(":memory:").execute("select 1 + 1").fetchone()
    return [sum(Order(t).total for t in input), db[0], str(zoneinfo.ZoneInfo("Europe/Berlin"))]
"""

    answer = await runner.run(order("python", code, [1, 2]))

    assert answer == CodeAnswer([3, 2, "Europe/Berlin"], ("got [1, 2]",))


async def test_typescript_runs_and_waits(runner: SocketCodeRunner) -> None:
    code = """
type Given = { n: number };
export async function main({ n }: Given): Promise<number[]> {
  await new Promise((done) => setTimeout(done, 1));
  console.log("got", n);
  return [n, n * 2];
}
"""

    answer = await runner.run(order("typescript", code, {"n": 4}))

    assert answer == CodeAnswer([4, 8], ("got 4",))


@pytest.mark.parametrize(
    ("language", "code", "fault"),
    [
        ("python", "\ndef main(input):\n    return 1 / 0", ("ZeroDivisionError", 3)),
        ("python", "def main(input):\n    return (1 +", ("SyntaxError", 2)),
        ("python", "other = 1", ("NameError", None)),
        ("typescript", "\nfunction main(input) {\n  return input.a.b;\n}", ("TypeError", 3)),
        ("typescript", "function main() { return 1n }", ("TypeError", None)),
    ],
)
async def test_a_fault_has_its_name_and_line(
    runner: SocketCodeRunner, language: Language, code: str, fault: tuple[str, int | None]
) -> None:
    answer = await runner.run(order(language, code, {}))

    assert isinstance(answer.fault, CodeFault)
    assert (answer.fault.name, answer.fault.line) == fault


async def test_a_large_input_and_output_come_through(runner: SocketCodeRunner) -> None:
    answer = await runner.run(order("python", "def main(input): return input", ["x" * 2_000_000]))

    assert answer.output == ["x" * 2_000_000]


async def test_a_runner_that_is_away_is_asked_again_later(tmp_path: Path) -> None:
    with pytest.raises(NodeUnavailable, match="does not answer"):
        await SocketCodeRunner(tmp_path / "code.sock").run(order("python", "x"))
