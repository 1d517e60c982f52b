"""Which route answers a request, found by its path's first name instead of by asking all of them.

FastAPI asks every route of every included router, up to three times: with some 270 routes that was a
third of what a small request cost. What is not found here, as 404, 405 and sockets, goes its way.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

_PREFIX = "/api/v1/"


class RouteIndex:
    """Before FastAPI's router. A route that joins the app later is found by the router alone."""

    def __init__(self, router: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._router = router
        self._routes = tuple(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope.get("root_path"):
            for route in self._by_name.get(_name(scope["path"]), ()):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    scope.update(found, route=route.original_route)
                    await route.app(scope, receive, send)
                    return
        await self._router(scope, receive, send)

    @cached_property
    def _by_name(self) -> dict[str, list[RouteContext]]:
        """In the order of their declaration, in which they are asked."""
        found: dict[str, list[RouteContext]] = defaultdict(list)
        for route in iter_route_contexts(self._routes):
            if isinstance(route.original_route, APIRoute):
                found[_name(route.path or "")].append(route)
        # Such a route may stand before any other one: then their order says who answers.
        assert not any("{" in name for name in found)
        return dict(found)


def _name(path: str) -> str:
    return path.removeprefix(_PREFIX).lstrip("/").partition("/")[0]
