"""The whole stack, as `make run` starts it: real servers, real processes, real signals."""

import pytest

# Or the assertions of these two would not say what was wrong.
pytest.register_assert_rewrite("tests.e2e.api", "tests.e2e.orders")
