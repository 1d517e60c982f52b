"""One shape for all log lines, ours and those of libraries: JSON, or text on a terminal."""

import logging
import sys
from typing import Any

import structlog

from activities.redaction import redact_log_line
from worker.settings import WorkerSettings


def set_up_logs(settings: WorkerSettings) -> None:
    """Once, before anything is logged."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_last(settings))
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    # One line for each HTTP call of a node is the run's own story, not the worker's.
    for name in ("httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _last(settings: WorkerSettings) -> list[Any]:
    clean = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    for_people = settings.log_format == "console" or (
        settings.log_format == "auto" and sys.stdout.isatty()
    )
    if for_people:
        return [clean, structlog.dev.ConsoleRenderer(), redact_log_line]
    return [
        clean,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
        redact_log_line,
    ]
