"""Fields that the nodes of knowledge bases share."""

from typing import Annotated

from pydantic import Field

from noria.node_type import ui

BaseName = Annotated[
    str,
    Field(
        title="Knowledge base",
        description="Its name.",
        min_length=1,
        max_length=200,
        json_schema_extra=ui(
            options_from="knowledge-bases", placeholder="Handbook", expression="never", order=1
        ),
    ),
]
