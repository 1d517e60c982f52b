"""May a caller ask this model with this credential?"""

from api.access import Caller
from api.credential_checks import may_use
from api.services import Services
from noria.ai.names import BUILT_IN, PROVIDERS, ModelName
from noria.errors import Invalid, NodeFailed, NotFound, Problem
from store.credentials import find_credentials


async def check_model(
    parts: Services, caller: Caller, model: str, credential: str | None, prefix: str = ""
) -> ModelName:
    """`prefix`: what stands before `model` and `credential` in the request's fields.

    Raises:
        NotFound: The caller has no such credential.
        Invalid: The name names no provider, or the credential is another one's.
    """
    try:
        name = ModelName.parse(model)
    except NodeFailed as error:
        raise unfit(f"/{prefix}model", str(error)) from error
    if name.provider not in BUILT_IN:
        provider = await provider_of(parts, caller, credential or "", f"/{prefix}credential")
        if provider != name.provider:
            message = f"The credential {credential!r} is of the type {provider!r}."
            raise unfit(f"/{prefix}credential", message)
    return name


async def provider_of(
    parts: Services, caller: Caller, credential: str, field: str = "/credential"
) -> str:
    """
    Raises:
        NotFound: The caller has no such credential.
        Invalid: It opens no models.
    """
    async with parts.database.sessions.begin() as session:
        rows = await find_credentials(session, workspace_id=caller.workspace_id, names=[credential])
    row = rows.get(credential)
    if row is None or not may_use(row, caller.account_id, manages="manage" in caller.permissions):
        raise NotFound("credential", credential)
    if row.type not in PROVIDERS:
        known = ", ".join(PROVIDERS)
        raise unfit(
            field,
            f"A credential of the type {row.type!r} opens no models: choose one of {known}.",
        )
    return row.type


def unfit(field: str, message: str) -> Invalid:
    return Invalid(message, [Problem(code="unfit_model", message=message, field=field)])
