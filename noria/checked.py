"""Reads a config that people wrote, with all of its problems at once."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from noria.errors import Invalid, Problem
from noria.pointers import to_pointer

M = TypeVar("M", bound=BaseModel)


def read_checked(model: type[M], config: Mapping[str, Any], refusal: str) -> M:
    """
    Raises:
        Invalid: Names every problem, with pointers below `/config`.
    """
    try:
        return model.model_validate(config)
    except ValidationError as error:
        problems = [
            Problem(
                code=each["type"],
                message=_reason(each),
                field=to_pointer(("config", *each["loc"])),
            )
            for each in error.errors(include_url=False, include_input=False)
        ]
        raise Invalid(refusal, problems) from error


def _reason(error: ErrorDetails) -> str:
    """A form sends what was left empty as an empty text: that is missing, too."""
    is_empty = error["type"] == "string_too_short" and error.get("ctx", {}).get("min_length") == 1
    if is_empty or error["type"] == "missing":
        return "This field is required."
    return f"{error['msg'].removeprefix('Value error, ')}."
