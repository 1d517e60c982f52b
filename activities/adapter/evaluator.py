"""Evaluates a step's expressions: small ones at once, costly ones beside the event loop."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Protocol

import orjson
from pydantic import JsonValue

from noria.config import render
from noria.errors import ExpressionLimitError
from noria.expressions import Budget, Evaluation, ExpressionItem, evaluate
from noria.run import StepCall

SMALL_BYTES = 4 * 1024
"""A scope up to this size is first tried on the event loop, which that holds for 0.1 s at most."""


class Evaluate(Protocol):
    """`noria.expressions.evaluate`."""

    def __call__(
        self,
        items: Sequence[ExpressionItem],
        scope: Mapping[str, JsonValue],
        *,
        budget: Budget,
        now: datetime,
        seed: str,
    ) -> Evaluation: ...


class Evaluator:
    """As many threads as processors: the engine computes without Python's lock."""

    def __init__(self, function: Evaluate = evaluate) -> None:
        self._function = function
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="expression")

    async def values(self, call: StepCall, scope: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """Values by pointer.

        Raises:
            ExpressionError: Names the expression.
        """
        items = [ExpressionItem(e.pointer, e.source, e.bare) for e in call.step.expressions]
        work = partial(self._function, items, scope, now=call.now, seed=call.seed)
        if _is_small(scope):
            # The way to a thread and back costs more than most expressions do.
            with suppress(ExpressionLimitError):
                return dict(work(budget=Budget.WORKFLOW).values)
        costly = partial(work, budget=Budget.ACTIVITY)
        evaluation = await asyncio.get_running_loop().run_in_executor(self._threads, costly)
        return dict(evaluation.values)

    def close(self) -> None:
        """Evaluations end by their fuel; nobody waits for them."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _is_small(scope: Mapping[str, JsonValue]) -> bool:
    try:
        return len(orjson.dumps(scope)) <= SMALL_BYTES
    except TypeError:  # an integer beyond 64 bits, a lone surrogate
        return False


def fill(call: StepCall, values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The step's config with these values in place of its expressions."""
    return render(call.step.config, call.step.expressions, values)
