"""Structured logs: one JSON object a line, or plain lines on a terminal."""

import logging
import sys

import structlog
from pydantic import ValidationError

# Without local variables: those hold passwords and payloads.
_TRACEBACKS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)


def set_up_logs(level: str) -> None:
    """For this process, libraries included."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if sys.stderr.isatty():
        plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        last: list[structlog.typing.Processor] = [plain]
    else:
        last = [_TRACEBACKS, structlog.processors.JSONRenderer()]
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=max(number, logging.INFO), force=True)


def explain(error: ValidationError) -> str:
    """Settings that are missing or wrong, a line each, without their values."""
    lines = [
        f"{_name(problem['loc'])}{problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors(include_url=False, include_input=False)
    ]
    return "\n".join([*lines, ""])


def _name(place: tuple[int | str, ...]) -> str:
    """A rule about several settings names them itself."""
    return f"NORIA_{'_'.join(str(part) for part in place).upper()}: " if place else ""
