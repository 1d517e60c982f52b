"""Several people who take hold of the same step at the same moment."""

import asyncio

from temporalio.client import Client

from noria.acts import Act, FailStep, Grip, RetryStep, SkipStep
from noria.errors import CannotApply, NotFound
from noria.run import RunStatus
from tests.workflows.engine import Engine, working
from tests.workflows.test_hand_hold import HOLD, NODE, act, ended, held, paying, read_after


async def test_of_acts_that_come_together_the_first_one_counts(temporal: Client) -> None:
    engine = Engine(temporal)
    acts: list[Act] = [
        SkipStep(node_id=NODE, output=1),
        FailStep(node_id=NODE),
        SkipStep(node_id=NODE, output=2),
        RetryStep(node_id=NODE),
    ]
    async with working(temporal, engine.worker):
        run_id = await held(engine, paying("test.flaky", HOLD, failures=2))
    # Without a worker all of them wait for the next one, and come in one activation.
    said = [asyncio.create_task(act(engine, run_id, what)) for what in acts]
    await asyncio.sleep(1)
    async with working(temporal, engine.worker):
        answers = await asyncio.gather(*said, return_exceptions=True)
        result = await ended(engine, run_id)

    refused = [answer for answer in answers if isinstance(answer, CannotApply | NotFound)]
    assert len(refused) == len(acts) - 1, answers
    [taken] = [what for what, answer in zip(acts, answers, strict=True) if isinstance(answer, Grip)]
    if isinstance(taken, SkipStep):
        assert read_after(engine)["output"] == taken.output
    assert (result.status is RunStatus.FAILED) is isinstance(taken, FailStep)
