"""Group H of the attack catalogue: what a node or a caller may do to the log."""

import logging
from collections.abc import Generator

import orjson
import pytest
import structlog

from worker.logs import set_up_logs
from worker.settings import WorkerSettings

FORGED = 'a\n{"event": "forged", "level": "info"}\x1b[31m\r\n\u2028b'


@pytest.fixture
def _as_it_was() -> Generator[None]:
    root = logging.getLogger()
    handlers, level, config = root.handlers, root.level, structlog.get_config()
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.configure(**config)


@pytest.mark.usefixtures("_as_it_was")
def test_H6_what_is_logged_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(WorkerSettings(log_format="json"))
    structlog.get_logger("node").info(FORGED, value=FORGED)
    logging.getLogger("library").warning("said %s", FORGED)
    out = capsys.readouterr().out

    assert out.count("\n") == 2
    assert "\x1b" not in out
    assert [orjson.loads(line)["event"].count("forged") for line in out.splitlines()] == [1, 1]
