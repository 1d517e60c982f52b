"""A loop under way: which iteration may begin, and what comes of all. Pure: not the waiting."""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from pydantic import JsonValue

from noria.blobs import is_blob, size_of
from noria.item_calls import ItemsPage
from noria.model import OUT, PortName
from noria.node_type import Break, Continue, Each, ItemRun, Repeat
from noria.plan import Inner, PlanStep
from noria.run import ErrorInfo, IterationEnd, LoopState, StepState
from noria.steps.frame import Frame, Place
from noria.steps.loops import Loop as Facts
from noria.steps.loops import each_loop, gather, repeat_loop, without_outer

BREAK = PortName("break")
CONTINUE = PortName("continue")
"""How an item's run says that it has left the loop that it belongs to."""
MAX_RESULTS_BYTES = 256 * 1024
"""Of results in memory; what is beyond goes to the blob store in order, part by part."""


class Loop(ABC):
    """Counts iterations, and remembers how they ended."""

    result_field: str
    """The config field that says what an iteration gives."""

    def __init__(self, container: Place, state: LoopState) -> None:
        """Iterations that are under way are the caller's to open again."""
        self.container = container
        self.since = state.since
        self.begun = state.begun
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

    @property
    def port(self) -> PortName:
        """By which the container ends."""
        return OUT

    @abstractmethod
    def facts(self, index: int) -> Facts:
        """`loop` in an iteration that begins, without the loops around it."""

    @abstractmethod
    def take(self, index: int, end: IterationEnd) -> None:
        """Remember how an iteration ended."""

    @abstractmethod
    def to_state(self) -> LoopState:
        """For a snapshot."""

    def _common(self) -> dict[str, Any]:
        under_way = {index: without_outer(frame.loop) for index, frame in self.frames.items()}
        return {"since": self.since, "begun": self.begun, "under_way": under_way}

    def iteration(self, index: int) -> str:
        """Its path, as rows name it."""
        around = self.container.frame.iteration
        return f"{around}/{index}" if around else str(index)

    def seen_from_within(self, facts: Facts) -> Facts:
        """`loop` in an iteration: its own facts, and the loops around it as `outer`."""
        around = self.container.frame.loop
        return facts if around is None else {**facts, "outer": dict(around)}

    def fail(self, error: ErrorInfo) -> None:
        """No further iteration begins; the first error is the loop's."""
        self.error = self.error or error
        self.is_closing = True


class EachLoop(Loop):
    """Of `for_each`. Of many items and results only some are in memory, the others by reference."""

    result_field = "result"

    def __init__(self, container: Place, state: LoopState, each: Each) -> None:
        super().__init__(container, state)
        self.each = each
        self.parts = list(state.parts)
        """References to what the first iterations gave."""
        self._ends = dict(state.ends)
        self._size = sum(size_of(end.value) for end in self._ends.values())
        self._page: ItemsPage | None = None
        self._total = state.total
        if each.items is not None:
            self.turn_to(
                ItemsPage(start=0, items=each.items, keys=each.keys, total=len(each.items))
            )

    @property
    def may_begin(self) -> bool:
        if self.is_closing or len(self.frames) >= self.each.concurrency:
            return False
        return self._total is None or self.begun < self._total

    @property
    def lacks_items(self) -> bool:
        """Whether a page has to be read before another iteration may begin."""
        page = self._page
        if self._total == 0:
            return False
        return page is None or not 0 <= self.begun - page.start < len(page.items)

    def turn_to(self, page: ItemsPage) -> None:
        """Begin iterations with the items of this page."""
        self._page = page
        self._total = page.total

    def refer_to(self, items: JsonValue) -> None:
        """The items are kept here, where this is a reference: snapshots need not carry them."""
        if is_blob(items):
            self.each = replace(self.each, items=None, keys=None, source=items)

    def facts(self, index: int) -> Facts:
        assert self._page is not None
        at = index - self._page.start
        key = self._page.keys[at] if self._page.keys is not None else None
        return each_loop(self._page.items[at], index, key, None)

    def take(self, index: int, end: IterationEnd) -> None:
        key = (self.frames[index].loop or {})["key"]
        self._ends[index] = replace(end, key=key if isinstance(key, str) else None)
        self._size += size_of(end.value)
        if end.error is not None and self.each.on_item_error == "stop":
            self.fail(end.error)

    def take_part(self) -> JsonValue:
        """What the first iterations gave whose results are not in `parts` yet; forget it."""
        open_from = min(self.frames, default=self.begun)
        indexes = sorted(index for index in self._ends if index < open_from)
        ends = [self._ends.pop(index) for index in indexes]
        self._size = sum(size_of(end.value) for end in self._ends.values())
        return self._gathered(ends)

    @property
    def is_large(self) -> bool:
        """Whether `take_part` should be stored, so that memory and snapshots stay small."""
        if self._size <= MAX_RESULTS_BYTES:
            return False
        # As long as a slow iteration holds most of them back, a part would not help.
        in_order = min(self.frames, default=self.begun) - min(self._ends)
        return 2 * in_order >= len(self._ends)

    @property
    def output(self) -> JsonValue:
        return self._gathered([self._ends[index] for index in sorted(self._ends)])

    def to_state(self) -> LoopState:
        return LoopState(
            **self._common(),
            outcome=self.each,
            ends=self._ends,
            parts=tuple(self.parts),
            total=self._total,
        )

    def _gathered(self, ends: list[IterationEnd]) -> JsonValue:
        keys = tuple(end.key for end in ends if end.key is not None)
        is_object = bool(keys) or (self._page is not None and self._page.keys is not None)
        return gather(replace(self.each, keys=keys if is_object else None), ends)


