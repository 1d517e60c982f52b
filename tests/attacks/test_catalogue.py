"""Every attack has its number, and a test that exists or a reason; the page says the same."""

import re
from functools import cache

import pytest

from tests.attacks.catalogue import ATTACKS, GROUPS, PAGE, ROOT, counts, order, page


@cache
def names_in(path: str) -> frozenset[str]:
    return frozenset(re.findall(r"def (test_\w+)", (ROOT / path).read_text()))


def test_all_124_are_there() -> None:
    wanted = [f"{letter}{n}" for letter, (_, count) in GROUPS.items() for n in range(1, count + 1)]

    assert sorted(ATTACKS, key=order) == wanted
    assert len(wanted) == 124


@pytest.mark.parametrize("number", sorted(ATTACKS, key=order))
def test_attack(number: str) -> None:
    attack = ATTACKS[number]
    missing = [
        test
        for test in attack.tests
        for path, _, name in [test.partition("::")]
        if not (ROOT / path).exists() or (name != "*" and name not in names_in(path))
    ]

    assert missing == []
    assert any(_bears(number, test.partition("::")[2]) for test in attack.tests)
    # Tests try it, or hold that it can't apply; what is still to be tried says so.
    assert bool(attack.tests) != attack.is_open
    assert attack.reason == "" or attack.reason.startswith(("Can't apply", "Not yet"))


def _bears(number: str, name: str) -> bool:
    """Whether a test is named after the attack: `test_g5_…`, `test_a5_to_a11_…`."""
    letter, at = number[0].lower(), int(number[1:])
    ranges = re.findall(rf"_{letter}(\d+)(?:_to_{letter}(\d+))?(?=_)", name.lower())
    return any(int(first) <= at <= int(last or first) for first, last in ranges)


def test_the_page_is_fresh() -> None:
    written = PAGE.read_text()

    assert page(written) == written, "run `python -m tests.attacks.catalogue`"


def test_what_the_page_counts_is_so() -> None:
    tried, not_here, open_ = counts()
    said = re.search(r"124 attacks: (\d+) are .*?, (\d+) have .*?, (\d+) wait", PAGE.read_text())

    assert said is not None
    assert tuple(map(int, said.groups())) == (tried, not_here, open_)
    assert tried + not_here + open_ == 124
