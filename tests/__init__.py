"""The tests of the extension."""

import pytest

# pytest explains a failed assertion in tests and fixtures only, unless it is told of others.
pytest.register_assert_rewrite("tests.ferries", "tests.sites", "tests.support")
