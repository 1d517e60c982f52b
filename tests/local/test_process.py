"""One child: when it is ready, and when it never will be."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from local.errors import LocalError
from local.process import Process, Program

SOON = timedelta(seconds=30)


def job(code: str) -> Program:
    return Program(name="job", command=[sys.executable, "-c", code], ready=None)


def test_a_job_may_end_well_between_two_looks(tmp_path: Path) -> None:
    process = Process(job("pass"), tmp_path / "job.log")
    process.wait_ready(SOON)

    process.check(SOON)

    assert process.exit_status() == 0


def test_a_job_that_failed_is_told_with_its_last_words(tmp_path: Path) -> None:
    process = Process(job("raise SystemExit('no disk')"), tmp_path / "job.log")

    with pytest.raises(LocalError, match="ended with status 1") as caught:
        process.wait_ready(SOON)

    assert caught.value.log_tail == "no disk"
