"""Plans of versions, which never change: read and checked once by each process."""

from collections import OrderedDict
from uuid import UUID

from noria.plan import Plan, read_plan
from store import launching
from store.database import Database

MOST = 200


class Plans:
    """The most recently used ones. Whose a workflow is, its reader has checked."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[UUID, int], Plan] = OrderedDict()

    async def get(
        self, database: Database, *, workspace_id: UUID, workflow_id: UUID, number: int
    ) -> Plan:
        """
        Raises:
            NotFound: No such version, or it belongs to another workspace.
        """
        key = (workflow_id, number)
        plan = self._known.get(key)
        if plan is None:
            found = await launching.read_plan(
                database, workspace_id=workspace_id, workflow_id=workflow_id, number=number
            )
            plan = self._known[key] = read_plan(found)
        self._known.move_to_end(key)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return plan
