"""A body run over many items at once: one step for all of them, then the next. Pure.

Steps go in plan order, in which each comes after all that lead to it, so that every iteration has
decided by then whether the step runs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue

from noria.batch import BatchBody, OpenItem
from noria.config import render
from noria.errors import ExpressionError
from noria.expressions import ExpressionItem, evaluate_each
from noria.model import NodeId, RetryPolicy
from noria.node_type import Break, Continue, Each, Output
from noria.plan import Inner, PlanStep, Reads
from noria.run import ErrorInfo, IterationEnd, Scope, StepState, StepStatus
from noria.steps import states
from noria.steps.control import Moment, Rendered, call
from noria.steps.failure import describe_error
from noria.steps.frame import Frame, Place
from noria.steps.loops import UNROLLED_ITEMS, each_loop
from noria.steps.ready import Level
from noria.steps.scope import build_scope, cut

RESULT = "result"
EVALUATED_AT_ONCE = 250


def goes_in_batches(step: PlanStep, each: Each) -> bool:
    """Whether a loop runs in batches: when its items are many, or its author wants it so."""
    if step.batching == "never":
        return False
    if each.batch_size is not None:
        return True
    are_many = each.items is None or len(each.items) > UNROLLED_ITEMS
    return step.batching == "always" and are_many


def outer_reads(container: PlanStep, body: Sequence[PlanStep]) -> Reads:
    """What a body and the loop's own `result` read from outside of the loop."""
    inside = {container.id, *(step.id for step in body)}
    every = [step.reads for step in body]
    every += [inner.reads for step in (container, *body) for inner in step.inner.values()]
    steps: dict[NodeId, tuple[tuple[str, ...], ...]] = {}
    for reads in every:
        for node_id, paths in reads.steps.items():
            if node_id not in inside:
                steps[node_id] = steps.get(node_id, ()) + paths
    return Reads(
        steps=steps,
        vars=tuple(dict.fromkeys(name for reads in every for name in reads.vars)),
        env=tuple(dict.fromkeys(name for reads in every for name in reads.env)),
        trigger=tuple(path for reads in every for path in reads.trigger),
        run=any(reads.run for reads in every),
    )


def reads_outer_loop(container: PlanStep, body: Sequence[PlanStep]) -> bool:
    """Whether any of them looks at the loop around the loop."""
    every = [step.reads for step in body]
    every += [inner.reads for inner in container.inner.values()]
    paths = [path for reads in every for path in reads.inside.get("loop", ())]
    return any(not path or path[0] == "outer" for path in paths)


