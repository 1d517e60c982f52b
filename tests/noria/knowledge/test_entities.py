import pytest

from noria.knowledge.entities import Entity, Relation, grams, key_of, names_in, tidy


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Lovelace leads Team Falcon.", ["Ada Lovelace", "Team Falcon"]),
        ("The Bank of England, and C-17, too.", ["Bank of England", "C-17"]),
        ("Call the office. Every employee has thirty days.", []),
        ("Falcon sits in Lisbon; ask Ada's brother.", ["Falcon", "Lisbon", "Ada's"]),
        ("Das Team Falke gehört Erika.", ["Team Falke", "Erika"]),
        ("", []),
    ],
)
def test_names_are_found_in_sentences(text: str, names: list[str]) -> None:
    assert [each.name for each in names_in(text).entities] == names


def test_names_of_one_sentence_are_related_by_what_stands_between_them() -> None:
    found = names_in("Ada leads Falcon. Falcon runs Billing in Lisbon.")

    assert [(each.source, each.how, each.target) for each in found.relations] == [
        ("Ada", "leads", "Falcon"),
        ("Falcon", "runs", "Billing"),
        ("Falcon", "runs Billing in", "Lisbon"),
        ("Billing", "in", "Lisbon"),
    ]


def test_an_entity_is_known_however_it_is_written() -> None:
    assert key_of("ADA Lovelace's") == key_of("Ada  Lovelace") == "ada lovelace"
    assert key_of("INV-2026") == "inv 2026"
    assert "ada lovelace" in grams("Where does Ada Lovelace work?")
    assert "inv 2026" in grams("who paid inv-2026")


def test_a_model_s_answer_is_tidied() -> None:
    found = tidy(
        [Entity(name="Ada", kind="person"), Entity(name="ADA"), Entity(name="!")],
        [
            Relation(source="ada", how="leads", target="Falcon"),
            Relation(source="Ada", how="Leads", target="falcon"),
            Relation(source="Ada", how="is", target="ADA"),
        ],
    )

    assert {key_of(each.name) for each in found.entities} == {"ada", "falcon"}
    assert [(each.source, each.target) for each in found.relations] == [("ada", "Falcon")]
