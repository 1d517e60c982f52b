from noria.knowledge.words import has_all, rank, words_of

TEXTS = {
    "leave": "Urlaubsantrag. Fragt die Vorgesetzten. Leave request: asks the manager about vacations.",
    "refund": "Refunds with approval. Erstattungen mit Freigabe: Geld zurück an Kunden.",
    "sales": "Sales by customer. Umsatz nach Kunden.",
}


def best(query: str) -> str | None:
    scores = rank(query, TEXTS)
    return max(scores, key=lambda key: scores[key]) if scores else None


def test_words_are_compared_without_endings_accents_and_little_words() -> None:
    assert words_of("Die Erstattungen der Käufer") == words_of("eine erstattung kaufer")
    assert best("give a refund") == "refund"
    assert best("Urlaub") == "leave", "a part of a longer word"
    assert best("what should it be for me") is None


def test_rare_words_count_more() -> None:
    scores = rank("Kunden erstatten", TEXTS)

    assert scores["refund"] > scores["sales"] > 0


def test_all_words_have_to_be_there() -> None:
    assert has_all("Geld zurück", TEXTS["refund"])
    assert not has_all("Geld Urlaub", TEXTS["refund"])
    assert not has_all("was ist das", TEXTS["refund"])
