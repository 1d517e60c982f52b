import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from noria.knowledge.chunking import Chunk, ChunkRule, Strategy, cut

HANDBOOK = """Welcome.

# Leave

Thirty days a year. Ask your manager first.

## Illness

Call before nine. Bring a note on the third day.

# Travel

Second class by train.
"""
STRATEGIES: list[Strategy] = ["paragraphs", "headings", "sentences", "characters", "pages"]


def rule(strategy: Strategy, size: int = 100, overlap: int = 0) -> ChunkRule:
    return ChunkRule(strategy=strategy, size=size, overlap=overlap)


def texts(chunks: list[Chunk]) -> list[str]:
    return [chunk.text for chunk in chunks]


@pytest.mark.parametrize("strategy", ["paragraphs", "sentences", "characters", "pages"])
def test_a_passage_says_under_which_heading_it_begins_however_it_is_cut(strategy: Strategy) -> None:
    text = (
        "Before all.\n\n# Leave\n\n" + "Thirty days a year. " * 20 + "\n\n## Unpaid\n\nAsk first."
    )
    chunks = cut([text], rule(strategy, size=100, overlap=0), numbered=False)

    for chunk in chunks:
        above = text[: chunk.start + 1]
        due = "Leave › Unpaid" if "## U" in text[: chunk.start + 4] else "Leave" * ("#" in above)
        assert chunk.heading == due
    assert {chunk.heading for chunk in chunks} >= {"", "Leave"}


def test_headings_keep_their_sections_together_and_are_noted() -> None:
    chunks = cut([HANDBOOK], rule("headings"), numbered=False)

    assert [(chunk.heading, chunk.text.splitlines()[-1]) for chunk in chunks] == [
        ("", "Welcome."),
        ("Leave", "Thirty days a year. Ask your manager first."),
        ("Leave › Illness", "Call before nine. Bring a note on the third day."),
        ("Travel", "Second class by train."),
    ]


def test_paragraphs_go_together_as_far_as_they_fit() -> None:
    chunks = cut([HANDBOOK], rule("paragraphs"), numbered=False)

    assert all(len(chunk.text) <= 100 for chunk in chunks)
    assert texts(chunks)[0].startswith("Welcome.\n\n# Leave")
    assert len(chunks) == 2


def test_a_chunk_repeats_what_ends_the_one_before() -> None:
    text = " ".join(f"Sentence number {number} is here." for number in range(20))
    chunks = texts(cut([text], rule("sentences", 100, 40), numbered=False))

    assert chunks[0].endswith("Sentence number 2 is here.")
    assert chunks[1].startswith("Sentence number 2 is here.")


def test_pages_are_counted_from_one() -> None:
    chunks = cut(["First page.", "", "Third page."], rule("pages"), numbered=True)

    assert [(chunk.page, chunk.text) for chunk in chunks] == [
        (1, "First page."),
        (3, "Third page."),
    ]


def test_a_word_without_end_is_cut_all_the_same() -> None:
    assert [len(each) for each in texts(cut(["x" * 250], rule("sentences"), numbered=False))] == [
        100,
        100,
        50,
    ]


@given(
    st.text(alphabet="ab. \n#é😀", max_size=600),
    st.sampled_from(STRATEGIES),
    st.integers(0, 50),
)
def test_chunks_are_stretches_of_the_text_and_lose_none_of_it(
    text: str, strategy: Strategy, overlap: int
) -> None:
    chunks = cut([text], rule(strategy, 100, overlap), numbered=False)

    covered: set[int] = set()
    for chunk in chunks:
        assert text[chunk.start : chunk.end] == chunk.text
        assert 0 < len(chunk.text) <= 100
        covered.update(range(chunk.start, chunk.end))
    assert {at for at, letter in enumerate(text) if not letter.isspace()} <= covered


def test_an_overlap_that_would_never_end_is_refused() -> None:
    with pytest.raises(ValidationError, match="at most half"):
        ChunkRule(size=100, overlap=60)
