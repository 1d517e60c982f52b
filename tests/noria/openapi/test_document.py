"""Documents are read, and what is wrong with one is said with its place."""

import pytest

from noria.errors import Invalid
from noria.openapi.document import read_document


@pytest.mark.parametrize(
    "text", ['{"openapi": "3.1.0"}', '\ufeff{"openapi": "3.1.0"}', "openapi: 3.1.0\n"]
)
def test_json_and_yaml_are_read(text: str) -> None:
    assert read_document(text)["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no object"),
        ("- 1", "no object"),
        ('{"openapi": "3.1.0",\n "paths": {]}', "in line 2"),
        ("openapi: 3.1.0\n  paths: {", "in line 2"),
        ('{"swagger": "2.0"}', "'/swagger' is Swagger 2"),
        ('{"openapi": 3}', "'/openapi' has to say the version"),
        ('{"openapi": "3.1.0", "x": ' + "[" * 200 + "]" * 200 + "}", "levels deep"),
    ],
)
def test_what_is_none_is_refused(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_document(text)
