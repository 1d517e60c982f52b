"""Which runs need nothing from outside: who starts them may compute them at once, and be done."""

import orjson
from pydantic import JsonValue

from noria.plan import Plan
from noria.run import RunRequest

PURE_TYPES = frozenset({"start", "set", "vars.set", "branch", "switch", "respond", "fail", "end"})
"""Without loops, which may take long, and without all that waits, calls or starts something."""
MAX_STEPS = 100
"""What a turn of a run takes (`workflows.lanes`): one with more has several."""
MAX_EXPRESSIONS = 200
MAX_BYTES = 16_384
"""Of input and environment: each step may read the whole of them."""
MAX_CONFIG_BYTES = 65_536
"""Of all steps."""


def is_pure(request: RunRequest) -> bool:
    """Whether the run is expected to end in its first workflow task, after some milliseconds."""
    goes_on = request.snapshot is not None or bool(request.snapshot_at)
    rests = bool(request.breakpoints) or request.start_at is not None
    return (
        not goes_on
        and not rests
        and has_pure_steps(request.plan)
        and _is_small([request.input, request.env], MAX_BYTES)
    )


def has_pure_steps(plan: Plan) -> bool:
    """Whether all steps are the engine's own and end at once, with few expressions, all of them such
    that need no engine as they are written.

    What an engine computes may take as long as its fuel lasts: others would wait for it.
    """
    return (
        len(plan.steps) <= MAX_STEPS
        and sum(len(step.expressions) for step in plan.steps) <= MAX_EXPRESSIONS
        and all(
            step.type in PURE_TYPES
            and step.lane == "control"
            and all(expression.simple for expression in step.expressions)
            for step in plan.steps
        )
        and _is_small([step.config for step in plan.steps], MAX_CONFIG_BYTES)
    )


def _is_small(value: JsonValue, most: int) -> bool:
    """Also without references, which stand for large values."""
    try:
        written = orjson.dumps(value)
    # Integers beyond 64 bits, and characters that are none.
    except TypeError:
        return False
    return len(written) <= most and b'"$blob"' not in written
