from datetime import UTC, datetime

from noria.ai.team_config import TeamConfig
from noria.control.multi_agent import multi_agent
from noria.node_type import ControlContext, Repeat


def test_a_team_goes_on_from_where_it_was_left() -> None:
    config = TeamConfig.model_validate({"resume": {"done": False}})
    assert multi_agent.control is not None

    told = multi_agent.control(config, ControlContext(datetime.now(UTC), None))

    assert isinstance(told, Repeat)
    assert (told.initial, told.until) == ({"done": False}, False)
