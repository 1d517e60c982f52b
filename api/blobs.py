"""Large values, as downloads."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.access import Reader
from api.services import Parts

router = APIRouter(tags=["blobs"])

Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@router.get(
    "/blobs/{digest}",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The bytes"}},
)
async def download_blob(digest: Digest, caller: Reader, parts: Parts) -> Response:
    """A value by the `$blob` of its reference, always as an attachment: never shown as a page."""
    data = await parts.blobs.get(str(caller.workspace_id), digest)
    return Response(
        data,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{digest[:16]}"',
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private, max-age=31536000, immutable",
        },
    )
