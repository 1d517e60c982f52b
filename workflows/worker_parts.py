"""What a worker needs to run our workflows. The worker itself is put together in `worker`."""

from temporalio.worker import UnsandboxedWorkflowRunner, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from noria.expressions import Engine
from workflows.bulk_workflow import BulkWorkflow
from workflows.deliver_workflow import DeliverWorkflow
from workflows.evaluation_workflow import EvaluationWorkflow
from workflows.fire_workflow import FireWorkflow
from workflows.graph_workflow import GraphWorkflow
from workflows.knowledge_workflow import KnowledgeWorkflow

WORKFLOWS = (
    GraphWorkflow,
    BulkWorkflow,
    FireWorkflow,
    DeliverWorkflow,
    KnowledgeWorkflow,
    EvaluationWorkflow,
)

# Without side effects when imported, and the same for every run.
_PASSED_THROUGH = ("noria", "pydantic", "pydantic_core", "orjson", "wasmtime", "tree_sitter")


def production_runner() -> WorkflowRunner:
    """A third of the CPU less than in the sandbox, whose rules CI has checked by then."""
    _compile_expressions()
    return UnsandboxedWorkflowRunner()


def sandboxed_runner() -> WorkflowRunner:
    """Refuses clocks, random sources and I/O in workflow code: for tests."""
    _compile_expressions()
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*_PASSED_THROUGH)
    )


def _compile_expressions() -> None:
    """Not in a first workflow task, which would be taken for a deadlock after 2 s of it."""
    Engine.shared()
