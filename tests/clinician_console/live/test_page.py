"""The page as it is first given, and what a page that does not read gets."""

import asyncio
import json
import socket
from pathlib import Path

import httpx

from clinician_console.live.page import MOST_WAITING, Page
from clinician_console.live.words import words
from clinician_console.serve import _door
from tests.clinician_console.live.opened import KEY, served
from tests.clinician_console.live.rehearsed import RunningVisit, supervised


def test_the_live_page_is_given_what_it_is_drawn_from(tmp_path: Path) -> None:
    """Without a visit the list of patients; with one a page that names the patient and each word the scripts need."""

    async def get(address: str) -> httpx.Response:
        async with httpx.AsyncClient(cookies={"stepladder-key": KEY}) as browser:
            return await browser.get(address)

    async def scenario() -> None:
        async with served(tmp_path) as console:
            answer = await get(f"http://{console.host}/live")
            assert (answer.status_code, answer.headers["location"]) == (302, "/")
            with RunningVisit(supervised()) as visit:
                live = console.show(visit)
                answer = await get(f"http://{console.host}/live")
                assert answer.status_code == 200
                assert live.briefing.alias in answer.text
                assert json.dumps(words()["connection_back"]) in answer.text
                live.replaced()

    asyncio.run(scenario())


def test_a_page_gets_answers_before_the_newest_view() -> None:
    """While a page is slow, answers wait in order and only the newest state is kept."""

    async def scenario() -> list[str]:
        sent: list[str] = []

        async def send(text: str) -> None:
            sent.append(text)

        page = Page(send, "Anna")
        page.show('"old"')
        page.tell({"ack": 1})
        page.show('"new"')
        page.tell({"ack": 2})
        writing = asyncio.create_task(page.write())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        writing.cancel()
        return sent

    assert asyncio.run(scenario()) == ['{"ack": 1}', '{"ack": 2}', '"new"']


def test_a_page_that_does_not_read_is_let_go() -> None:
    """Nothing is kept for ever for a browser that stands still."""

    async def scenario() -> None:
        async def send(text: str) -> None:
            await asyncio.Event().wait()

        page = Page(send, None)
        writing = asyncio.create_task(page.write())
        for number in range(MOST_WAITING):
            page.tell({"beat": number})
        letting_go = asyncio.create_task(page.let_go())
        await asyncio.sleep(0)
        assert not letting_go.done()
        page.tell({"beat": MOST_WAITING})
        page.tell({"beat": MOST_WAITING})
        async with asyncio.timeout(10):
            await letting_go
        writing.cancel()

    asyncio.run(scenario())


def test_what_the_console_accepts_sends_at_once() -> None:
    """Nagle's algorithm is off on the connections of the console's own door, or each answer waits 40 ms."""

    async def scenario() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        class Accepting(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                here = transport.get_extra_info("socket")
                accepted.set_result(here.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                transport.close()

        door = _door("127.0.0.1", 0)
        async with await asyncio.get_running_loop().create_server(Accepting, sock=door):
            _, writer = await asyncio.open_connection(*door.getsockname())
            delay_off = await accepted
            writer.close()
        return delay_off

    assert asyncio.run(scenario()) == 1
