"""The secret of nodes that sign: one credential, whatever its type."""

from typing import Annotated

from pydantic import Field, SecretStr

from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.errors import NodeFailed
from noria.node_type import ui

SecretOf = Annotated[
    CredentialName,
    Field(
        description="Name of a credential; its secret is the key.",
        json_schema_extra=ui(
            widget="credential", credential_type="bearer|generic|header", expression="never"
        ),
    ),
]


async def secret_of(name: str, context: NodeContext) -> str:
    """
    Raises:
        NodeFailed: The credential holds no secret, or several.
    """
    credential = await context.credential(name)
    found: list[str] = []
    for value in dict(credential.fields).values():
        if isinstance(value, SecretStr):
            found.append(value.get_secret_value())
        elif isinstance(value, dict):
            found += [
                each.get_secret_value()
                for each in value.values()  # pyright: ignore[reportUnknownVariableType]
                if isinstance(each, SecretStr)
            ]
    if len(found) != 1:
        raise NodeFailed(
            f"The credential {name!r} holds {len(found)} secrets; use one that holds a single one."
        )
    return found[0]
