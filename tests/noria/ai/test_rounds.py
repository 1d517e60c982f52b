"""An agent's rounds as its steps left them, and beginning again at one of them."""

from typing import Any

import pytest

from noria.ai.rounds import (
    MAX_SHOWN_CHARS,
    Edit,
    asked_in,
    new_in,
    results_in,
    resume_at,
    resume_failed,
    told_to,
    with_resumed_agent,
)
from noria.errors import Invalid, NotFound
from tests.noria.ai.transcripts import FIRST, SECOND

OUTPUT = {
    "model": "demo/demo",
    "offered": [{"name": "files_read"}],
    "asked": [
        {"id": "c1", "name": "look_up", "key": "0:look_up", "arguments": {"id": "A17"}},
        {
            "id": "c2",
            "name": "files_read",
            "key": "1:@mcp",
            "arguments": {"server": "files", "tool": "read", "arguments": {"path": "x"}},
        },
        {"id": "c3", "name": "drop", "refused": "There is no tool 'drop'."},
    ],
}
BEFORE = {
    "rounds": 1, "input_tokens": 10, "output_tokens": 3, "cost_usd": 0.5, "counts": {"look_up": 1},
}  # fmt: skip


def test_each_round_is_told_what_came_since_the_one_before() -> None:
    assert [(each.index, each.role, each.text) for each in new_in(FIRST[:-1])] == [
        (0, "system", "Help."),
        (1, "user", "Where is A17?"),
    ]
    assert [(each.index, each.call_id) for each in new_in(SECOND[:-1])] == [(3, "c1")]
    assert new_in([]) == []
    assert results_in(SECOND) == {"c1": "sent"}


def test_what_is_long_or_no_text_is_shown_but_not_whole() -> None:
    image = {"type": "image_url", "image_url": {"url": "data:"}}
    parts = [{"type": "text", "text": "Look."}, image]
    messages: list[dict[str, Any]] = [
        {"role": "user", "content": parts},
        {"role": "user", "content": "x" * (MAX_SHOWN_CHARS + 1)},
        {"role": "assistant", "content": "Yes."},
    ]
    shown, long = new_in(messages[:2])

    assert (shown.text, shown.is_whole) == ("Look.\n(image_url)", False)
    assert (len(long.text), long.is_whole) == (MAX_SHOWN_CHARS, False)


def test_calls_are_told_as_the_model_asked_for_them() -> None:
    assert [(each.name, each.arguments, each.refused) for each in asked_in(OUTPUT)] == [
        ("look_up", {"id": "A17"}, ""),
        ("files_read", {"path": "x"}, ""),
        ("drop", None, "There is no tool 'drop'."),
    ]


def test_an_agent_begins_again_with_messages_edited() -> None:
    state = resume_at(BEFORE, OUTPUT, SECOND, [Edit(0, "Be kind."), Edit(3, "lost")], "Hurry.")
    first = resume_at(None, OUTPUT, FIRST, [], "")

    assert [message["content"] for message in state["transcript"]] == [
        "Be kind.", "Where is A17?", None, "lost", "Hurry.",
    ]  # fmt: skip
    assert (state["done"], state["rounds"], state["cost_usd"], state["counts"]) == (
        False, 1, 0.5, {"look_up": 1},
    )  # fmt: skip
    assert state["offered"] == first["offered"] == [{"name": "files_read"}]
    assert (first["rounds"], len(first["transcript"])) == (0, 2)
    assert SECOND[0]["content"] == "Help.", "what was given stays as it is"


def test_a_round_that_failed_is_told_by_its_config() -> None:
    asked = [{"id": "c1", "name": "look_up", "key": "0:look_up", "arguments": {"id": "A17"}}]
    before = {**BEFORE, "transcript": FIRST, "asked": asked, "offered": OUTPUT["offered"]}
    config = {"model": "demo/demo", "state": before, "results": {"0:look_up": "sent"}}
    state = resume_failed(before, config, [Edit(0, "Be kind."), Edit(3, "lost")], "")

    assert told_to(config) == SECOND[:-1]
    assert [message["content"] for message in state["transcript"]] == [
        "Be kind.", "Where is A17?", None, "lost",
    ]  # fmt: skip
    assert (state["rounds"], state["cost_usd"], state["offered"]) == (1, 0.5, OUTPUT["offered"])
    assert "given" not in state


def test_a_first_round_that_failed_begins_with_other_instructions() -> None:
    config = {"model": "demo/demo", "instructions": "Help.", "input": {"order": 7}}
    state = resume_failed(None, config, [Edit(0, "Be kind.")], "Hurry.")

    assert [each["content"] for each in told_to(config)] == ["Help.", '{"order":7}']
    assert [each["content"] for each in state["given"]] == ["Be kind.", '{"order":7}', "Hurry."]
    assert (state["transcript"], state["rounds"]) == ([], 0)
    assert told_to({**config, "state": state}) == state["given"], "should that fail, too"


@pytest.mark.parametrize("index", [2, 4, 9])
def test_the_models_own_words_and_what_is_not_there_are_not_edited(index: int) -> None:
    with pytest.raises(Invalid, match=f"Message {index} can't be edited"):
        resume_at(BEFORE, OUTPUT, SECOND, [Edit(index, "x")], "")


def test_an_agent_of_the_plan_is_given_the_state() -> None:
    plan = {
        "start": "start",
        "steps": [
            {"id": "helper", "type": "agent", "config": {"limits": {"rounds": 3}}},
            {"id": "inside", "type": "agent", "parent": "each"},
            {"id": "fetch", "type": "http.request"},
        ],
    }
    resumed = with_resumed_agent(plan, "helper", {"rounds": 1})
    inside = with_resumed_agent(plan, "inside", {"rounds": 1}, "2")

    assert resumed["steps"][0]["config"] == {"limits": {"rounds": 3}, "resume": {"rounds": 1}}
    assert inside["steps"][1]["config"]["resume"] == {"at": "2", "state": {"rounds": 1}}
    assert "resume" not in str(plan)
    with pytest.raises(NotFound):
        with_resumed_agent(plan, "fetch", {})
