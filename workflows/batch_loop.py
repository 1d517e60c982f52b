"""A loop in batches under way: which batch is next, and what came of those that ended. Pure."""

from collections.abc import Callable, Sequence

from pydantic import JsonValue

from noria.batch import BATCH_ITEMS, MAX_BATCHES, SHOWN_FAILURES, BatchBody, BatchCall, BatchResult
from noria.plan import PlanStep
from noria.run import BatchState, ErrorInfo
from noria.steps.frame import Place

WINDOW = 4
"""Batches at a time."""


class BatchLoop:
    """Counts, and remembers digests."""

    def __init__(self, place: Place, state: BatchState, body: Sequence[PlanStep]) -> None:
        self.place = place
        self.state = state
        self.body = tuple(body)
        self.stop_others: Callable[[], None] = _nothing
        self._under_way: set[int] = set()
        items = state.outcome.items
        if state.items is not None:
            self._count, self._size = state.items.count, state.items.size
        else:
            assert items is not None
            self._count = len(items)
            asked = state.outcome.batch_size or BATCH_ITEMS
            self._size = max(asked, -(-self._count // MAX_BATCHES))

    @property
    def is_keyed(self) -> bool:
        """Whether it goes over an object."""
        if self.state.items is not None:
            return self.state.items.keyed
        return self.state.outcome.keys is not None

    @property
    def is_over(self) -> bool:
        """No batch is to be sent any more."""
        return self.state.closing or not (self.state.left or self.state.next < self._batches)

    @property
    def _batches(self) -> int:
        return -(-self._count // self._size)

    @property
    def window(self) -> int:
        """How many batches may be under way: without activities the order makes no difference."""
        is_pure = all(step.lane == "control" for step in self.body)
        # What comes after a `break` must not be done before it.
        may_break = any(step.type == "break" for step in self.body)
        return WINDOW if is_pure and not may_break else min(WINDOW, self.state.outcome.concurrency)

    @property
    def concurrency(self) -> int:
        """Items at a time within a batch."""
        return max(1, self.state.outcome.concurrency // self.window)

    def take(self) -> int | None:
        """The batch to send next: one that was begun before, or a new one."""
        if self.state.closing:
            return None
        number = next((n for n in self.state.left if n not in self._under_way), None)
        if number is None:
            if self.state.next >= self._batches:
                return None
            number = self.state.next
            self._set(next=number + 1, left={**self.state.left, number: ""})
        self._under_way.add(number)
        return number

    def call(self, body: BatchBody, number: int) -> BatchCall:
        """What the batch is sent."""
        first = number * self._size
        call = BatchCall(
            body=body, number=number, first=first, left=self.state.left.get(number) or None
        )
        each = self.state.outcome
        if self.state.items is not None:
            items = self.state.items
            return call.model_copy(update={"manifest": items.manifest, "keyed": items.keyed})
        assert each.items is not None
        some = slice(first, first + self._size)
        keys = each.keys[some] if each.keys is not None else None
        return call.model_copy(update={"items": each.items[some], "keys": keys})

    def count(self, number: int, result: BatchResult) -> None:
        """Take a batch's result; it is under way until nothing is left of it."""
        state = self.state
        left = dict(state.left)
        if result.left is not None:
            self._set(left={**left, number: result.left}, closing=state.closing)
            return
        self._under_way.discard(number)
        left.pop(number, None)
        assert result.results is not None
        self._set(
            left=left,
            results={**state.results, number: result.results},
            done=state.done + result.done,
            failed=state.failed + result.failed,
            left_out=state.left_out + result.left_out,
            failures=(*state.failures, *result.failures)[:SHOWN_FAILURES],
            error=state.error or result.error,
            closing=state.closing or result.broke or result.error is not None,
        )

    def release(self) -> None:
        """No task has a batch any more."""
        self._under_way.clear()

    @property
    def progress(self) -> JsonValue:
        """For people, while it runs."""
        return {
            "done": self.state.done,
            "failed": self.state.failed,
            "left_out": self.state.left_out,
            "total": self._count,
        }

    @property
    def left_out(self) -> ErrorInfo | None:
        """What people are told of items that failed and were left out."""
        if not self.state.failed or self.state.outcome.on_item_error != "skip":
            return None
        first = self.state.failures[0]
        return ErrorInfo(
            type="items_failed",
            message=f"{self.state.failed:,} of {self._count:,} items failed and were left out; item "
            f"{first.index}: {first.error.message}",
            node_id=self.place.step.id,
            details=[failure.model_dump(mode="json") for failure in self.state.failures],
        )

    def _set(self, **facts: object) -> None:
        self.state = self.state.model_copy(update=facts)


def size_of_batch(body: BatchBody) -> int:
    """Bytes as JSON of what each batch of a loop is sent besides its items."""
    return len(body.model_dump_json().encode())


def _nothing() -> None:
    """There are no others yet."""
