"""The live page's sockets end to end: pages, console and the real line of a visit that runs."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.clinician_console.live.opened import WITHIN_S, Console, OpenPage, served
from tests.clinician_console.live.rehearsed import TOKEN, RunningVisit, supervised


def with_a_visit(
    folder: Path, from_step: int, scenario: Callable[[Console, RunningVisit], Awaitable[None]]
) -> None:
    """Let this happen in a console that shows a visit."""

    async def all_of_it() -> None:
        with RunningVisit(supervised(), from_step=from_step) as visit:
            async with served(folder) as console:
                console.show(visit)
                await scenario(console, visit)

    asyncio.run(all_of_it())


def steers(page: OpenPage) -> bool:
    """Whether this page has the wheel and the line is well."""
    return bool(page.view) and page.view["steering"]["you"] and page.view["link"]["ok"]


def silent(page: OpenPage) -> bool:
    """Whether the session says that nobody is in the link."""
    return any("silent" in reason["words"] for reason in page.view["why"])


def test_a_page_is_told_the_visit_and_steers_it(tmp_path: Path) -> None:
    """The visit so far, then a change: sent, heard, shown, and seen by another page and in the session."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        async with console.page("Anna") as anna, console.page("Ben") as ben:
            await anna.until(lambda page: steers(page) and page.view["state"] == "running" and page.log != [])
            assert [entry["words"] for entry in anna.log][:2] == ["Getting ready", "Before going in"]
            assert anna.points["suds"] != []
            assert anna.view["step"]["number"] == 1
            states = await anna.ask(1, kind="set_parameter", name="wind", value=0.0)
            assert states == ["sent", "heard", "shown"]
            ack = anna.acks[-1]
            assert ack["ns"]["heard"] <= ack["ns"]["drawn"] <= ack["ns"]["answered"] <= ack["ns"]["told"]
            await ben.until(lambda page: page.view.get("parameters", {}).get("wind", {}).get("value") == 0.0)
            await ben.until(lambda page: page.points["heart"] != [] and page.points["gaze"] != [])
            assert visit.session.values["wind"] == 0.0
            assert ben.view["steering"] == {"who": "Anna", "you": False, "watching": 1}

    with_a_visit(tmp_path, 1, scenario)


def test_only_who_steers_changes_things_and_anybody_stops(tmp_path: Path) -> None:
    """A watching page is refused in words and may stop; taking over turns it round."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        async with console.page("Anna") as anna, console.page("Ben") as ben, console.page(None) as nobody:
            await anna.until(steers)
            await ben.until(lambda page: bool(page.view))
            assert await ben.ask(1, "refused", kind="hold") == ["refused"]
            assert ben.words(1) == "Anna steers this visit. Take over first."
            assert await nobody.ask(1, kind="add_note", text="Calm.") == ["sent", "heard", "shown"]
            await ben.say({"steer": True})
            await ben.until(steers)
            await anna.until(lambda page: page.view["steering"]["who"] == "Ben")
            assert await ben.ask(2, kind="hold") == ["sent", "heard", "shown"]
            assert await nobody.ask(2, kind="stop") == ["sent", "heard", "shown"]
            await anna.until(lambda page: page.view["presence"] == "out")
            assert anna.log[-1]["words"] == "Coming to rest" or anna.log[-1]["tone"] == "alarm"
            assert not visit.session.exposed

    with_a_visit(tmp_path, 1, scenario)


def test_one_control_turns_speech_off_and_on(tmp_path: Path) -> None:
    """Whoever steers has it; every page shows what the stage says it does."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        async with console.page("Anna") as anna, console.page("Ben") as ben:
            await anna.until(steers)
            await ben.until(lambda page: bool(page.view) and page.view["speech"])
            await ben.say({"n": 1, "speech": False})
            await ben.until(lambda page: page.ended(1))
            assert ben.words(1) == "Anna steers this visit. Take over first."
            for on in (False, True):
                await anna.say({"speech": on})
                await ben.until(lambda page, on=on: page.view["speech"] is on)  # type: ignore[misc]

    with_a_visit(tmp_path, 1, scenario)


def test_a_refusal_is_in_words(tmp_path: Path) -> None:
    """What the session turns down comes back as its reason, with the parameter's title."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        async with console.page("Anna") as anna:
            await anna.until(steers)
            await anna.ask(1, "refused", kind="set_parameter", name="height_m", value=99)
            assert anna.words(1) == "“Height” may be 0 to 40; 99 was asked for."

    with_a_visit(tmp_path, 1, scenario)


NONSENSE = [
    "",
    "[]",
    "{",
    '{"n": 1}',
    '{"n": 1, "command": {"kind": "x"}}',
    '{"beat": {}}',
    '{"speed": 3}',
    '{"speech": 1}',
    b"\x00",
]


def test_nonsense_closes_nothing(tmp_path: Path) -> None:
    """Each is answered with a refusal or with nothing, and the page goes on steering."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        async with console.page("Anna") as anna:
            await anna.until(steers)
            for message in NONSENSE:
                await anna.say(message)
            assert await anna.ask(2, kind="hold") == ["sent", "heard", "shown"]
            assert len([ack for ack in anna.acks if ack["state"] == "refused"]) == len(NONSENSE) - 1
            assert all(ack["words"] for ack in anna.acks)

    with_a_visit(tmp_path, 0, scenario)


