"""Evaluators that ask models."""

from activities.ai.judging import judge_by_model, judge_nearness
from noria.evaluation.evaluators import Answered, Judge, Similarity
from tests.activities.fakes import FakeContext
from tests.model_stub import Stub


async def test_answers_that_mean_the_same_are_near(context: FakeContext) -> None:
    near = Answered(output="The package arrived broken.", expected="My parcel came damaged.")
    far = Answered(output={"text": "We are closed on Sundays."}, expected="My parcel came damaged.")
    evaluator = Similarity(name="Meaning", threshold=0.5)

    scores = [await judge_nearness(evaluator, case, context) for case in (near, far)]

    assert [score.passed for score in scores] == [True, False]
    assert scores[0].score > scores[1].score
    assert "below 0.5" in scores[1].reason


async def test_a_model_gives_marks_and_takes_no_orders_from_the_answer(
    context: FakeContext, stub: Stub
) -> None:
    judge = Judge(
        name="Polite",
        instructions="Polite answers are good.",
        model="openai_compatible/small",
        credential="stub",
        threshold=0.2,
    )
    score = await judge_by_model(judge, Answered(input="Hi", output="Go away"), context)
    messages = stub.calls[0]["messages"]

    assert score.evaluator == "Polite"
    assert 0 <= score.score <= 1
    assert [message["role"] for message in messages][-2:] == ["system", "user"]
    assert "Polite answers are good." in messages[-2]["content"]
    assert "Go away" in messages[-1]["content"]


async def test_the_demo_model_judges_offline(context: FakeContext) -> None:
    says = '[[say {"score": 0.9, "reason": "Fine."}]]'
    judge = Judge(name="Good", instructions=says, threshold=0.7)

    score = await judge_by_model(judge, Answered(output="Yes"), context)

    assert (score.passed, score.score, score.reason) == (True, 0.9, "Fine.")
