"""Which runs of a workspace are meant: as conditions, and as parts that an index finds at once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Text, cast, exists, func, literal
from sqlmodel import and_, col, or_, select

from noria.sub_runs import ITEM
from store.paging import like
from store.sharing import VIEW, closed_to
from store.tables import Run, Version, Workflow

FAILED = "failed"
WITH_ERROR = ("cancelled", FAILED)
"""Statuses of runs that may have an error."""
DENSE = frozenset({"succeeded"})
"""What most runs are: the newest of them are found without an index of its own."""
MAX_PARTS = 24
_ID_START = re.compile(r"[0-9a-f]{1,8}|[0-9a-f]{8}(-[0-9a-f]{0,4}){1,3}(-[0-9a-f]{0,12})?")


@dataclass(frozen=True)
class Viewer:
    """An account to which not every workflow may be shown."""

    workspace_id: UUID
    account_id: UUID
    level: int = VIEW
    """What they must be allowed with a workflow whose runs are meant."""


@dataclass(frozen=True)
class RunFilter:
    """Which runs of a workspace to list; None leaves a condition out."""

    workflow_id: UUID | None = None
    statuses: Sequence[str] = ()
    version: int | None = None
    search: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    parent_run_id: UUID | None = None
    parent_node_id: str | None = None
    parent_iteration: str | None = None
    run_ids: Sequence[UUID] = ()
    key: str | None = None
    triggers: Sequence[str] = ()
    error: str | None = None
    """Part of the error's message."""
    failed_type: str | None = None
    """The node type of the step that failed the run; runs of drafts have no version to look it up in."""
    took_at_least_s: float | None = None
    """Seconds from start to end: only runs that have ended."""
    open_to: Viewer | None = None
    """Only runs of workflows that are open to this account: where row security doesn't see to it."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """To be met all."""
        return [*self._own_conditions(), *([] if self.search else self._without_items())]

    def _without_items(self) -> list[ColumnElement[bool]]:
        """Runs of items of loops are found by their loop's run, or by their id: thousands of them would
        hide all others.
        """
        if self.parent_run_id or self.run_ids:
            return []
        return [col(Run.relation).is_distinct_from(ITEM)]

    def _own_conditions(self) -> list[ColumnElement[bool]]:
        equal = (
            (Run.workflow_id, self.workflow_id),
            (Run.version, self.version),
            (Run.parent_run_id, self.parent_run_id),
            (Run.parent_node_id, self.parent_node_id),
            (Run.parent_iteration, self.parent_iteration),
            (Run.key, self.key),
        )
        found = [col(column) == value for column, value in equal if value]
        among = ((Run.status, self.statuses), (Run.trigger, self.triggers), (Run.id, self.run_ids))
        found += [col(column).in_(values) for column, values in among if values]
        if self.search:
            named = select(Workflow.id).where(col(Workflow.name).ilike(like(self.search)))
            is_named = and_(col(Run.workflow_id).in_(named), *self._without_items())
            found.append(or_(is_named, *begins_with(self.search)))
        if self.error:
            found += [col(Run.status).in_(WITH_ERROR), col(Run.error).is_not(None)]
            found.append(col(Run.error)["message"].as_string().ilike(like(self.error)))
        if self.failed_type:
            found += [col(Run.status) == FAILED, _failed_at(self.failed_type)]
        if self.took_at_least_s is not None:
            took = col(Run.finished_at) - col(Run.started_at)
            found.append(took >= timedelta(seconds=self.took_at_least_s))
        if self.since:
            found.append(col(Run.created_at) >= self.since)
        if self.until:
            found.append(col(Run.created_at) < self.until)
        if self.open_to:
            to = self.open_to
            closed = closed_to(to.workspace_id, to.account_id, to.level)
            found.append(col(Run.workflow_id).not_in(closed))
        return found

    def parts(self, named: Sequence[UUID]) -> list[list[ColumnElement[bool]]]:
        """Conditions of parts that hold together the runs that are meant.

        In each part the index gives the newest first. As one condition they would be found by going
        through all runs of the workspace until enough fit, which for a rare status is all of them.

        `named`: the workflows whose names have the text that is searched for.
        """
        rest = replace(self, search=None, statuses=(), workflow_id=None)
        ways = list(product(self._statuses(), self._places(named)))
        if len(ways) > MAX_PARTS:
            return [self.conditions()]
        return [[*status, *place, *rest._own_conditions()] for status, place in ways]

    def _statuses(self) -> list[list[ColumnElement[bool]]]:
        wanted = set(self.statuses)
        if self.error or self.failed_type:
            able = {FAILED} if self.failed_type else set(WITH_ERROR)
            wanted = wanted & able if wanted else able
            if not wanted:
                return []
        if not wanted:
            return [[]]
        if wanted & DENSE:
            return [[col(Run.status).in_(sorted(wanted))]]
        # Written out: behind a parameter, a prepared plan can't use the index of rare statuses.
        return [
            [col(Run.status) == literal(status, literal_execute=True)] for status in sorted(wanted)
        ]

    def _places(self, named: Sequence[UUID]) -> list[list[ColumnElement[bool]]]:
        own = [col(Run.workflow_id) == self.workflow_id] if self.workflow_id else []
        if not self.search:
            return [[*own, *self._without_items()]]
        found = [
            [col(Run.workflow_id) == each, *self._without_items()]
            for each in named
            if self.workflow_id in (None, each)
        ]
        return found + [[*own, condition] for condition in begins_with(self.search)]


def _failed_at(node_type: str) -> ColumnElement[bool]:
    """The step that the run's error names is of this type, in the version that ran."""
    node = func.json_array_elements(col(Version.graph)["nodes"], type_=JSON).column_valued("node")
    return exists(
        select(col(Version.number)).where(
            col(Version.workflow_id) == Run.workflow_id,
            col(Version.number) == Run.version,
            # Text is searched faster than JSON is taken apart, and most versions have no such step.
            cast(col(Version.graph), Text).contains(node_type, autoescape=True),
            node["id"].as_string() == col(Run.error)["node_id"].as_string(),
            node["type"].as_string() == node_type,
        )
    )


def begins_with(text: str) -> Iterator[ColumnElement[bool]]:
    """Of runs whose id begins so; nothing where no id can."""
    start = text.strip().lower()
    if not _ID_START.fullmatch(start):
        return
    digits = start.replace("-", "")
    yield col(Run.id).between(UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f")))
