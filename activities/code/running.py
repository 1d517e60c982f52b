"""What all node types that run code share: their config, their log, their errors."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, JsonValue

from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import ui

MAX_CODE_CHARS = 64 * 1024
MAX_LINE_CHARS = 2_000


class CodeConfig(Model):
    """What the code is given. Each language adds the field `code`."""

    input: JsonValue = Field(
        default=None,
        title="Input",
        description="The argument of `main`, as JSON: `{{ steps.fetch.output }}`, or an object of several.",
        json_schema_extra=ui(widget="json", order=2),
    )


def code_hints(language: str) -> dict[str, Any]:
    """Of the field `code`: never rendered, so that no data becomes code."""
    return ui(widget="code", language=language, expression="never", order=1)


FIRST_PYTHON = "def main(input):\n    return input\n"
PythonCode = Annotated[
    str,
    Field(
        max_length=MAX_CODE_CHARS,
        title="Code",
        description="Python with a function `main(input)`, whose answer is the output.",
        json_schema_extra=code_hints("python"),
    ),
]


def log_lines(context: NodeContext, lines: Iterable[str]) -> None:
    """Into the step's log, which keeps as many as it keeps of any node."""
    for line in lines:
        context.log.info(line[:MAX_LINE_CHARS])


def failed(name: str, message: str, line: int | None) -> NodeFailed:
    """How every language tells what went wrong."""
    place = f"Line {line}: " if line else ""
    return NodeFailed(f"{place}{name}: {message}", details={"line": line, "name": name})
