"""What strangers send is looked at before it becomes the input of a run."""

from typing import Any

import pytest

from noria.errors import Invalid
from noria.triggers.foreign import MAX_LEVELS, check_foreign


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("value", [None, {"a": [1, "ä"]}, nested(MAX_LEVELS)])
def test_what_a_run_can_take_passes(value: Any) -> None:
    check_foreign(value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (nested(MAX_LEVELS + 1), "levels deep"),
        ([{"a": {"$blob": "0" * 64}}], "is ours"),
        ({"a": "\ud800"}, "no JSON that can be kept"),
        ([2**70], "no JSON that can be kept"),
    ],
)
def test_what_a_run_can_not_take_is_refused(value: Any, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        check_foreign(value)
