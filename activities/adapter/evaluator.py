"""Evaluates a step's expressions: small ones at once, costly ones beside the event loop."""

import asyncio
import os
import re
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
from noria.step_calls import StepCall

SMALL_BYTES = 4 * 1024
"""A scope up to this size is first tried on the event loop, which that holds for 0.1 s at most."""

PASSED_ON_BYTES = 1024 * 1024
_PATH = re.compile(r"\s*[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*\s*", re.ASCII)


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
        items = [ExpressionItem.of(e) for e in call.step.expressions]
        passed_on = {} if _is_small(scope) else _passed_on(items, scope)
        items = [item for item in items if item.key not in passed_on]
        if not items:
            return passed_on
        return passed_on | await self._evaluated(call, items, scope)

    async def _evaluated(
        self, call: StepCall, items: Sequence[ExpressionItem], scope: Mapping[str, JsonValue]
    ) -> dict[str, JsonValue]:
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


def _passed_on(
    items: Sequence[ExpressionItem], scope: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """Large values of expressions that are a path and nothing else: the engine would only copy them.

    A list of a million items is more than it can take.
    """
    found: dict[str, JsonValue] = {}
    for item in items:
        path = _PATH.fullmatch(item.source if item.bare else _inside(item.source))
        value = _at(scope, path[0].strip().split(".")) if path else None
        if value is not None and _is_large(value):
            found[item.key] = value
    return found


def _inside(template: str) -> str:
    is_whole = template.startswith("{{") and template.endswith("}}")
    return template[2:-2] if is_whole else ""


def _at(scope: Mapping[str, JsonValue], names: Sequence[str]) -> JsonValue:
    value: JsonValue = dict(scope)
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _is_large(value: JsonValue) -> bool:
    try:
        # Larger integers reach expressions as text: that is for the engine to do.
        return len(orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER)) > PASSED_ON_BYTES
    except TypeError:
        return False


def fill(call: StepCall, values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The step's config with these values in place of its expressions."""
    return render(call.step.config, call.step.expressions, values)
