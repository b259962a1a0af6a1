"""Who comes in: every page and every socket, from a foreign address, a foreign page, and without the key."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import BaseRoute

from clinician_console import access
from tests.clinician_console.browsing import HOST, KEY, ORIGIN, Browser

SOCKETS = ("/live/control", "/live/picture")
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        f"connect-src 'self' ws://{HOST}; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def flat(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    """Routes, also those that were included with a router."""
    for route in routes:
        inside = getattr(route, "original_router", None)
        yield from flat(inside.routes) if inside is not None else [route]


def pages(browser: Browser) -> list[tuple[str, str]]:
    """Method and address of every page there is."""
    found = [
        (method, re.sub(r"{[^}]*}", "someone", route.path))
        for route in flat(browser.app.routes)
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    ]
    assert {("GET", "/"), ("POST", "/who"), ("GET", "/patients/someone"), ("GET", "/live")} <= set(found)
    return [*found, ("GET", "/static/style.css"), ("GET", "/nothing/here"), ("DELETE", "/")]


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """One that has the key."""
    return Browser(tmp_path)


def test_every_page_answers_at_its_own_address_alone(browser: Browser) -> None:
    """A name that an attacker makes point at this machine is refused, key or not."""
    for method, address in pages(browser):
        for host in ("attacker.example", "attacker.example:8710", "127.0.0.1", "127.0.0.1:8711", ""):
            headers = {"Host": host, "Origin": f"http://{host}"}
            answer = browser.request(method, address, headers)
            assert answer.status_code == 421, (method, address, host)
            assert "ws:" not in answer.headers["content-security-policy"]


def test_every_page_that_changes_something_asks_where_it_came_from(browser: Browser) -> None:
    """Another site's page, or none at all, changes nothing even with the key."""
    changing = [(method, address) for method, address in pages(browser) if method not in ("GET", "HEAD")]
    assert len(changing) >= 6
    for method, address in changing:
        for origin in (None, "null", "http://attacker.example", "https://" + HOST, "http://127.0.0.1:9999"):
            headers = {} if origin is None else {"Origin": origin}
            assert browser.request(method, address, headers).status_code == 403, (method, address, origin)
        crossing = {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}
        assert browser.request(method, address, crossing).status_code == 403


def test_every_page_needs_the_key(tmp_path: Path) -> None:
    """Without it there is one page, which says where the key is; looks and the way in are open."""
    stranger = Browser(tmp_path, entered=False)
    for cookies in ({}, {access.KEY_COOKIE: "wrong"}, {access.KEY_COOKIE: KEY[:-1]}, {access.KEY_COOKIE: ""}):
        stranger.cookies = cookies
        for method, address in pages(stranger):
            answer = stranger.request(method, address, {"Origin": ORIGIN})
            if address == "/enter":
                assert (answer.status_code, answer.headers.get("set-cookie")) == (303, None)
            elif address.startswith("/static/"):
                assert answer.status_code == 200
            else:
                assert answer.status_code == 401, (method, address)
                assert "launcher" in answer.text
    assert not (tmp_path / "records.db").exists()


def test_every_socket_is_as_locked_as_the_pages(browser: Browser) -> None:
    """A socket is refused before it is accepted: foreign address, foreign page, no key."""
    paths = {route.path for route in flat(browser.app.routes) if isinstance(route, APIWebSocketRoute)}
    assert paths == set(SOCKETS)
    refused = [{"type": "websocket.close", "code": 1008}]
    for path in SOCKETS:
        opened = browser.open_socket(path, {"Origin": ORIGIN})
        assert opened[0]["type"] == "websocket.accept"
        told = {name.decode(): value.decode() for name, value in opened[0]["headers"]}
        assert HEADERS.items() <= told.items()
        assert browser.open_socket(path, {"Origin": ORIGIN, "Host": "attacker.example"}) == refused
        assert browser.open_socket(path, {}) == refused
        assert browser.open_socket(path, {"Origin": "null"}) == refused
        assert browser.open_socket(path, {"Origin": "http://attacker.example"}) == refused
        kept, browser.cookies = browser.cookies, {access.KEY_COOKIE: "wrong"}
        assert browser.open_socket(path, {"Origin": ORIGIN}) == refused
        browser.cookies = kept


def test_every_answer_tells_the_browser_what_it_may_do(browser: Browser) -> None:
    """Pages, errors, redirections and files alike; only looks may be kept."""
    for method, address in pages(browser):
        answer = browser.request(method, address, {"Origin": ORIGIN})
        assert HEADERS.items() <= dict(answer.headers).items(), (method, address)
        kept = "no-cache" if address.startswith("/static/") else "no-store"
        assert answer.headers["cache-control"] == kept


def test_a_page_that_fails_is_a_page_too(browser: Browser) -> None:
    """An error nobody expected shows no code, and carries the headers."""
    browser.house.data.create()
    browser.house.data.records.write_bytes(b"This is no database. " * 100)
    damaged = browser.get("/")
    assert damaged.status_code == 503
    browser.house.hosts = frozenset({HOST})
    browser.house.data = None  # type: ignore[assignment]  # as a defect would leave it
    failed = browser.get("/")
    assert failed.status_code == 500
    assert "A visit that runs goes on." in failed.text
    assert "Traceback" not in failed.text
    assert HEADERS.items() <= dict(failed.headers).items()


def test_the_way_in_leads_nowhere_else(tmp_path: Path) -> None:
    """The key becomes a cookie that no script and no other site can use; the way on stays inside."""
    for to, leads in {
        "/live": "/live",
        "/patients/new?practice=yes": "/patients/new?practice=yes",
        "//attacker.example": "/",
        "/\\attacker.example": "/",
        "https://attacker.example": "/",
        "/\t/attacker.example": "/",
        "": "/",
    }.items():
        browser = Browser(tmp_path, entered=False)
        answer = browser.request("GET", str(_query(to)), {})
        assert (answer.status_code, answer.headers["location"]) == (303, leads), to
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{access.KEY_COOKIE}={KEY};")
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))


def test_who_sits_here_is_kept(browser: Browser) -> None:
    """Any letters will do; every page then says the name, and offers to change it."""
    assert "Who are you?" in browser.get("/").text
    answer = browser.post("/who", who="  Åsa Ünal; 李  ", to="/patients/new")
    assert (answer.status_code, answer.headers["location"]) == (303, "/patients/new")
    assert "HttpOnly" in answer.headers["set-cookie"]
    shown = browser.get("/patients/new").text
    assert "You are Åsa Ünal; 李" in shown
    assert "Who are you?" not in shown
    assert browser.post("/who", who="Anna", to="//attacker.example").headers["location"] == "/"


def test_a_form_may_only_be_so_large(browser: Browser) -> None:
    """What no form of ours can be is not read to its end."""
    assert browser.post("/patients/new", alias="x" * 100_000).status_code == 413
    assert (
        browser.post("/patients/new", **{f"field{number}": "x" for number in range(300)}).status_code == 413
    )
    body = b"alias=\xff\xfe"
    assert browser.request("POST", "/patients/new", {"Origin": ORIGIN}, body).status_code == 413


def _query(to: str) -> str:
    from urllib.parse import urlencode

    return "/enter?" + urlencode({"key": KEY, "to": to})
