"""The library as listeners see it; what waits for an editor is for those who are signed in alone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from narrator import serve
from narrator.library import Library
from narrator.model import ReviewState
from narrator.studio.access import COOKIE, Access

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class Listening:
    """An ASGI application, mounted below ``/listen``.

    Args:
        out: the output folder.
        base: where listeners find it.
        access: who is signed in.
    """

    def __init__(self, out: Path, base: str, access: Access) -> None:
        self._app: ASGIApp = serve.application(out, hosts=["*"], base=base)  # the gate has checked the Host
        self._library, self._access = Library(out), access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, unless it asks for what is held and nobody is signed in."""
        if scope["type"] == "http" and self._access.session(Request(scope).cookies.get(COOKIE, "")) is None:
            path = str(scope["path"]).removeprefix(str(scope.get("root_path", ""))).strip("/")
            if await asyncio.to_thread(self._is_held, path.partition("/")[0]):
                await PlainTextResponse("There is no such page.\n", 404)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_held(self, slug: str) -> bool:
        narration = self._library.get(slug)
        return narration is not None and narration.review.state is ReviewState.HELD
