"""A loop under way: which iteration may begin, and what comes of all. Pure: not the waiting."""

import asyncio
from abc import ABC, abstractmethod
from datetime import datetime

from pydantic import JsonValue

from noria.node_type import Each, Repeat
from noria.plan import Inner, PlanStep
from noria.run import ErrorInfo, IterationEnd, LoopState
from noria.steps.frame import Frame, Place
from noria.steps.loops import Loop as Facts
from noria.steps.loops import each_loop, gather, repeat_loop


class Loop(ABC):
    """Counts iterations, and remembers how they ended."""

    result_field: str
    """The config field that says what an iteration gives."""

    def __init__(self, container: Place, since: datetime, begun: int = 0) -> None:
        self.container = container
        self.since = since
        self.begun = begun
        self.frames: dict[int, Frame] = {}
        """Iterations under way, by index."""
        self.over: asyncio.Queue[int] = asyncio.Queue()
        """Those of them in which nothing runs any more, in the order in which that came about."""
        self.is_closing = False
        """No further iteration begins."""
        self.error: ErrorInfo | None = None
        """Why the loop fails."""

    @property
    @abstractmethod
    def may_begin(self) -> bool:
        """Whether another iteration may begin beside those that are under way."""

    @property
    @abstractmethod
    def output(self) -> JsonValue:
        """Of the loop, once it is over."""

    @abstractmethod
    def facts(self, index: int) -> Facts:
        """`loop` in this iteration."""

    @abstractmethod
    def take(self, index: int, end: IterationEnd) -> None:
        """Remember how an iteration ended."""

    @abstractmethod
    def to_state(self) -> LoopState:
        """For a snapshot."""

    @property
    def outer(self) -> Facts | None:
        """`loop` around this one."""
        around = self.container.frame.loop
        return None if around is None else dict(around)

    def iteration(self, index: int) -> str:
        """Its path, as rows name it."""
        around = self.container.frame.iteration
        return f"{around}/{index}" if around else str(index)

    def fail(self, error: ErrorInfo) -> None:
        """No further iteration begins; the first error is the loop's."""
        self.error = self.error or error
        self.is_closing = True


class EachLoop(Loop):
    """Of `for_each`."""

    result_field = "result"

    def __init__(self, container: Place, since: datetime, each: Each, begun: int = 0) -> None:
        super().__init__(container, since, begun)
        self.ends: dict[int, IterationEnd] = {}
        self._each = each
        self._items = each.items or ()

    @property
    def may_begin(self) -> bool:
        if self.is_closing or len(self.frames) >= self._each.concurrency:
            return False
        return self.begun < len(self._items)

    @property
    def output(self) -> JsonValue:
        return gather(self._each, [self.ends.get(index) for index in range(len(self._items))])

    def facts(self, index: int) -> Facts:
        key = self._each.keys[index] if self._each.keys is not None else None
        return each_loop(self._items[index], index, key, self.outer)

    def take(self, index: int, end: IterationEnd) -> None:
        self.ends[index] = end
        if end.error is not None and self._each.on_item_error == "stop":
            self.fail(end.error)

    def to_state(self) -> LoopState:
        return LoopState(
            outcome=self._each,
            since=self.since,
            begun=self.begun,
            under_way=tuple(self.frames),
            ends=self.ends,
        )


class RepeatLoop(Loop):
    """Of `while` and `until`: one iteration after the other."""

    result_field = "next"

    def __init__(self, container: Place, since: datetime, repeat: Repeat, begun: int = 0) -> None:
        super().__init__(container, since, begun)
        self.prev = repeat.initial
        self.repeat = repeat

    @property
    def may_begin(self) -> bool:
        return not self.is_closing and not self.frames

    @property
    def output(self) -> JsonValue:
        return self.prev

    def facts(self, index: int) -> Facts:
        return repeat_loop(self.prev, index, self.outer)

    def take(self, index: int, end: IterationEnd) -> None:
        if end.kind == "result":
            self.prev = end.value
        if end.error is not None:
            self.fail(end.error)

    def to_state(self) -> LoopState:
        return LoopState(
            outcome=self.repeat,
            since=self.since,
            begun=self.begun,
            under_way=tuple(self.frames),
            prev=self.prev,
        )

    def check_bound(self) -> None:
        """Fail when another iteration would be one too many."""
        if self.begun < self.repeat.max_iterations:
            return
        step = self.container.step
        message = (
            f"Loop {step.id!r} has not ended after {self.repeat.max_iterations:,} iterations: "
            "mend its condition, or raise `max_iterations`."
        )
        self.fail(ErrorInfo(type="too_many_iterations", message=message, node_id=step.id))


def make_loop(container: Place, state: LoopState) -> EachLoop | RepeatLoop:
    """As the state says; its iterations under way are the caller's to open."""
    if isinstance(state.outcome, Each):
        each = EachLoop(container, state.since, state.outcome, state.begun)
        each.ends.update(state.ends)
        return each
    repeat = RepeatLoop(container, state.since, state.outcome, state.begun)
    if state.begun:
        repeat.prev = state.prev
    return repeat


def inner_step(container: PlanStep, field: str) -> PlanStep:
    """The container with nothing but the field that is evaluated in each iteration."""
    inner = container.inner.get(field, Inner())
    return container.model_copy(
        update={
            "config": {field: container.config.get(field)},
            "expressions": inner.expressions,
            "reads": inner.reads,
            "inner": {},
        }
    )
