"""The language of who asks, by `Accept-Language`: of pages that the server renders, and of schedules in words."""

from typing import Annotated

from fastapi import Depends, Request, Response

from noria.languages import Language, language_of

HEADERS = {"Vary": "Accept-Language"}
"""Of every answer that differs by it."""


def _asked(request: Request, response: Response) -> Language:
    response.headers.update(HEADERS)
    return language_of(request.headers.get("accept-language", ""))


ReaderLanguage = Annotated[Language, Depends(_asked)]
