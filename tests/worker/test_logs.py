"""Log lines have one shape, whoever writes them."""

import io
import logging
import sys
from collections.abc import Iterator

import orjson
import pytest
import structlog

from worker.logs import set_up_logs
from worker.settings import WorkerSettings


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines_of(monkeypatch: pytest.MonkeyPatch, **settings: str) -> io.StringIO:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    set_up_logs(WorkerSettings.model_validate(settings))
    return stream


def test_off_a_terminal_ours_and_others_lines_are_json(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = lines_of(monkeypatch)

    structlog.get_logger("a").info("run_started", run_id="r1")
    logging.getLogger("temporalio").warning("lost %s", "connection")
    logging.getLogger("httpx2").info("GET https://shop.example/?token=s3cret")

    ours, theirs = (orjson.loads(line) for line in stream.getvalue().splitlines())
    assert (ours["event"], ours["run_id"], ours["level"]) == ("run_started", "r1", "info")
    assert (theirs["event"], theirs["logger"]) == ("lost connection", "temporalio")


def test_a_traceback_is_part_of_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = lines_of(monkeypatch)

    try:
        raise KeyError("missing")
    except KeyError as error:
        structlog.get_logger("a").error("crashed", exc_info=error)

    (line,) = stream.getvalue().splitlines()
    assert "KeyError" in orjson.loads(line)["exception"]


def test_on_a_terminal_lines_are_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = lines_of(monkeypatch, log_format="console")

    structlog.get_logger("a").info("run_started", run_id="r1")

    assert "run_started" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_below_the_level_nothing_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = lines_of(monkeypatch, log_level="warning")

    structlog.get_logger("a").info("run_started")

    assert stream.getvalue() == ""
