"""Queries that do without the large columns of a row."""

from collections.abc import Sequence

from sqlalchemy.orm.interfaces import ORMOption

from store.tables import Run, left_out


def light_run() -> Sequence[ORMOption]:
    """Of a run: without what it was given and gave, and what it follows where that is no version."""
    return left_out(Run.input, Run.output, Run.draft_graph, Run.draft_plan, Run.snapshot)
