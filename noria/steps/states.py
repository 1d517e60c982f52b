"""How a step ended, by its node's policy. Pure."""

from datetime import datetime

from pydantic import JsonValue

from noria.model import ERROR, OUT, PortName
from noria.plan import PlanStep
from noria.run import ErrorInfo, StepState, StepStatus
from noria.step_calls import StepResult


def succeeded(result: StepResult) -> StepState:
    """As the node itself says."""
    return StepState(
        status=StepStatus.SUCCEEDED,
        attempt=result.attempt,
        port=result.port,
        output=result.output,
        started_at=result.started_at,
        finished_at=result.finished_at,
    )


def done(
    output: JsonValue, port: PortName | None, started_at: datetime, finished_at: datetime
) -> StepState:
    """Of a control node; only `end` has no port."""
    return StepState(
        status=StepStatus.SUCCEEDED,
        port=port,
        output=output,
        started_at=started_at,
        finished_at=finished_at,
    )


def failed(
    step: PlanStep, error: ErrorInfo, attempt: int, started_at: datetime, finished_at: datetime
) -> StepState:
    """Without a port where the policy fails the run or holds the step, else with the port that goes on."""
    policy = step.policy
    port = {"fail": None, "port": ERROR, "hold": None, "continue": first_port(step)}[
        policy.on_error
    ]
    return StepState(
        status=StepStatus.FAILED,
        attempt=attempt,
        port=port,
        output=policy.on_error_output if policy.on_error == "continue" else None,
        error=error,
        started_at=started_at,
        finished_at=finished_at,
    )


def skipped(
    step: PlanStep, output: JsonValue, port: PortName | None, attempt: int, now: datetime
) -> StepState:
    """By a person, who says what it would have given; `end` gives the run's output all the same."""
    leaves_by = port or first_port(step)
    return StepState(
        status=StepStatus.SKIPPED if leaves_by else StepStatus.SUCCEEDED,
        attempt=attempt,
        port=leaves_by,
        output=output,
        finished_at=now,
    )


def unknown_port(step: PlanStep, port: PortName) -> ErrorInfo:
    """A port that no edge can leave from would end the run early, in silence."""
    message = (
        f"Node type {step.type!r} has a bug: it answered by the port {port!r}, "
        f"which is none of {', '.join(map(repr, step.ports)) or 'its ports: it has none'}."
    )
    return ErrorInfo(type="bug", message=message, node_id=step.id)


def first_port(step: PlanStep) -> PortName | None:
    """Where a step goes on that did not do its work; None where nothing comes after it."""
    if OUT in step.ports:
        return OUT
    return next((port for port in step.ports if port != ERROR), None)
