"""The live page and its sockets: one for what is said, one for the picture."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

from fastapi import APIRouter, Request, WebSocket, WebSocketDisconnect
from starlette.responses import RedirectResponse, Response

from clinician_console import access
from clinician_console.live.page import Page
from clinician_console.live.picture import Picture
from clinician_console.live.visit import LiveVisit
from clinician_console.live.words import words
from clinician_console.pages import house_of, page

router = APIRouter()
LOOK_AGAIN_S: Final = 1
"""A visit takes two or three seconds to begin."""


@router.get("/live")
async def live(request: Request) -> Response:
    """The page of the visit that runs; while one begins, what is being waited for; else the list of patients."""
    house = house_of(request)
    if house.starting is not None:
        waiting = page(request, "starting.html", alias=house.starting)
        waiting.headers["Refresh"] = str(LOOK_AGAIN_S)
        return waiting
    if house.refused is not None:
        refused, house.refused = house.refused, None
        return page(request, "error.html", 409, **refused)
    visit = house.live
    if visit is None:
        return RedirectResponse("/", 302)
    return page(request, "live.html", **visit.plan.sheet(), words=words())


@router.websocket("/live/control")
async def control(socket: WebSocket) -> None:
    """State, log and beats to the page; commands and echoes from it."""
    await socket.accept()
    visit: LiveVisit | None = socket.app.state.house.live
    if visit is None:
        await _nothing_here(socket)
        return
    opened = Page(socket.send_text, access.who(socket) or None)
    visit.come(opened)
    try:
        await _together(opened.write(), opened.let_go(), _listen(socket, visit, opened))
    finally:
        visit.go(opened)


@router.websocket("/live/picture")
async def picture(socket: WebSocket) -> None:
    """A frame for each request."""
    await socket.accept()
    visit: LiveVisit | None = socket.app.state.house.live
    if visit is None:
        await _nothing_here(socket)
        return
    asked: asyncio.Queue[None] = asyncio.Queue(1)
    await _together(_show(socket, visit.picture, asked), _take_requests(socket, asked))


async def _listen(socket: WebSocket, visit: LiveVisit, opened: Page) -> None:
    while (message := await socket.receive())["type"] == "websocket.receive":
        visit.said(opened, message.get("text"))


async def _take_requests(socket: WebSocket, asked: "asyncio.Queue[None]") -> None:
    while (await socket.receive())["type"] == "websocket.receive":
        if asked.empty():
            asked.put_nowait(None)


async def _show(socket: WebSocket, of: Picture, asked: "asyncio.Queue[None]") -> None:
    while True:
        await asked.get()
        await socket.send_bytes(await of.newest())


async def _together(*parts: Coroutine[Any, Any, None]) -> None:
    """Run both directions of a socket until one of them ends; a page that vanished is no error."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, WebSocketDisconnect, OSError, RuntimeError):
                await task


async def _nothing_here(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, OSError):
        await socket.send_json({"reload": True})
        await socket.close()