class RepeatLoop(Loop):
    """Of `while` and `until`: one iteration after the other."""

    result_field = "next"

    def __init__(self, container: Place, state: LoopState, repeat: Repeat) -> None:
        super().__init__(container, state)
        self.prev = state.prev if state.begun else repeat.initial
        self.repeat = repeat

    @property
    def may_begin(self) -> bool:
        return not self.is_closing and not self.frames

    @property
    def output(self) -> JsonValue:
        return self.prev

    def facts(self, index: int) -> Facts:
        return repeat_loop(self.prev, index, None)

    def take(self, index: int, end: IterationEnd) -> None:
        if end.kind == "result":
            self.prev = end.value
        if end.error is not None:
            self.fail(end.error)

    def to_state(self) -> LoopState:
        return LoopState(**self._common(), outcome=self.repeat, prev=self.prev)

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


class ItemLoop(Loop):
    """Of a run that does one item of another run's loop: its only iteration is under way from the start."""

    result_field = "result"

    def __init__(self, container: Place, state: LoopState, item: ItemRun) -> None:
        super().__init__(container, state)
        self._item = item
        self._end: IterationEnd | None = None

    @property
    def may_begin(self) -> bool:
        return False

    @property
    def output(self) -> JsonValue:
        return self._end.value if self._end else None

    @property
    def port(self) -> PortName:
        if self._end is None or self._end.kind == "result":
            return OUT
        return BREAK if self.is_closing else CONTINUE

    def iteration(self, index: int) -> str:
        return self.container.frame.iteration

    def facts(self, index: int) -> Facts:
        raise AssertionError(index)

    def take(self, index: int, end: IterationEnd) -> None:
        self._end = end
        if end.error is not None:
            self.fail(end.error)

    def to_state(self) -> LoopState:
        return LoopState(**self._common(), outcome=self._item)


def left_by(state: StepState) -> Break | Continue | None:
    """How an item's run has left the loop that it belongs to; None: it has not."""
    if state.port == BREAK:
        return Break()
    return Continue() if state.port == CONTINUE else None


def make_loop(container: Place, state: LoopState) -> EachLoop | RepeatLoop | ItemLoop:
    """New, or as an earlier history left it."""
    if isinstance(state.outcome, Each):
        return EachLoop(container, state, state.outcome)
    if isinstance(state.outcome, ItemRun):
        return ItemLoop(container, state, state.outcome)
    return RepeatLoop(container, state, state.outcome)


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
