"""What is held back of a budget for an answer whose length nobody has fixed."""

import pytest

from noria.ai.ledger import CallOrder, Held, hold


def order(asked: float = 0.1, tokens: int = 0, usd: float = 0.0) -> CallOrder:
    return CallOrder(
        workspace_id="w", run_id="r", node_id="ask", iteration="", attempt=1, key="k", kind="chat",
        model="openai/gpt", request_hash="h", estimate_usd=asked, answer_tokens=tokens, answer_usd=usd,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "left", "held"),
    [
        (order(), None, Held(0.1)),
        (order(), 0.1, Held(0.1)),
        (order(), 0.09, None),
        (order(0.0), 0.0, None),
        (order(tokens=1_000), 0.1, Held(0.1)),  # nobody knows what an answer costs
        (order(0.0, 100_000, 1e-5), None, Held(1.0)),
        (order(0.0, 100_000, 1e-5), 8.0, Held(1.0)),  # a quarter is more than it can take
        (order(0.0, 100_000, 1e-5), 2.0, Held(0.5, 50_000)),
        (order(0.0, 100_000, 1e-5), 0.1, Held(0.04096, 4_096)),
        (order(0.0, 100_000, 1e-5), 0.01, Held(0.01, 1_000)),
        (order(0.0, 100_000, 1e-5), 0.002, None),  # too few words to say anything
        (order(0.0, 100, 1e-5), 0.002, Held(0.001)),
    ],
)
def test_held(asked: CallOrder, left: float | None, held: Held | None) -> None:
    found = hold(asked, left)

    assert (found is None) == (held is None)
    if found and held:
        assert found.usd == pytest.approx(held.usd, rel=0.01)
        assert found.max_tokens == (held.max_tokens and pytest.approx(held.max_tokens, abs=1))
