"""Reads a config that people wrote, with all of its problems at once."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

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
                message=f"{each['msg'].removeprefix('Value error, ')}.",
                field=to_pointer(("config", *each["loc"])),
            )
            for each in error.errors(include_url=False, include_input=False)
        ]
        raise Invalid(refusal, problems) from error
