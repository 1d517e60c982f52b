"""Query parameters that every list takes."""

from typing import Annotated

from fastapi import Query

LIMIT = Annotated[int, Query(ge=1, le=200, description="At most this many items.")]
CURSOR = Annotated[
    str | None, Query(max_length=200, description="`next_cursor` of the page before.")
]
SEARCH = Annotated[str | None, Query(max_length=200, description="Part of the name, in any case.")]
