"""The node; how it answers from a real Milvus is in tests/worker/test_knowledge.py."""

from activities.ai.calls.demo import answer
from activities.knowledge.answer import INSTRUCTIONS, cited
from activities.knowledge.search import Passage
from tests.activities.knowledge.shelf import hit

PASSAGES = [Passage.of(hit(text), number) for number, text in enumerate(("one", "two", "six"), 1)]


def test_citations_come_in_the_order_of_the_answer_and_each_once() -> None:
    found = cited(
        "So it is [3]. And [1, 3] agree, though [9] and [0] are none; nor is [x].", PASSAGES
    )

    assert [each.number for each in found] == [3, 1]
    assert cited("Nothing is named.", PASSAGES) == []


def test_the_demo_model_quotes_what_fits_the_question_best() -> None:
    sources = (
        "Sources:\n\n[1] (travel.md)\nTrains are second class. Ask for tickets.\n\n"
        "[2] (leave.md, page 3)\n# Leave\n\nEvery employee has thirty days of leave."
    )
    told = [
        {"role": "system", "content": f"{INSTRUCTIONS}\n\n{sources}"},
        {"role": "user", "content": "How many days of leave does an employee have?"},
    ]

    assert answer(told).text == "Every employee has thirty days of leave. [2]"
    assert answer([told[0], {"role": "user", "content": "Xyzzy?"}]).text.startswith("This is the")
