"""Why an act can't be done to a run as it stands. Pure: a refused act leaves no trace in history."""

from noria.acts import Control, RetryStep, SetBreakpoints, SkipStep, StartOne, StepAct
from noria.run import StepKey
from workflows.flight import Flight
from workflows.hand import Hand
from workflows.progress import Progress


def why_not(request: Control, hand: Hand, flight: Flight, progress: Progress) -> str | None:
    """A sentence for people; None when it can be done, or was done before."""
    act, before = request.act, hand.done_before(request)
    if before:
        return None if before == request.digest else _other_act(request.key)
    if flight.is_stopping:
        return "The run is about to end: its steps are being stopped."
    match act:
        case StartOne():
            return _not_startable(act.step, hand, flight)
        case SetBreakpoints():
            return _unknown_nodes(act, progress)
        case StepAct():
            return _untouchable(act, hand, flight, progress)
        case _:
            return None


def _other_act(key: str | None) -> str:
    return f"The idempotency key {key!r} came with another act before: send this one with its own."


def _not_startable(key: StepKey | None, hand: Hand, flight: Flight) -> str | None:
    if not flight.is_paused:
        return "The run is not paused: pause it to go on step by step."
    if not hand.parked:
        return "No step is ready to start: those that run have to end first."
    if key is not None and key not in hand.parked:
        ready = ", ".join(map(repr, hand.parked))
        return f"Step {key!r} is not ready to start; {ready} may."
    return None


def _unknown_nodes(act: SetBreakpoints, progress: Progress) -> str | None:
    unknown = [node_id for node_id in act.node_ids if node_id not in progress.steps]
    return f"This run has no node {unknown[0]!r}." if unknown else None


def _untouchable(act: StepAct, hand: Hand, flight: Flight, progress: Progress) -> str | None:
    if act.node_id not in progress.steps:
        return f"This run has no node {act.node_id!r}."
    if act.key in hand.parked:
        return f"Step {act.key!r} has not started: resume the run, or start this step."
    flying = flight.place_of(act.key)
    if flying is not None and hand.is_decided(act.key):
        return f"Step {act.key!r} is just having something else done to it: look at it again first."
    if flying is None:
        return f"Step {act.key!r} is not under way: it has ended, or was not reached yet."
    if act.key not in hand.held and (act.key in flight.resting or not flight.is_call(flying)):
        return f"Step {act.key!r} waits for something, and is neither held nor being tried."
    return _wrong_change(act, flying.step.type, flying.step.ports)


def _wrong_change(act: StepAct, node_type: str, ports: tuple[str, ...]) -> str | None:
    match act:
        case SkipStep(port=port) if port is not None and port not in ports:
            return f"Node type {node_type!r} has no port {port!r}: take one of {', '.join(ports)}."
        case RetryStep(step=step) if step is not None and step.type != node_type:
            return f"The step is of type {node_type!r} and stays so; {step.type!r} was sent."
        case _:
            return None
