"""Starts programs in order, starts again what dies, stops all in reverse order.

A program that is killed from outside is started again at once, however often. One that fails by
itself is given growing pauses, and when it fails `MAX_FAILURES` times in a row the supervisor
gives up, since a loop of crashes helps nobody.
"""

import asyncio
import signal
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from local.errors import LocalError
from local.process import Process, Program, rotate

READY_WITHIN = timedelta(seconds=180)
"""Many times what an idle machine needs: a busy one must not be taken for a broken program."""
MAX_FAILURES = 5
STEADY_AFTER = timedelta(seconds=20)
"""A program that ran this long has started well: earlier failures are forgotten."""
_PAUSES_SECONDS = (0.2, 0.5, 1.0, 2.0, 4.0)
_POLL_SECONDS = 0.05
_ROTATE_SECONDS = 5.0
_SAME_WISH_SECONDS = 0.5
"""`make`, `timeout` and terminals may send one signal twice."""
_FROM_OUTSIDE = frozenset({-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT})

Say = Callable[[str], None]


class Supervisor:
    """Runs on the main thread's event loop, since children must be forked there."""

    def __init__(
        self,
        programs: Sequence[Program],
        logs: Path,
        say: Say,
        changed: Callable[[dict[str, int]], None] = lambda _: None,
    ) -> None:
        """`changed` hears the process numbers by name after each start."""
        self._programs = programs
        self._logs = logs
        self._say = say
        self._changed = changed
        self._processes: dict[str, Process] = {}
        self._ready = {program.name: asyncio.Event() for program in programs}
        self._asked_to_stop = asyncio.Event()
        self._asked_at = 0.0
        self._in_a_hurry = False

    def said(self, name: str) -> str:
        """The end of what a program wrote since its last start; empty when it was not started."""
        process = self._processes.get(name)
        return process.tail() if process else ""

    def ask_to_stop(self) -> None:
        """Stop in order; asked again, kill."""
        now = time.monotonic()
        if not self._asked_to_stop.is_set():
            self._say("Stopping.")
            self._asked_at = now
            self._asked_to_stop.set()
        elif now - self._asked_at > _SAME_WISH_SECONDS and not self._in_a_hurry:
            self._say("Killing what still runs.")
            self._in_a_hurry = True

    async def run(self, when_ready: Callable[[], None]) -> None:
        """Start everything, watch it until asked to stop, stop everything.

        Raises:
            LocalError: A program could not be started or kept running; everything is stopped.
        """
        keepers = [asyncio.create_task(self._keep(program)) for program in self._programs]
        asked = asyncio.create_task(self._until_asked())
        opening = asyncio.create_task(self._announce(when_ready))
        rotating = asyncio.create_task(self._rotate_logs())
        watched = [*keepers, asked, opening, rotating]
        try:
            await self._first_trouble_or(asked, watched)
        finally:
            for task in watched:
                task.cancel()
            await asyncio.gather(*watched, return_exceptions=True)
            await self._stop_all()

    async def _first_trouble_or(
        self, asked: asyncio.Task[None], watched: list[asyncio.Task[None]]
    ) -> None:
        waiting = set(watched)
        while not asked.done():
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()

    async def _until_asked(self) -> None:
        await self._asked_to_stop.wait()

    async def _announce(self, when_ready: Callable[[], None]) -> None:
        for program in self._programs:
            if not program.is_late:
                await self._ready[program.name].wait()
        when_ready()

    async def _keep(self, program: Program) -> None:
        for need in sorted(program.needs):
            await self._ready[need].wait()
        failures = 0
        while True:
            process = self._start(program)
            try:
                await self._until_ready(process)
            except LocalError as error:
                if not program.is_optional:
                    raise
                self._say(f"  {program.name:<12}does not start, and the others go on: {error}")
                return
            if program.ready is None and process.exit_status() == 0:
                return
            await self._until_end(process)
            failures = self._count(process, failures)
            pause = _PAUSES_SECONDS[failures - 1] if failures else 0.0
            self._say(self._restart_line(process, pause))
            await asyncio.sleep(pause)

    def _start(self, program: Program) -> Process:
        process = Process(program, self._logs / f"{program.name}.log")
        self._processes[program.name] = process
        self._changed({name: known.pid for name, known in self._processes.items()})
        return process

    async def _until_ready(self, process: Process) -> None:
        """Comes back when the program is ready, or was ended from outside before it was.

        Raises:
            LocalError: It failed, and had never been ready before: the next try would fail too.
        """
        name = process.program.name
        while not await asyncio.to_thread(process.is_ready):
            if process.exit_status() in _FROM_OUTSIDE:
                return
            try:
                process.check(READY_WITHIN)
            except LocalError:
                process.kill()
                if not self._ready[name].is_set():
                    raise
                return
            await asyncio.sleep(_POLL_SECONDS)
        if not self._ready[name].is_set():
            verb = "done" if process.program.ready is None else "ready"
            self._say(f"  {name:<12}{verb} after {process.age.total_seconds():.1f} s")
            self._ready[name].set()

    async def _until_end(self, process: Process) -> None:
        while not process.has_ended():  # noqa: ASYNC110 - the kernel sets no event
            await asyncio.sleep(_POLL_SECONDS)
        process.kill()  # helpers that outlived their leader

    def _count(self, process: Process, failures: int) -> int:
        if process.exit_status() in _FROM_OUTSIDE or process.age > STEADY_AFTER:
            return 0
        if failures + 1 >= MAX_FAILURES:
            raise LocalError(
                f"{process.program.name} failed {MAX_FAILURES} times in a row, the last time it "
                f"{process.describe_end()}; its log is {process.log}.",
                process.tail(),
            )
        return failures + 1

    def _restart_line(self, process: Process, pause: float) -> str:
        what = f"{process.program.name} {process.describe_end()}"
        if not pause:
            return f"{what}; starting it again."
        return f"{what}; starting it again in {pause:g} s. Its log: {process.log}"

    async def _rotate_logs(self) -> None:
        while True:
            await asyncio.sleep(_ROTATE_SECONDS)
            for process in self._processes.values():
                rotate(process.log)

    async def _stop_all(self) -> None:
        """One layer after another: what nothing running needs any more stops first."""
        running = {
            name: process
            for name, process in self._processes.items()
            if process.exit_status() is None
        }
        while running:
            needed = {need for process in running.values() for need in process.program.needs}
            layer = [process for name, process in running.items() if name not in needed]
            await asyncio.gather(*(self._stop(process) for process in layer))
            for process in layer:
                del running[process.program.name]

    async def _stop(self, process: Process) -> None:
        process.send(process.program.stop_signal)
        deadline = time.monotonic() + process.program.stop_within.total_seconds()
        while process.exit_status() is None and not self._in_a_hurry:
            if time.monotonic() > deadline:
                self._say(f"{process.program.name} did not stop in time and is killed.")
                break
            await asyncio.sleep(_POLL_SECONDS)
        process.kill()
