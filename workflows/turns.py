"""Where the turns of runs are computed: short ones on the event loop, others in threads.

The SDK hands each workflow task to a thread, and waits for it, to see whether it blocks. The way there
and back costs a busy worker more than most turns do, since one thread at a time runs Python anyway.
"""

import asyncio
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary, WeakSet

import structlog
from temporalio.worker import Worker

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

LONG_S = 0.05
"""After a turn that took longer, the run's next ones are computed in threads."""
PATIENCE_S = 8.0
"""A turn that takes longer is taken for one that blocks; after ten, Temporal has it done again."""
CAN_NEST = sys.version_info < (3, 14)
"""From Python 3.14 on, a task can't be stepped while another one of the thread is."""


def be_patient(worker: Worker) -> None:
    """Let a turn take `PATIENCE_S`.

    The SDK's own two seconds are the time of a thousand iterations that end at once, on a machine with
    other work to do; it has no parameter for them. An SDK that works differently stays as it is.
    """
    within = getattr(worker, "_workflow_worker", None)
    if getattr(within, "_deadlock_timeout_seconds", None) is None:
        log.info("sdk_patience_not_found")
        return
    setattr(within, "_deadlock_timeout_seconds", PATIENCE_S)  # noqa: B010 - it is the SDK's own


class Turns(ThreadPoolExecutor):
    """Give it to a Temporal worker as `workflow_task_executor`.

    What a turn may cost at most is bounded by the engine (`workflows.lanes.Quota`), so the first long turn
    of a run holds the event loop for less than what counts as a deadlock. Replays are always long.
    """

    def __init__(self, threads: int, *, here: bool = CAN_NEST) -> None:
        """`here`: short ones on the event loop."""
        super().__init__(threads, thread_name_prefix="turn")
        self._here = here
        self._long: WeakSet[object] = WeakSet()
        self._in_threads: WeakKeyDictionary[object, Future[Any]] = WeakKeyDictionary()
        """A run's last turn in a thread."""
        self._lock = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """A future that is done already, when the turn is expected to be short."""
        run = getattr(fn, "__self__", None)
        if run is None:
            return super().submit(fn, *args, **kwargs)
        with self._lock:
            before = self._in_threads.get(run)
        if before is not None and not before.done():
            return self._after(before, run, partial(fn, *args, **kwargs))
        if not self._here or run in self._long or not _is_next_turn(args):
            return self._in_thread(run, partial(fn, *args, **kwargs))
        began = time.perf_counter()
        future = _here(fn, *args, **kwargs)
        if time.perf_counter() - began > LONG_S:
            self._long.add(run)
        return future

    def _in_thread(self, run: object, turn: Callable[[], T]) -> Future[T]:
        future = super().submit(turn)
        with self._lock:
            self._in_threads[run] = future
        return future

    def _after(self, before: Future[Any], run: object, turn: Callable[[], T]) -> Future[T]:
        """A future of a turn that begins once the other one is over, unless it was cancelled by then.

        The SDK stops waiting for a turn that takes too long, and means to evict its run when the turn
        is over. But what it waits for then is a future that its own timeout has cancelled: the run
        would be torn down under the thread that computes it, and no worker could ever go on with it.
        """
        future: Future[T] = Future()

        def begin(_: Future[Any]) -> None:
            if future.set_running_or_notify_cancel():
                self._in_thread(run, turn).add_done_callback(partial(_copy, future))

        before.add_done_callback(begin)
        return future


def _copy(told: Future[T], known: Future[T]) -> None:
    error = known.exception()
    if error is None:
        told.set_result(known.result())
    else:
        told.set_exception(error)


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
