"""Which runs need nothing from outside: who starts them may compute them at once, and be done."""

from noria.blobs import size_of
from noria.plan import Plan
from noria.run import RunRequest

PURE_TYPES = frozenset({"start", "set", "vars.set", "branch", "switch", "fail", "end"})
"""Without loops, which may take long, and without all that waits, calls or starts something."""
MAX_STEPS = 100
"""What a turn of a run takes (`workflows.lanes`): one with more has several."""
MAX_BYTES = 16_384
"""Of input and environment: each step may read the whole of them."""


def is_pure(request: RunRequest) -> bool:
    """Whether the run is expected to end in its first workflow task, after some milliseconds."""
    goes_on = request.snapshot is not None or bool(request.snapshot_at)
    rests = bool(request.breakpoints) or request.start_at is not None
    return (
        not goes_on
        and not rests
        and has_pure_steps(request.plan)
        and size_of(request.input) + size_of(request.env) <= MAX_BYTES
    )


def has_pure_steps(plan: Plan) -> bool:
    """Whether all steps are the engine's own and end at once, with expressions that need no engine.

    What an engine computes may take as long as its fuel lasts: others would wait for it.
    """
    return len(plan.steps) <= MAX_STEPS and all(
        step.type in PURE_TYPES
        and step.lane == "control"
        and all(expression.simple for expression in step.expressions)
        for step in plan.steps
    )
