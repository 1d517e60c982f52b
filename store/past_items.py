"""Runs of items, as far as what they did is not told by the run that their loop belongs to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, literal
from sqlmodel import col, func, select

from noria.control.for_each_item import FOR_EACH_ITEM
from noria.forks.records import At
from noria.model import NodeId
from noria.plan import Plan
from noria.run import FINAL_RUN, RunStatus, StepRecord, StepStatus
from noria.steps.places import container_of
from noria.sub_runs import ITEM
from store.database import Session
from store.light import light_run
from store.tables import Run


@dataclass(frozen=True)
class PastItem:
    """The newest run of an item."""

    run_id: UUID
    place: At
    """Of the step that started it."""
    is_over: bool
    """Or it has not begun: of a terminated run it will do nothing."""


@dataclass
class Known:
    """What is known so far of a run and of the runs of its items."""

    plan: Plan
    asked_for: set[str]
    """Iterations of which all is to be known, however they ended."""

    def __post_init__(self) -> None:
        self._steps = {step.id: step for step in self.plan.steps}
        self._ended: set[At] = set()
        self.has_items = any(step.type == FOR_EACH_ITEM for step in self.plan.steps)

    def learn(self, records: Iterable[StepRecord]) -> None:
        """Of steps: what they undid is asked for, too."""
        for record in records:
            step = self._steps.get(record.node_id)
            if step is None:
                continue
            if step.undoes:
                self.asked_for |= set(paths_around(record.iteration))
            if record.status is StepStatus.SUCCEEDED:
                self._ended.add((record.node_id, record.iteration))

    def lacks(self, item: PastItem) -> bool:
        """Whether neither the item's step nor its loop tells all that a new run needs of it."""
        node_id, iteration = item.place
        if iteration in self.asked_for:
            return True
        step = self._steps.get(node_id)
        if step is None or step.parent is None:
            return False
        loop, outer = container_of(self._steps, step, iteration)
        return not self._ended.intersection([(node_id, iteration), (loop.id, outer)])


def paths_around(iteration: str) -> Iterable[str]:
    """An iteration, and those around it."""
    indexes = iteration.split("/") if iteration else []
    return ("/".join(indexes[: count + 1]) for count in range(len(indexes)))


async def list_items(
    session: Session, *, workspace_id: UUID, parents: Collection[UUID]
) -> Sequence[PastItem]:
    """The newest run of each item of these runs: a loop that a person had tried again has several."""
    query = (
        select(Run)
        .where(
            Run.workspace_id == workspace_id,
            col(Run.parent_run_id) == func.any_(literal(list(parents), ARRAY(Uuid))),
            Run.relation == ITEM,
        )
        .order_by(col(Run.created_at), col(Run.id))
        .options(*light_run())
    )
    newest: dict[tuple[UUID | None, At], PastItem] = {}
    for run in await session.exec(query):
        place = NodeId(run.parent_node_id or ""), run.parent_iteration or ""
        is_over = run.status in (*FINAL_RUN, RunStatus.QUEUED)
        newest[run.parent_run_id, place] = PastItem(run.id, place, is_over)
    return list(newest.values())


def places_of(items: Iterable[PastItem]) -> Mapping[str, At]:
    """By the ids of their runs."""
    return {str(item.run_id): item.place for item in items}
