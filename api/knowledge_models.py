"""Which models a knowledge base may name: each is asked for the whole workspace."""

import re

from api.access import Caller
from api.credential_checks import may_use
from api.model_checks import unfit
from noria.ai.names import BUILT_IN, DEMO, LOCAL, PROVIDERS
from noria.knowledge.entities import LOCAL_NAMES
from store.credentials import find_credentials
from store.database import Session


async def check_embedding(
    session: Session, caller: Caller, model: str, credential: str | None
) -> None:
    """
    Raises:
        Invalid: No such provider, or its credential is missing, unfit or private to another.
    """
    provider, slash, rest = model.partition("/")
    if not slash or not rest or provider not in {*PROVIDERS, *BUILT_IN} - {DEMO}:
        known = ", ".join([LOCAL, *PROVIDERS])
        raise unfit(
            "/model",
            f"{model!r} names no provider of embeddings before a slash; they are {known}.",
        )
    await _check_credential(session, caller, model, credential, "/credential")


async def check_entities(
    session: Session, caller: Caller, model: str | None, credential: str | None
) -> None:
    """As for embeddings; None: no entities are looked for."""
    if model is None:
        if credential is not None:
            raise unfit(
                "/entity_credential", "A credential needs a model: name one, or leave both out."
            )
        return
    provider, slash, rest = model.partition("/")
    known = model == LOCAL_NAMES or (rest and provider in {DEMO, *PROVIDERS})
    if not slash or not known:
        raise unfit(
            "/entity_model",
            f"{model!r} is neither {LOCAL_NAMES!r} nor a chat model of {', '.join([DEMO, *PROVIDERS])}.",
        )
    await _check_credential(session, caller, model, credential, "/entity_credential")


async def check_files(session: Session, caller: Caller, url: str, credential: str | None) -> None:
    """Of a document's address.

    Raises:
        Invalid: A file of S3 needs a shared credential of it; another address takes none.
    """
    if url.startswith("s3://"):
        if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^?#]+", url):
            raise unfit("/url", f"{url!r} is no file of S3: write it as 's3://bucket/path'.")
        await _check_shared(session, caller, (url, "aws", credential), "/credential")
    elif credential is not None:
        raise unfit("/credential", "Only files of S3 are read with a credential: leave it out.")


async def _check_credential(
    session: Session, caller: Caller, model: str, credential: str | None, field: str
) -> None:
    provider = model.partition("/")[0]
    if provider not in BUILT_IN:
        await _check_shared(session, caller, (f"The model {model!r}", provider, credential), field)
    elif credential is not None:
        raise unfit(field, "The bundled model takes no credential: leave it out.")


async def _check_shared(
    session: Session, caller: Caller, wanted: tuple[str, str, str | None], field: str
) -> None:
    """`wanted`: who needs it, its type, and its name."""
    what, type_, credential = wanted
    rows = await find_credentials(
        session, workspace_id=caller.workspace_id, names=[credential or ""]
    )
    row = rows.get(credential or "")
    manages = "manage" in caller.permissions
    if row is None or not may_use(row, caller.account_id, manages=manages):
        raise unfit(
            field,
            f"{what} needs a credential of the type {type_!r} that you may use.",
        )
    if row.sharing != "workspace":
        raise unfit(
            field,
            f"The credential {row.name!r} is private, and a knowledge base serves the whole "
            "workspace: share it first.",
        )
    if row.type != type_:
        raise unfit(field, f"The credential {row.name!r} is of the type {row.type!r}.")
