"""Where random graphs take their choices from: Hypothesis, which then shrinks them, or a seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@dataclass(frozen=True)
class Dice:
    """All choices come down to one: a number below another. 0 is the simplest."""

    below: Callable[[int], int]

    @classmethod
    def seeded(cls, seed: int) -> "Dice":
        return cls(Random(seed).randrange)

    @classmethod
    def drawn(cls, data: st.DataObject) -> "Dice":
        return cls(lambda number: data.draw(st.integers(0, number - 1)))

    def between(self, low: int, high: int) -> int:
        """Both included."""
        return low + self.below(high - low + 1)

    def choice(self, values: Sequence[T]) -> T:
        return values[self.below(len(values))]

    def chance(self, percent: int) -> bool:
        return self.below(100) >= 100 - percent

    def weighted(self, weights: dict[T, int]) -> T:
        """A key, by its weight; the first is the simplest."""
        number = self.below(sum(weights.values()))
        for value, weight in weights.items():
            number -= weight
            if number < 0:
                return value
        raise AssertionError("a number below the sum lies in one of them")

    def sample(self, values: Sequence[T], count: int) -> list[T]:
        """So many different ones, or all."""
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]