def test_a_page_that_stands_still_gives_no_beats(tmp_path: Path) -> None:
    """Without its echoes the session is told of a silent link, others see who stands still, and may take over."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        async with console.page("Anna") as anna, console.page("Ben") as ben:
            await ben.until(lambda page: bool(page.view) and page.view["link"]["ok"] and not silent(page))
            anna.echoes = False
            await ben.until(
                lambda page: page.view["link"]["words"].startswith("The page of Anna stands still")
            )
            await ben.until(silent)
            await ben.say({"steer": True})
            await ben.until(lambda page: steers(page) and not silent(page))
            assert ben.view["steering"]["who"] == "Ben"
            assert ben.view["link"] == {"ok": True, "words": ""}

    with_a_visit(tmp_path, 1, scenario)


def test_a_stage_that_is_killed(tmp_path: Path) -> None:
    """Whoever waits is told, a stop goes through the launcher, and fault, safe room and end are in words."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        live = console.house.live
        assert live is not None
        async with console.page("Anna") as anna:
            await anna.until(steers)
            visit.end()
            await anna.until(lambda page: not page.view["link"]["ok"])
            await anna.ask(1, "refused", kind="hold")
            await anna.say({"n": 2, "command": {"kind": "stop"}})
            async with asyncio.timeout(WITHIN_S):
                while console.asked != [{"kind": "close"}]:
                    await asyncio.sleep(0.02)
            live.fault(
                "The program that draws crashed ({detail}); the exposure is over.", {"detail": "SIGKILL"}
            )
            await anna.until(lambda page: page.view["state"] == "fault")
            assert "SIGKILL" in anna.view["words"]
            assert (anna.view["presence"], anna.view["gaze"], anna.view["intensity"]) == ("out", None, 0.0)
            live.safe_room()
            await anna.until(lambda page: page.view["state"] == "safe_room")
            await anna.ask(3, "sent", kind="end_visit")
            live.finish()
            await anna.until(lambda page: page.view["state"] == "over")
            assert anna.view["report"] == f"/visits/{live.briefing.session_id}"
            assert live.over

    with_a_visit(tmp_path, 1, scenario)


def test_a_visit_comes_to_its_end(tmp_path: Path) -> None:
    """The end is told in words, and the report once the launcher says that the record is closed."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        async with console.page("Anna") as anna:
            await anna.until(steers)
            for n, command in enumerate(("end_visit", "end_visit"), start=1):
                await anna.say({"n": n, "command": {"kind": command}})
            await anna.until(lambda page: page.view["state"] == "over")
            assert anna.view["report"] is None
            assert anna.view["words"].startswith("The visit was stopped")
            live = console.house.live
            assert live is not None
            live.finish()
            await anna.until(lambda page: page.view["report"] is not None)
            await anna.ask(9, "refused", kind="stop")

    with_a_visit(tmp_path, 0, scenario)


async def push_aside(visit: RunningVisit) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Take the console's place on the stage's line, as a second console would: its connection breaks."""
    reader, writer = await asyncio.open_connection("127.0.0.1", visit.link.port)
    writer.write(json.dumps({"token": TOKEN}).encode() + b"\n")
    return reader, writer


def test_the_console_finds_its_visit_again(tmp_path: Path) -> None:
    """A line that breaks is taken up again, nothing is told twice, and a stop asked for meanwhile gets through."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        async with console.page("Anna") as anna:
            await anna.until(steers)
            for n, command in enumerate(("hold", "stop")):
                reader, writer = await push_aside(visit)
                await reader.readline()
                await anna.say({"n": n, "command": {"kind": command}})
                await asyncio.wait_for(reader.read(), WITHIN_S)  # until it is pushed aside in turn
                writer.close()
                await anna.until(lambda page, n=n: page.ended(n))  # type: ignore[misc]
            assert [ack["state"] for ack in anna.acks if ack["n"] == 1][-2:] == ["heard", "shown"]
            await anna.until(lambda page: page.view["presence"] == "out" and page.view["link"]["ok"])
            assert [entry["words"] for entry in anna.log].count("Getting ready") == 1
            assert not visit.session.exposed

    with_a_visit(tmp_path, 1, scenario)


def test_pictures_go_to_every_page_that_asks(tmp_path: Path) -> None:
    """Each request is answered by one newer frame, whoever else looks; nobody who looks away costs a frame."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        async with console.picture() as one, console.picture() as other:
            seen = []
            for _ in range(3):
                await asyncio.gather(one.send("next"), other.send("next"))
                frames = await asyncio.wait_for(asyncio.gather(one.recv(), other.recv()), WITHIN_S)
                assert all(isinstance(frame, bytes) and frame[8:10] == b"\xff\xd8" for frame in frames)
                seen.append(int.from_bytes(frames[0][:8]))  # type: ignore[arg-type]
            assert seen == sorted(set(seen))
        assert not visit.link.mirror.wanted

    with_a_visit(tmp_path, 0, scenario)


def test_a_new_visit_sends_old_pages_to_it(tmp_path: Path) -> None:
    """Pages of a visit that another one replaces are told to load again; without any visit too."""

    async def scenario(console: Console, visit: RunningVisit) -> None:
        live = console.house.live
        assert live is not None
        async with console.page("Anna") as anna:
            await anna.until(steers)
            live.replaced()
            await anna.until(lambda page: page.told_to_load_again)
        console.house.live = None
        async with console.page("Anna") as anna:
            await anna.until(lambda page: page.told_to_load_again)
        async with console.picture() as picture:
            assert await asyncio.wait_for(picture.recv(), WITHIN_S) == '{"reload":true}'
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(picture.recv(), WITHIN_S)

    with_a_visit(tmp_path, 0, scenario)
