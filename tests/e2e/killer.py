"""SIGKILLs processes of a stack while a test does something else."""

import threading
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from random import Random

from tests.e2e.stack import Stack


class Killer(threading.Thread):
    """The worker over and over, and each of `once` once, every fourth time."""

    def __init__(
        self, stack: Stack, every_s: float, at_most: int, once: Sequence[str], dice: Random | None
    ) -> None:
        super().__init__(daemon=True)
        self._stack = stack
        self._at_most = at_most
        self._every_s = every_s
        self._dice = dice
        self._once = list(once)
        self._enough = threading.Event()
        self.kills: Counter[str] = Counter()

    def run(self) -> None:
        rounds = 0
        while rounds < self._at_most and not self._enough.wait(self._pause()):
            rounds += 1
            victims = ["worker"]
            if self._once and rounds % 4 == 0:
                victims.append(self._once.pop(0))
            for victim in victims:
                self.kills[victim] += self._stack.kill(victim)

    def _pause(self) -> float:
        return self._every_s * (self._dice.uniform(0.3, 1.7) if self._dice else 1)

    def stop(self) -> None:
        self._enough.set()
        self.join()


@contextmanager
def killing(
    stack: Stack,
    *,
    every_s: float,
    at_most: int = 1_000,
    once: Sequence[str] = (),
    dice: Random | None = None,
) -> Generator[Killer]:
    """While the block runs, or until so many rounds are over; `dice` make their pauses uneven."""
    killer = Killer(stack, every_s, at_most, once, dice)
    killer.start()
    try:
        yield killer
    finally:
        killer.stop()
