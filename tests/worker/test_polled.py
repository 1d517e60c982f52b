"""Trigger types that packages bring fire as ours do."""

from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import BaseModel, JsonValue
from sqlmodel import col, select

from noria.context import NodeContext
from noria.triggers.news import News, NewsItem
from noria.triggers.trigger_type import TriggerType
from store.database import Database
from store.tables import Run
from tests.activities.fakes import FakeContext
from tests.worker.test_polling import add, fresh, polling
from worker import polled


class RangConfig(BaseModel):
    bell: str
    every_s: int = 60


async def listen(config: RangConfig, cursor: JsonValue, context: NodeContext) -> News:
    count = cursor if isinstance(cursor, int) else 0
    rings = [NewsItem(str(each), {"bell": config.bell, "ring": each}) for each in range(count + 2)]
    return News(rings, count + 1)


RANG = TriggerType(
    name="bell", title="Bell", icon="bell", config=RangConfig, source="poll", output=BaseModel, ask=listen
)  # fmt: skip


async def test_each_news_of_a_packages_type_starts_one_run(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polled, "load_trigger_types", lambda: {"bell": RANG})
    trigger = await add(database, "bell", bell="front", every_s=60)
    polls = polling(database, tmp_path, FakeContext(httpx2.AsyncClient()))

    first = await polls.poll(trigger)
    second = await polls.poll(await fresh(database, trigger))

    async with database.sessions.begin() as session:
        runs = select(Run.input).where(
            Run.workflow_id == trigger.workflow_id, Run.trigger == "event"
        )
        started: list[Any] = list((await session.exec(runs.order_by(col(Run.created_at)))).all())
    assert (first, second) == (2, 1)
    assert started == [{"bell": "front", "ring": each} for each in range(3)]
