"""How long each figure of the dashboard takes among many runs.

`python -m benchmarks.dashboard --runs 100000` fills a PostgreSQL of its own, as `benchmarks.run_lists`.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from benchmarks.live import latency
from benchmarks.run_lists import fill
from store import dashboard
from store.dashboard import Span
from store.database import Database, Session, open_database
from store.migrate import upgrade
from store.settings import StoreSettings
from tests.servers import postgres_server

BUCKETS = 48
SPANS = {"a day": timedelta(days=1), "all runs": timedelta(days=366)}

Figure = Callable[..., Awaitable[Any]]


async def measure(database: Database, figure: Figure, rounds: int) -> str:
    samples: list[float] = []
    for _ in range(rounds + 1):
        async with database.sessions.begin() as session:
            began = time.perf_counter()
            await figure(session)
            samples.append((time.perf_counter() - began) * 1_000)
    found = latency(samples[1:])
    return f"{found.median:8.1f} {found.p95:8.1f}"


def figures(workspace_id: Any, span: Span) -> dict[str, Callable[[Session], Awaitable[Any]]]:
    given = {"workspace_id": workspace_id, "span": span}
    return {
        "runs and durations": partial(dashboard.read_figures, **given),
        "runs over time": partial(dashboard.read_buckets, **given, count=BUCKETS),
        "failures by workflow": partial(dashboard.read_failures_by_workflow, **given),
        "failures by node type": partial(dashboard.read_failures_by_type, **given),
        "now": partial(dashboard.read_now, workspace_id=workspace_id),
    }


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboard", description=__doc__)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    with postgres_server() as url:
        upgrade(url)
        database = open_database(StoreSettings(database_url=url, blob_url=""))
        workspace_id = await fill(database, given.runs)
        print(f"Figures of {given.runs:,} runs, ms: median, p95")
        for words, length in SPANS.items():
            now = datetime.now(UTC)
            for name, figure in figures(workspace_id, Span(now - length, now)).items():
                print(f"{words:9} {name:22} {await measure(database, figure, given.rounds)}")
        await database.close()


if __name__ == "__main__":
    asyncio.run(main())
