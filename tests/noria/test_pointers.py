import pytest
from pydantic import JsonValue

from noria.pointers import from_pointer, is_below, replace_at, to_pointer


def test_slashes_and_tildes_in_names_are_escaped() -> None:
    pointer = to_pointer(["a/b", "~c", 0])

    assert pointer == "/a~1b/~0c/0"
    assert from_pointer(pointer) == ("a/b", "~c", "0")


def test_the_empty_pointer_is_the_whole_document() -> None:
    assert to_pointer([]) == ""
    assert from_pointer("") == ()
    assert replace_at({"a": 1}, "", 2) == 2


def test_a_name_that_begins_alike_is_not_below() -> None:
    assert is_below("/values/a", "/values")
    assert is_below("/values", "/values")
    assert not is_below("/values2", "/values")


def test_replacing_leaves_the_document_as_it_was() -> None:
    document: JsonValue = {"a": [1, {"b": 2}], "c": 3}

    changed = replace_at(document, "/a/1/b", 9)

    assert changed == {"a": [1, {"b": 9}], "c": 3}
    assert document == {"a": [1, {"b": 2}], "c": 3}


@pytest.mark.parametrize("pointer", ["/x", "/a/5", "/a/-1", "/a/b", "/c/d"])
def test_a_place_that_is_not_there_is_an_error(pointer: str) -> None:
    with pytest.raises(KeyError):
        replace_at({"a": [1], "c": 3}, pointer, 0)
