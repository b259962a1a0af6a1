"""Who may come in: one address, one origin, one key; and what every answer tells the browser it may do.

A web page of somebody else's, open in the same browser, reaches this console's port but not its pages: it cannot give
the Host (DNS rebinding), the Origin (forged forms and sockets) or the key.
"""

import hmac
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clinician_console.house import House
from therapy.translation import translate
from therapy.words import N_

KEY_COOKIE: Final = "stepladder-key"
MOST_KEYS: Final = 8
"""Consoles of one machine that a browser can have open; one more closes the oldest."""
WHO_COOKIE: Final = "stepladder-who"
WHO_LETTERS: Final = 40
"""The longest name or initials of a therapist."""
_WITHOUT_KEY: Final = ("/enter", "/static/")
_READS: Final = ("GET", "HEAD")
_POLICY_VIOLATION: Final = 1008
_BETWEEN: Final = "."
_YEAR_S: Final = 365 * 24 * 3600

Refusal = Callable[[Scope], Response]


class Access:
    """The outermost layer of the console, for pages and sockets alike. `locked` answers whoever has no key."""

    def __init__(self, app: ASGIApp, *, house: House, locked: Refusal) -> None:
        self._app, self._house, self._locked = app, house, locked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or go on; either way the answer carries the headers."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = _headers(scope, self._house.hosts)

        async def send_with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                told = MutableHeaders(scope=message)
                for name, value in headers.items():
                    told[name] = value
            await send(message)

        refused = self._refused(scope)
        if refused is None:
            await self._app(scope, receive, send_with_headers)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            await refused(scope, receive, send_with_headers)

    def _refused(self, scope: Scope) -> Response | None:
        asked = HTTPConnection(scope)
        host = asked.headers.get("host", "")
        if host not in self._house.hosts:
            return _plain(N_("This console is not at this address."), 421)
        socket = scope["type"] == "websocket"
        if socket or scope["method"] not in _READS:
            from_here = asked.headers.get("origin") == f"http://{host}"
            if not from_here or asked.headers.get("sec-fetch-site") == "cross-site":
                return _plain(N_("This did not come from a page of this console."), 403)
        if scope["path"].startswith(_WITHOUT_KEY):
            return None
        if not opens(self._house, asked.cookies.get(KEY_COOKIE, "")):
            return self._locked(scope)
        return None


def opens(house: House, keys: str) -> bool:
    """Whether the console's key is among these; takes as long for a wrong one as for the right one."""
    return any(hmac.compare_digest(key.encode(), house.key.encode()) for key in keys.split(_BETWEEN))


def let_in(answer: Response, asked: HTTPConnection, house: House) -> None:
    """Give the browser the key to keep until it is closed, beside those of other consoles of this machine.

    A cookie belongs to a machine, not to a port: a second console must not take the first one's key away.
    """
    others = [key for key in asked.cookies.get(KEY_COOKIE, "").split(_BETWEEN) if key and key != house.key]
    keys = _BETWEEN.join([*others[-MOST_KEYS + 1 :], house.key])
    answer.set_cookie(KEY_COOKIE, keys, httponly=True, samesite="strict")


def who(asked: HTTPConnection) -> str:
    """The therapist's name or initials as this browser knows them; empty before anybody said."""
    return unquote(asked.cookies.get(WHO_COOKIE, ""))[:WHO_LETTERS].strip()


def remember_who(answer: Response, name: str) -> None:
    """Let the browser know whom it stands in front of; a cookie holds only ASCII."""
    said = quote(name.strip()[:WHO_LETTERS])
    answer.set_cookie(WHO_COOKIE, said, max_age=_YEAR_S, httponly=True, samesite="strict")


def local(path: str) -> str:
    """`path` where it stays inside this console, else the front page."""
    inside = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if inside else "/"


def address(request: Request) -> str:
    """Path and query of this request, to come back to."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _plain(words: str, status: int) -> Response:
    return PlainTextResponse(translate(words), status)


def _headers(scope: Scope, hosts: frozenset[str]) -> dict[str, str]:
    host = HTTPConnection(scope).headers.get("host", "")
    sockets = f" ws://{host}" if host in hosts else ""
    return {
        "content-security-policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
            f"connect-src 'self'{sockets}; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
            "base-uri 'none'"
        ),
        "x-content-type-options": "nosniff",
        # Not no-referrer: under that a browser sends the forms of these very pages with "Origin: null".
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-cache" if scope["path"].startswith("/static/") else "no-store",
    }
