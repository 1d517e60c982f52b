import pytest
from pydantic import ValidationError

from noria.control.vars_set import VarsSetConfig, set_vars
from noria.node_type import Output
from tests.noria.control.contexts import context


def test_the_values_become_variables_and_the_output() -> None:
    assert set_vars.control is not None
    assert set_vars.control(VarsSetConfig(values={"total": 7}), context()) == Output(
        {"total": 7}, vars={"total": 7}
    )


@pytest.mark.parametrize("name", ["a b", "1st", "a-b", "", "é", "x" * 101])
def test_a_variable_has_a_name_that_expressions_can_read(name: str) -> None:
    with pytest.raises(ValidationError, match=r"vars\.<name>"):
        VarsSetConfig(values={name: 1})
