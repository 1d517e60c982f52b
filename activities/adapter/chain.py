"""A chain of quick steps, done one after another by the activity of the first."""

import asyncio
import time

from activities.adapter.attempt import Attempt, Tools
from noria.blobs import size_of
from noria.model import OUT, NodeId
from noria.run import StepState
from noria.step_calls import NextStep, StepCall, StepResult
from noria.steps import states
from noria.steps.chains import MAX_CHAIN_BYTES, MAX_CHAIN_S
from noria.steps.scope import with_outputs


async def run_chain(tools: Tools, call: StepCall) -> StepResult:
    """The first step's result, with those of as many of the next as were done well and in time.

    Raises:
        ApplicationError: The first step failed, as if it were alone.
        CancelledError: The run was cancelled before the first step was done.
    """
    ends_at = time.monotonic() + MAX_CHAIN_S
    first = call.model_copy(update={"then": ()})
    result = await Attempt(tools, first).run()
    done: list[StepResult] = [result]
    ended: dict[NodeId, StepState] = {call.step.id: states.succeeded(result)}
    size = size_of(result.output)
    try:
        for following in call.then:
            if done[-1].port != OUT or size > MAX_CHAIN_BYTES or time.monotonic() > ends_at:
                break
            after = await Attempt(tools, _call(first, following, ended), attempt=1).follow()
            if after is None:
                break
            done.append(after)
            ended[following.step.id] = states.succeeded(after)
            size += size_of(after.output)
    except asyncio.CancelledError:
        # What is done is done, and the run is to know of it before it ends.
        return result.model_copy(update={"then": tuple(done[1:])})
    return result.model_copy(update={"then": tuple(done[1:])})


def _call(first: StepCall, following: NextStep, ended: dict[NodeId, StepState]) -> StepCall:
    scope = with_outputs(following.scope, following.reads, ended)
    news = {"step": following.step, "scope": scope, "seed": following.seed, "pending": ()}
    return first.model_copy(update={**news, "run": None, "attempts_before": 0, "edition": 0})
