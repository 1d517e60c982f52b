import pytest

from noria.knowledge.fusion import fuse


def test_what_both_searches_find_comes_before_what_one_finds() -> None:
    found = fuse({"a": 0.9, "b": 0.8}, {"b": 7.0, "c": 3.0}, 10)

    assert [each.chunk_id for each in found] == ["b", "a", "c"]
    assert (found[0].meaning, found[0].words) == (0.8, 7.0)
    assert (found[1].meaning, found[1].words) == (0.9, None)


def test_the_first_of_all_searches_scores_one() -> None:
    assert fuse({"a": 0.4}, {"a": 2.0}, 1)[0].score == 1
    assert fuse({"a": 0.4}, {}, 1)[0].score == 1, "there was one search only"
    assert fuse({"a": 0.4}, {"b": 2.0}, 2)[0].score == pytest.approx(0.5)


def test_no_more_than_asked_for_and_ties_in_one_order() -> None:
    found = fuse({"b": 0.5, "a": 0.5, "c": 0.5}, {}, 2)

    assert [each.chunk_id for each in found] == ["a", "b"]
    assert fuse({}, {}, 5) == []
