"""Plans of earlier formats, made into today's: one pure function from each format to the next.

Never change one of them: somewhere a run that waits still has such a plan.
"""

from collections.abc import Callable
from typing import Any

Document = dict[str, Any]


def upgrade_plan(plan: Document, to: int) -> Document:
    """The plan in the format `to`; one of a format that nobody knows is left for the model to refuse."""
    version = plan.get("plan_version", to)
    while isinstance(version, int) and version in _UPGRADES and version < to:
        plan = _UPGRADES[version](plan)
        version = plan["plan_version"]
    return plan


def _with_containers(plan: Document) -> Document:
    """Format 2 has `parent`, `inner` and `batching` of steps, and `inside` of what they read."""
    return {**plan, "plan_version": 2}


_UPGRADES: dict[int, Callable[[Document], Document]] = {1: _with_containers}
