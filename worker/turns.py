"""Where the turns of runs are computed: short ones on the event loop, others in threads.

The SDK hands each workflow task to a thread, and waits for it, to see whether it blocks. The way there
and back costs a busy worker more than most turns do, since one thread at a time runs Python anyway.
"""

import asyncio
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar
from weakref import WeakSet

P = ParamSpec("P")
T = TypeVar("T")

LONG_S = 0.05
"""After a turn that took longer, the run's next ones are computed in threads."""
CAN_NEST = sys.version_info < (3, 14)
"""From Python 3.14 on, a task can't be stepped while another one of the thread is."""


class Turns(ThreadPoolExecutor):
    """Give it to a Temporal worker as `workflow_task_executor`.

    What a turn may cost at most is bounded by the engine (`workflows.lanes.Quota`), so the first long turn
    of a run holds the event loop for less than what counts as a deadlock. Replays are always long.
    """

    def __init__(self, threads: int) -> None:
        super().__init__(threads, thread_name_prefix="turn")
        self._long: WeakSet[object] = WeakSet()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """A future that is done already, when the turn is expected to be short."""
        run = getattr(fn, "__self__", None)
        if not CAN_NEST or run is None or run in self._long or not _is_next_turn(args):
            return super().submit(fn, *args, **kwargs)
        began = time.perf_counter()
        future = _here(fn, *args, **kwargs)
        if time.perf_counter() - began > LONG_S:
            self._long.add(run)
        return future


def _is_next_turn(args: tuple[Any, ...]) -> bool:
    """Whether this is an activation, and one that goes on instead of repeating a history."""
    return len(args) == 1 and getattr(args[0], "is_replaying", True) is False


def _here(fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    future: Future[T] = Future()
    loop, hooks = asyncio.get_running_loop(), sys.get_asyncgen_hooks()
    # The run's generators are not the event loop's to close.
    sys.set_asyncgen_hooks(None, None)
    try:
        future.set_result(fn(*args, **kwargs))
    # Who waits for the future gets it, as from a thread.
    except BaseException as error:  # noqa: BLE001
        future.set_exception(error)
    finally:
        sys.set_asyncgen_hooks(*hooks)
        # The run's own loop leaves none registered behind.
        asyncio._set_running_loop(loop)
    return future
