"""`python -m benchmarks` prints the table; `--rounds` says how many runs a median is of."""

import argparse
import asyncio
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.answers import Caller
from benchmarks.engine import Engine
from benchmarks.graphs import chain, fan_out
from benchmarks.handwritten import Work
from benchmarks.live import Watcher
from benchmarks.platform import Platform, running

RUNS = 200
STEPS = 10


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    ours: str
    baseline: str = ""
    ratio: float | None = None
    target: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    show(Row("", "Noria", "by hand"))
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as platform:
        asyncio.run(measure_engine(platform, rounds))
        for measure in (measure_answers, measure_live):
            for row in measure(platform, rounds):
                show(row)


def show(row: Row) -> None:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    line = f"{row.name:<34}{row.ours:>16}{row.baseline:>16}{ratio:>8}   {row.target}"
    print(line.rstrip(), flush=True)


async def measure_engine(platform: Platform, rounds: int) -> None:
    engine = await Engine.open(platform)
    try:
        forty = await measure_chains(engine, rounds)
        await measure_quick(engine, rounds, forty)
        await measure_pure(engine, rounds, forty)
        await measure_throughput(engine, rounds)
        await measure_fan_out(engine, rounds)
    finally:
        await engine.close()


async def measure_chains(engine: Engine, rounds: int) -> float:
    ours = 0.0
    for steps in (1, 10, 40):
        published = engine.publish(f"{steps} in a row", chain(steps))
        ours, hand = await engine.compare(published, Work(steps), runs=1, rounds=rounds)
        target = "at most 1.2" if steps == 40 else ""
        name = f"{steps} activity steps in a row"
        show(Row(name, f"{ours:.0f} ms", f"{hand:.0f} ms", ours / hand, target))
    return ours


async def measure_quick(engine: Engine, rounds: int, forty_activities: float) -> None:
    published = engine.publish("40 quick", chain(40, quick=True))
    ours, _ = await engine.compare(published, Work(0), runs=1, rounds=rounds)
    baseline = f"{forty_activities:.0f} ms (act.)"
    ratio = ours / forty_activities
    show(Row("40 quick steps in a row", f"{ours:.0f} ms", baseline, ratio, "under 110 ms"))
    published = engine.publish("quick throughput", chain(STEPS, quick=True))
    ours, _ = await engine.compare(published, Work(0), runs=RUNS, rounds=1)
    speed = RUNS * STEPS / ours * 1_000
    name = f"{RUNS} runs of {STEPS} quick steps"
    show(Row(name, f"{speed:.0f} steps/s", target="over 300 steps/s"))


async def measure_pure(engine: Engine, rounds: int, forty_activities: float) -> None:
    published = engine.publish("40 pure", chain(40, pure=True))
    ours, _ = await engine.compare(published, Work(0), runs=1, rounds=rounds)
    baseline = f"{forty_activities:.0f} ms (act.)"
    ratio = ours / forty_activities
    show(Row("40 pure steps in a row", f"{ours:.0f} ms", baseline, ratio, "at most 0.15"))
    published = engine.publish("pure throughput", chain(STEPS, pure=True))
    ours, _ = await engine.compare(published, Work(0), runs=RUNS, rounds=1)
    rate = f"{RUNS / ours * 1_000:.0f} runs/s"
    show(Row(f"{RUNS} runs of {STEPS} pure steps", rate, target="above 50 runs/s"))


async def measure_throughput(engine: Engine, rounds: int) -> None:
    published = engine.publish("throughput", chain(STEPS))
    ours, hand = await engine.compare(published, Work(STEPS), runs=RUNS, rounds=max(rounds // 2, 1))
    rate, baseline = (RUNS * STEPS / (taken / 1_000) for taken in (ours, hand))
    name = f"{RUNS} runs x {STEPS} steps"
    show(
        Row(
            name, f"{rate:.0f} steps/s", f"{baseline:.0f} steps/s", rate / baseline, "at least 0.85"
        )
    )


async def measure_fan_out(engine: Engine, rounds: int) -> None:
    published = engine.publish("fan-out", fan_out(100))
    work = Work(100, parallel=True)
    ours, hand = await engine.compare(published, work, runs=1, rounds=rounds)
    show(Row("100 steps side by side", f"{ours:.0f} ms", f"{hand:.0f} ms", ours / hand))


def measure_answers(platform: Platform, rounds: int) -> Generator[Row]:
    caller = Caller(platform)
    engine = asyncio.run(Engine.open(platform))
    forty = str(engine.publish("40 pure, answered", chain(40, pure=True)).workflow_id)
    ten = str(engine.publish("10 pure, answered", chain(10, pure=True)).workflow_id)
    one = caller.measure(forty, runs=rounds * 6, at_once=1)
    yield Row("request to answer, 40 pure steps", f"{one.median_ms:.0f} ms", target="under 60 ms")
    many = caller.measure(ten, runs=rounds * 40, at_once=8)
    rate = f"{many.runs_per_s:.0f} runs/s"
    yield Row("answers, 10 pure steps, 8 at once", rate, target="above 50 runs/s")
    spent = {name: f"{ms:.0f}" for name, ms in many.cpu_ms.items() if ms >= 1}
    yield Row("  CPU of each, ms", f"{sum(many.cpu_ms.values()):.0f}", target=str(spent))


def measure_live(platform: Platform, rounds: int) -> Generator[Row]:
    watcher = Watcher(platform)
    engine = asyncio.run(Engine.open(platform))
    try:
        published = str(engine.publish("live", chain(STEPS)).workflow_id)
        first = watcher.start_to_first_step(published, rounds * 4)
        yield Row("request to first step, median", f"{first.median:.0f} ms")
        for runs in (1, 10):
            lag = watcher.events_to_stream(published, runs)
            target = "at most 100 ms"
            yield Row(f"event to SSE, p95, {runs} at once", f"{lag.p95:.0f} ms", target=target)
    finally:
        watcher.close()


if __name__ == "__main__":
    main()
