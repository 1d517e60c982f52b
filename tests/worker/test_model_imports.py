import pytest

from worker.model_imports import serves_models, serves_models_alone
from worker.settings import WorkerSettings


@pytest.mark.parametrize(
    ("queues", "alone", "too"),
    [
        ("ai", True, True),
        ("", False, False),
        ("-ai", False, False),
        ("default,ai", False, True),
        ("default", False, False),
    ],
)
def test_a_worker_imports_models_first_where_it_serves_nothing_else(
    queues: str, alone: bool, too: bool
) -> None:
    settings = WorkerSettings(worker_queues=queues)

    assert (serves_models_alone(settings), serves_models(settings)) == (alone, too)
