"""Two evaluations of the same cases: what got better, and what got worse."""

from collections.abc import Mapping
from typing import Literal

Change = Literal["regression", "improvement", "same", "new"]


def change_of(before: bool | None, after: bool) -> Change:
    """Of one case; `before` is None where it was not there."""
    if before is None:
        return "new"
    if before == after:
        return "same"
    return "improvement" if after else "regression"


def regressions(before: Mapping[str, bool], after: Mapping[str, bool]) -> list[str]:
    """Keys of the cases that passed and do no longer."""
    return [
        key for key, passed in after.items() if change_of(before.get(key), passed) == "regression"
    ]
