"""Cases from files."""

import pytest

from noria.errors import Invalid
from noria.evaluation.upload import UploadedCase, read_cases


def test_json_is_a_list_of_cases() -> None:
    cases = read_cases('[{"input": {"n": 1}, "expected": 2, "name": "one"}, {"input": 3}]', "json")

    assert cases == [UploadedCase(name="one", input={"n": 1}, expected=2), UploadedCase(input=3)]


def test_columns_of_csv_are_fields() -> None:
    text = '\ufeffname,question,n,expected.label,expected.sure\r\nA,"Hi, you",2,greeting,true\r\n'

    assert read_cases(text, "csv") == [
        UploadedCase(
            name="A",
            input={"question": "Hi, you", "n": 2},
            expected={"label": "greeting", "sure": True},
        )
    ]


def test_a_column_may_be_the_whole_input() -> None:
    assert read_cases("input,expected\nHello,Hi\n", "csv") == [
        UploadedCase(input="Hello", expected="Hi")
    ]


@pytest.mark.parametrize(
    ("text", "format_", "told"),
    [
        ("{", "json", "not JSON"),
        ('{"input": 1}', "json", "list"),
        ('[{"question": 1}]', "json", "0/question"),
        ("[]", "json", "no case"),
        ("a,b\n1\n", "csv", "Line 2"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(text: str, format_: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        read_cases(text, format_)  # pyright: ignore[reportArgumentType] - as the parameters say
