from noria.spelling import LONGEST_NAME, Speller


def test_the_name_most_alike_is_guessed() -> None:
    assert Speller().closest("fetsh", ["start", "fetch", "push"]) == "fetch"
    assert Speller().closest("zzz", ["start", "fetch"]) is None
    assert Speller().closest("a", []) is None


def test_guessing_ends_when_it_has_cost_enough() -> None:
    speller = Speller(comparisons=5)

    guesses = [speller.closest("fetsh", ["start", "fetch"]) for _ in range(4)]

    assert guesses == ["fetch", "fetch", None, None]


def test_no_guess_is_made_at_what_is_no_name() -> None:
    long = "x" * (LONGEST_NAME + 1)

    assert Speller().closest(long, [long]) is None
