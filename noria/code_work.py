"""What full code is asked to do, and what comes of it: the seam between nodes and the code runner."""

from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import JsonValue

Language = Literal["python", "typescript"]


@dataclass(frozen=True)
class CodeOrder:
    """One piece of code, to be run once."""

    language: Language
    code: str
    input: JsonValue
    seconds: float
    memory_mb: int


@dataclass(frozen=True)
class CodeFault:
    """What went wrong in the code."""

    name: str
    message: str
    line: int | None


@dataclass(frozen=True)
class CodeAnswer:
    """What `main` gave, or why it gave nothing, and what was printed on the way."""

    output: JsonValue
    printed: tuple[str, ...] = ()
    fault: CodeFault | None = None


class CodeRunner(Protocol):
    """Runs code where it can do no harm."""

    async def run(self, order: CodeOrder) -> CodeAnswer:
        """
        Raises:
            NodeFailed: No code is run here.
            NodeUnavailable: The runner does not answer now.
        """
        ...
