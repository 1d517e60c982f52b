"""Serves the built web app: its files, and its page for every address that it routes itself."""

from pathlib import Path

from starlette.exceptions import HTTPException as StarletteError
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import Receive, Scope, Send

INDEX = "index.html"
CHECK = "no-cache"
IMMUTABLE = "public, max-age=31536000, immutable"
HASHED = "assets"
"""The bundler puts a hash of the content into the names of the files in this folder."""
NOT_THE_APP = (
    "api/",
    "health/",
    "codec/",
    "metrics",
    "hooks/",
    "trigger/",
    "hook-tests/",
    "forms/",
)

NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Noria: the web app is not built</title>
<style>body { font: 16px/1.5 system-ui; max-width: 40rem; margin: 15vh auto; padding: 0 1rem }
:root { color-scheme: light dark }</style>
<h1>The web app is not built yet</h1>
<p>The API runs. Build the web app with <code>make frontend</code>, or start everything with
<code>make run</code>, then load this page again.</p>
"""


class WebApp:
    """Answers what no route answers, so that routes keep their own 404 and 405."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        path = scope["path"].lstrip("/")
        if scope["method"] not in ("GET", "HEAD") or path.startswith(NOT_THE_APP):
            raise StarletteError(404, f"There is nothing at {scope['path']!r}.")
        if not (self._folder / INDEX).is_file():
            return HTMLResponse(NOT_BUILT, status_code=503)
        file = _file(self._folder, path)
        if file is not None:
            hashed = path.partition("/")[0] == HASHED
            return FileResponse(file, headers={"Cache-Control": IMMUTABLE if hashed else CHECK})
        if path.partition("/")[0] == HASHED or Path(path).suffix:
            raise StarletteError(404, f"The web app has no file {path!r}.")
        return FileResponse(self._folder / INDEX, headers={"Cache-Control": CHECK})


def _file(folder: Path, path: str) -> Path | None:
    """The file, if it is one and lies in the folder."""
    if not path or "\x00" in path:
        return None
    file = (folder / path).resolve()
    return file if file.is_relative_to(folder) and file.is_file() else None
