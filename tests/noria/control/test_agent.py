from datetime import UTC, datetime

from noria.ai.agent_config import AgentConfig
from noria.control.agent import agent, calls_of, think_of
from noria.node_type import ControlContext, Repeat

CONTEXT = ControlContext(datetime(2026, 11, 21, tzinfo=UTC), None)


def test_an_agent_is_a_loop_of_as_many_rounds_as_it_may_have() -> None:
    assert agent.control is not None
    config = AgentConfig.model_validate({"limits": {"rounds": 7}, "resume": {"rounds": 3}})

    outcome = agent.control(config, CONTEXT)

    assert outcome == Repeat({"rounds": 3}, 9), "the last round answers, so the loop never runs out"


def test_in_a_loop_a_run_takes_over_in_one_iteration() -> None:
    assert agent.control is not None
    config = AgentConfig.model_validate({"resume": {"at": "2/0", "state": {"rounds": 3}}})
    begun = [
        agent.control(config, ControlContext(CONTEXT.now, None, iteration))
        for iteration in ("2/0", "2/1", "")
    ]

    assert [each.initial for each in begun if isinstance(each, Repeat)] == [
        {"rounds": 3},
        None,
        None,
    ]


def test_what_is_added_is_named_after_the_agent() -> None:
    assert (think_of("helper"), calls_of("helper")) == ("helper__think", "helper__calls")