@dataclass
class Iteration:
    """One item under way."""

    index: int
    frame: Frame
    ready: dict[NodeId, Place] = field(default_factory=dict[NodeId, Place])
    attempts: dict[NodeId, int] = field(default_factory=dict[NodeId, int])
    end: IterationEnd | None = None
    rests_until: datetime | None = None
    """It waits for another attempt at one of its steps."""
    has_broken: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it goes on in this call."""
        return self.end is None and self.rests_until is None

    def to_open_item(self) -> OpenItem:
        """For a later call."""
        return OpenItem(
            index=self.index,
            states=self.frame.states,
            attempts=self.attempts,
            rests_until=self.rests_until,
        )


class Body:
    """A loop's body, prepared once for a batch."""

    def __init__(self, body: BatchBody) -> None:
        self.steps = body.steps
        self._body = body
        self._level = Level(body.steps, {step.id: () for step in body.steps})
        inner = body.container.inner.get(RESULT, Inner())
        self._result = body.container.model_copy(
            update={
                "config": {RESULT: body.container.config.get(RESULT)},
                "expressions": inner.expressions,
                "reads": inner.reads,
            }
        )

    def begin(
        self, index: int, item: JsonValue, key: str | None, left: OpenItem | None, now: datetime
    ) -> Iteration:
        """An iteration at its first steps, or where an earlier call left it: perhaps still at rest."""
        loop = each_loop(item, index, key, self._body.outer)
        around = self._body.iteration
        path = f"{around}/{index}" if around else str(index)
        frame = Frame(self._level, path, None, loop)
        attempts: dict[NodeId, int] = {}
        if left is not None:
            frame.states.update(left.states)
            attempts = dict(left.attempts)
        iteration = Iteration(index, frame, attempts=attempts)
        if left is not None and left.rests_until is not None and left.rests_until > now:
            iteration.rests_until = left.rests_until
        iteration.ready = {place.step.id: place for place in frame.begin()}
        return iteration

    def scope(self, step: PlanStep, iteration: Iteration) -> Scope:
        """What the step reads in this iteration."""
        outer = self._body.scope
        scope = build_scope(
            step.reads,
            states=iteration.frame.states,
            variables=outer.vars,
            env=outer.env,
            trigger=outer.trigger,
            run=outer.run,
            loop=iteration.frame.loop,
        )
        facts = {
            node_id: cut(outer.steps[node_id], paths)
            for node_id, paths in step.reads.steps.items()
            if node_id in outer.steps
        }
        return scope.model_copy(update={"steps": {**scope.steps, **facts}}) if facts else scope

    def seed(self, step: PlanStep, iteration: Iteration) -> str:
        """As the workflow would give it."""
        return f"{self._body.run_id}:{step.id}:{iteration.frame.iteration}"

    def render(
        self,
        step: PlanStep,
        iterations: Sequence[Iteration],
        scopes: Sequence[Mapping[str, JsonValue]],
    ) -> Iterator[Rendered | ErrorInfo]:
        """The step's config in each iteration."""
        if not step.expressions:
            yield from (step.config for _ in iterations)
            return
        items = [ExpressionItem.of(e) for e in step.expressions]
        for at in range(0, len(iterations), EVALUATED_AT_ONCE):
            some = iterations[at : at + EVALUATED_AT_ONCE]
            answers = evaluate_each(
                items,
                scopes[at : at + EVALUATED_AT_ONCE],
                now=self._body.now,
                seeds=[self.seed(step, iteration) for iteration in some],
            )
            for answer in answers:
                if isinstance(answer, ExpressionError):
                    yield describe_error(answer, step)
                else:
                    yield render(step.config, step.expressions, answer.values)

    def do_control(self, step: PlanStep, iteration: Iteration, config: Rendered) -> None:
        """Call a node that the workflow would call itself."""
        moment = Moment(self._body.now, self.seed(step, iteration), self._body.run_input)
        outcome = call(step, config, moment).outcome
        now = self._body.now
        if isinstance(outcome, ErrorInfo):
            self.fail(step, iteration, outcome)
        elif isinstance(outcome, Break | Continue):
            iteration.has_broken = isinstance(outcome, Break)
            iteration.end = IterationEnd("left_out")
        elif not isinstance(outcome, Output):
            error = ErrorInfo(
                type="bug", message=f"{step.type!r} can't be in a batch.", node_id=step.id
            )
            self.fail(step, iteration, error)
        elif outcome.port not in step.ports:
            self.fail(step, iteration, states.unknown_port(step, outcome.port))
        else:
            self.end(step, iteration, states.done(outcome.value, outcome.port, now, now))

    def end(self, step: PlanStep, iteration: Iteration, state: StepState) -> None:
        """Remember how a step ended."""
        ready, dead = iteration.frame.end(step.id, state)
        iteration.ready.update((place.step.id, place) for place in ready)
        for place in dead:
            iteration.frame.states[place.step.id] = StepState(
                status=StepStatus.SKIPPED, attempt=0, finished_at=self._body.now
            )

    def fail(
        self, step: PlanStep, iteration: Iteration, error: ErrorInfo, attempt: int = 1
    ) -> None:
        """By the step's policy; without a port the item has failed."""
        state = states.failed(step, error, attempt, self._body.now, self._body.now)
        if state.port is not None:
            self.end(step, iteration, state)
        else:
            iteration.end = IterationEnd("failed", error=error)

    def finish(self, iterations: Sequence[Iteration]) -> None:
        """Work out what those give that came to their end."""
        ended = [iteration for iteration in iterations if iteration.is_open]
        if self._body.container.config.get(RESULT) is None:
            for iteration in ended:
                iteration.end = IterationEnd("result", iteration.frame.last_output)
            return
        scopes = [self.scope(self._result, iteration).names() for iteration in ended]
        for iteration, config in zip(ended, self.render(self._result, ended, scopes), strict=True):
            if isinstance(config, ErrorInfo):
                iteration.end = IterationEnd("failed", error=config)
            else:
                iteration.end = IterationEnd("result", config[RESULT])


def backoff(policy: RetryPolicy, attempt: int) -> float:
    """Seconds before the attempt after this one, as Temporal has it."""
    longest = max(policy.max_interval_s, policy.initial_interval_s)
    # Beyond that many attempts it is the longest in any case, and the power a large number.
    return min(policy.initial_interval_s * policy.backoff ** min(attempt - 1, 60), longest)


def kept_result(body: BatchBody, end: IterationEnd) -> tuple[bool, JsonValue]:
    """Whether an iteration is in the loop's output, and as what."""
    if end.kind == "result":
        return True, end.value
    if end.kind == "failed" and body.on_item_error == "collect" and end.error is not None:
        return True, {"error": end.error.model_dump(mode="json", exclude_none=True)}
    return False, None
