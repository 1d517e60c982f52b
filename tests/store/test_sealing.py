"""Envelope encryption: what opens what, and what does not."""

from dataclasses import replace

import pytest

from noria.errors import Unavailable
from noria.keys import KeyRing
from store.ids import new_id
from store.sealing import Place, Sealer

OLD = KeyRing({"k1": b"1" * 32})
BOTH = KeyRing({"k2": b"2" * 32, "k1": b"1" * 32})
NEW = KeyRing({"k2": b"2" * 32})
DATA = {"password": b"s3cr3t", "token": b"t0k3n"}


def place() -> Place:
    return Place(new_id(), new_id())


def test_what_is_sealed_opens_in_its_place_and_shows_nothing() -> None:
    here = place()
    sealed = Sealer(OLD).seal(here, DATA)

    assert Sealer(OLD).open(here, sealed) == DATA
    assert b"s3cr3t" not in b"".join(sealed.data.values()) + sealed.wrapped_key


def test_j5_moved_to_another_row_workspace_or_field_it_opens_no_more() -> None:
    here, sealer = place(), Sealer(OLD)
    sealed = sealer.seal(here, DATA)
    swapped = {"password": sealed.data["token"], "token": sealed.data["password"]}

    for where, what in (
        (replace(here, row_id=new_id()), sealed),
        (replace(here, workspace_id=new_id()), sealed),
        (here, replace(sealed, data=swapped)),
    ):
        with pytest.raises(Unavailable, match="does not decrypt"):
            sealer.open(where, what)


def test_without_its_key_nothing_opens() -> None:
    here = place()
    sealed = Sealer(OLD).seal(here, DATA)

    with pytest.raises(Unavailable, match="'k1', which NORIA_SECRET_KEYS does not hold"):
        Sealer(NEW).open(here, sealed)
    with pytest.raises(Unavailable, match="does not decrypt"):
        Sealer(KeyRing({"k1": b"3" * 32})).open(here, sealed)


def test_a_new_key_takes_over_without_sealing_the_data_anew() -> None:
    here = place()
    old = Sealer(OLD).seal(here, DATA)
    new = Sealer(BOTH).rewrap(here, old)

    assert (new.key_id, new.data) == ("k2", old.data)
    assert Sealer(NEW).open(here, new) == DATA
    assert Sealer(BOTH).open(here, old) == DATA


def test_one_secret_is_replaced_or_removed_and_the_others_stay() -> None:
    here, sealer = place(), Sealer(OLD)
    sealed = sealer.seal(here, DATA)
    changed = sealer.change(here, sealed, {"password": b"new", "extra": b"1", "token": None})

    assert sealer.open(here, changed) == {"password": b"new", "extra": b"1"}
    assert sealer.change(here, sealed, {"extra": b"1"}).data["token"] == sealed.data["token"]
