"""Names that the workflow, its client and the worker share with Temporal."""

from datetime import timedelta

from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from noria.model import DEFAULT_QUEUE
from noria.run import RunRequest

TASK_QUEUE = "noria-engine"
"""The default queue: of runs, and of the steps whose node types are bound to no other."""
DEFAULT_NAMESPACE = "noria"
GRAPH_WORKFLOW = "GraphWorkflow"
BULK_WORKFLOW = "BulkWorkflow"
BULK_PAGE = "noria.bulk"
"""Its activity."""
KNOWLEDGE_WORKFLOW = "KnowledgeWorkflow"
EVALUATION_WORKFLOW = "EvaluationWorkflow"
FIRE_WORKFLOW = "FireWorkflow"
FIRE = "noria.fire"
"""Its activity."""
DELIVER_WORKFLOW = "DeliverWorkflow"
"""Its activities: `noria.notices`."""

CONTROL = "control"
"""The update by which people take hold of a run."""
GRIP = "grip"
"""The query that says how a run stands in their hands."""

# Local activities, implemented by the worker; a node activity's name is its node type's.
PROJECT = "noria.project"
FINISH_RUN = "noria.finish_run"
EVALUATE = "noria.evaluate"
STORE = "noria.store"
ITEMS = "noria.items"
GATHER = "noria.gather"
SPLIT = "noria.split"
BATCH = "noria.batch"
COLLECT = "noria.collect"
"""These three are activities of their own, not local ones."""
OPEN_WAIT = "noria.open_wait"
CLOSE_WAIT = "noria.close_wait"
REMIND = "noria.remind"
PREPARE_RUN = "noria.prepare_run"
RECORD_ITEM_RUN = "noria.record_item_run"
SUB_RUN_ENDS = "noria.sub_run_ends"

EARLY_CANCEL = "early-cancel"
"""Patch: a cancel that comes with a run's first task is heard before anything starts."""
SUB_RUN_WAITS = "sub-run-waits"
"""Patch: who waits for nothing but a sub-run shows `waiting`."""
UNDO_BY_REFERENCE = "undo-by-reference"
"""Patch: a new history is handed what compensations read by reference, where it is large."""
SNAPSHOT_BY_REFERENCE = "snapshot-by-reference"
"""Patch: a snapshot that is too large to travel is stored, and read by the new history."""
UNDOS_IN_PAGES = "undos-in-pages"
"""Patch: what is to be undone of an item's run goes by reference as a whole, where it is large."""
LEFT_KEPT = "left-kept"
"""Patch: what a retry takes over of iterations that have not begun is handed to a new history, too."""
UNDO_RENEWS = "undo-renews"
"""Patch: a run goes on in a new history between compensations, too."""
SUB_RUNS_PAUSE = "sub-runs-pause"
"""Patch: sub-runs that are waited for are paused and resumed with the run."""
BATCHES_HEED_PAUSE = "batches-heed-pause"
"""Patch: what a batch left over is not sent while the run is paused."""

WHOLE_HANDOVER = "whole-handover"
"""Patch: what happens while a new history is being prepared is in it, or keeps it from coming."""
CANCEL_STAYS = "cancel-stays"
"""Patch: a step that fails while a cancelled run is being stopped does not fail the run."""
LATE_CANCEL = "late-cancel"
"""Patch: a cancel that comes in the moment in which something ends that must be seen through is heard."""

SUB_RUNS_SPREAD = "sub-runs-spread"
"""Patch: the starts of sub-runs are spread over workflow tasks where one could not carry them all."""
ITEMS_OUTLIVE = "items-outlive"
"""Patch: runs of items are not cancelled where the run that started them goes on in a new history."""
LOOPS_BREATHE = "loops-breathe"
"""Patch: a loop gives up its turn among iterations that it has taken over as they ended."""

PAUSE_BELOW = "pause_below"
"""Signal to a sub-run: the run that waits for it was paused, or goes on."""
ADOPT = "adopt"
"""Signal to a sub-run: the run that waits for it went on in a new history, and is paused or not."""
SUB_RUN_ENDED = "sub_run_ended"
"""Signal to a run in a later history: how a sub-run ended that an earlier one had started."""
WAKE = "wake"
"""Signal: the wait of this id has an answer to take."""

WORKSPACE = SearchAttributeKey.for_keyword("NoriaWorkspace")
WORKFLOW = SearchAttributeKey.for_keyword("NoriaWorkflow")
VERSION = SearchAttributeKey.for_keyword("NoriaVersion")
SEARCH_ATTRIBUTES = (WORKSPACE, WORKFLOW, VERSION)

HEARTBEAT_TIMEOUT = timedelta(seconds=10)
"""Of every node activity: the adapter beats, so a killed worker's step goes on this much later."""


def task_queue(queue: str) -> str:
    """Temporal's name of a queue."""
    return TASK_QUEUE if queue == DEFAULT_QUEUE else f"noria-{queue}"


def queue_of(name: str) -> str:
    """The other direction of `task_queue`."""
    return DEFAULT_QUEUE if name == TASK_QUEUE else name.removeprefix("noria-")


def search_attributes(request: RunRequest) -> TypedSearchAttributes:
    """What runs are found by in Temporal's own UI; never data."""
    version = "draft" if request.version is None else str(request.version)
    return TypedSearchAttributes(
        [
            SearchAttributePair(WORKSPACE, request.workspace_id),
            SearchAttributePair(WORKFLOW, request.workflow_id),
            SearchAttributePair(VERSION, version),
        ]
    )


def temporal_id(run_id: str) -> str:
    """Temporal's workflow id of a run."""
    return f"run-{run_id}"
