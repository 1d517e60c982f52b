from noria.copilot.shapes import shape_of
from tests.noria.test_config import WideConfig


def test_a_config_is_told_in_a_few_words() -> None:
    tree = '{kind*: "tree", size: whole number, inner: [object], test: js}'

    assert shape_of(WideConfig.model_json_schema()) == (
        '{body: {kind*: "raw", text: text} | ' + tree + ", named: object, "
        "either: whole number | [whole number], free: any, fixed: object, low: whole number, "
        "high: whole number}"
    )
