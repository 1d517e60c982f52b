"""Runs one control node: expressions, config, the node's own function. Pure: not its waiting."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from noria.blobs import size_of
from noria.catalog import load_control_catalog
from noria.config import render, validate_config
from noria.errors import NodeFailed, NoriaError
from noria.expressions import Budget, ExpressionItem, evaluate
from noria.node_type import ControlContext, Finish, Outcome, Output
from noria.plan import PlanStep
from noria.run import ErrorInfo, Scope
from noria.steps.failure import describe_error

Rendered = dict[str, JsonValue]

# Not the whole catalog: a workflow must not import what activities need.
_CATALOG = load_control_catalog()


@dataclass(frozen=True)
class Answer:
    """What came of a control node, and the config it was called with."""

    outcome: Outcome | ErrorInfo
    rendered: Rendered | None = None
    fuel: int = 0
    """Spent by its expressions."""
    size: int = 0
    """Bytes as JSON of the largest value in it."""


@dataclass(frozen=True)
class Moment:
    """All that a control node may know besides its scope, fixed for every replay."""

    now: datetime
    seed: str
    run_input: JsonValue
    iteration: str = ""


@dataclass(frozen=True)
class Evaluated:
    """A config with its expressions evaluated."""

    config: Rendered
    fuel: int = 0


def perform(step: PlanStep, scope: Scope, moment: Moment) -> Answer:
    """Evaluate the step's expressions here, then call it."""
    evaluated = evaluate_config(step, scope, moment)
    if isinstance(evaluated, ErrorInfo):
        return Answer(evaluated)
    return call(step, evaluated.config, moment, fuel=evaluated.fuel)


def evaluate_config(step: PlanStep, scope: Scope, moment: Moment) -> Evaluated | ErrorInfo:
    """Within the bounds that the workflow sets to expressions."""
    if not step.expressions:
        return Evaluated(step.config)
    items = [ExpressionItem.of(e) for e in step.expressions]
    try:
        evaluation = evaluate(
            items, scope.names(), budget=Budget.WORKFLOW, now=moment.now, seed=moment.seed
        )
    except NoriaError as error:
        return describe_error(error, step)
    return Evaluated(render(step.config, step.expressions, evaluation.values), evaluation.fuel)


def call(step: PlanStep, rendered: Rendered, moment: Moment, fuel: int = 0) -> Answer:
    """Call the node's function; whatever it raises fails the step, never the workflow task."""
    try:
        outcome = _call(step, rendered, moment)
        return Answer(outcome, rendered, fuel, _size(step, rendered, outcome))
    except NoriaError as error:
        return Answer(describe_error(error, step), rendered, fuel)
    # A node is foreign code to the engine: a bug in it must not stop the run for ever.
    except Exception as error:  # noqa: BLE001
        message = f"Node type {step.type!r} has a bug: it raised {error!r}."
        return Answer(ErrorInfo(type="bug", message=message, node_id=step.id), rendered, fuel)


def _call(step: PlanStep, rendered: Rendered, moment: Moment) -> Outcome:
    node_type = _CATALOG.find(step.type, step.type_version)
    if node_type is None or node_type.control is None:
        raise NodeFailed(
            f"This worker has no control node {step.type!r} of version {step.type_version}: "
            "update it."
        )
    config = validate_config(node_type, rendered)
    context = ControlContext(moment.now, moment.run_input, moment.iteration)
    return node_type.control(config, context)


def values_of(answer: Answer) -> list[JsonValue]:
    """The config, the output and the variables of a control node that has given an output."""
    outcome = answer.outcome
    if isinstance(outcome, Finish):
        return [answer.rendered, outcome.output]
    assert isinstance(outcome, Output)
    return [answer.rendered, outcome.value, *(outcome.vars or {}).values()]


def with_values(answer: Answer, values: list[JsonValue]) -> Answer:
    """The other direction of `values_of`, with references in place of what is large."""
    rendered, output, *variables = values
    assert isinstance(rendered, dict)
    outcome = answer.outcome
    if isinstance(outcome, Finish):
        return Answer(Finish(output), rendered)
    assert isinstance(outcome, Output)
    names = outcome.vars or {}
    return Answer(Output(output, outcome.port, dict(zip(names, variables, strict=True))), rendered)


def _size(step: PlanStep, rendered: Rendered, outcome: Outcome) -> int:
    values: list[JsonValue] = [rendered]
    if isinstance(outcome, Finish):
        values.append(outcome.output)
    elif isinstance(outcome, Output):
        values.append(outcome.value)
    try:
        return max(map(size_of, values))
    except TypeError as error:
        # What can't be written as JSON could not be sent on either, and would stop the run.
        raise NodeFailed(
            f"A value of step {step.id!r} can't be written as JSON: {error}."
        ) from error
