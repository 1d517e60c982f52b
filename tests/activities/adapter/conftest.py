"""A fresh workbench for each test."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import ActivityEnvironment

from activities.adapter.evaluator import Evaluator
from tests.activities.adapter.bench import Bench
from tests.activities.calls import RememberingSink
from tests.activities.fakes import MemoryBlobs


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    evaluator = Evaluator()
    yield Bench(RememberingSink(), MemoryBlobs(), evaluator, ActivityEnvironment())
    evaluator.close()
