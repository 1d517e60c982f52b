"""Whether a workflow may change anything, asked of the plans that would be run now, however deep."""

from uuid import UUID

from noria.catalog import Catalog
from noria.compiling.plan_effects import Called, Changing, calls_in, changing_in
from noria.control.workflow_run import WORKFLOW_RUN
from noria.errors import Conflict, NotFound
from noria.model import NodeId
from store.database import Session
from store.sub_runs import find_plan


class CalledEffects:
    """Asks each workflow once."""

    def __init__(self, session: Session, workspace_id: UUID, catalog: Catalog) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._catalog = catalog
        self._asked: set[tuple[UUID, int | None]] = set()

    async def find(self, called: Called) -> Changing | None:
        """The node of the called workflow that may; None where nothing may, or there is no plan yet."""
        try:
            workflow_id, plan = await find_plan(
                self._session,
                workspace_id=self._workspace_id,
                workflow=called.workflow,
                version=called.version,
            )
        except (NotFound, Conflict):
            return None
        if (workflow_id, called.version) in self._asked:
            return None
        self._asked.add((workflow_id, called.version))
        if changing := changing_in(called.workflow, plan, self._catalog):
            return changing
        for inner in calls_in(plan):
            # Who may run this workflow need not see those below it: only its own node is told.
            if await self.find(inner):
                return Changing(called.workflow, NodeId(inner.node_id), WORKFLOW_RUN)
        return None
