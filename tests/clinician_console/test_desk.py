"""The console's process under the launcher: opened, killed, started again, ended. All real."""

import os
import signal
import sys
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

from clinician_console.desk import Desk
from therapy.errors import StepladderError
from therapy.records import Store


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A console over an empty clinic, at a free port."""
    Store.open(tmp_path / "records.db").close()
    desk = Desk({"data": str(tmp_path), "host": "127.0.0.1", "port": 0, "locale": "en"}, tmp_path / "log")
    desk.start()
    yield desk
    desk.close()


def opened(address: str) -> tuple[int, str]:
    """Status and page, as a browser with no cookie gets them after following where it is sent."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        answer: HTTPResponse = opener.open(address, timeout=10)
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
    with answer:
        return answer.status, answer.read().decode()


def opened_in_time(address: str) -> tuple[int, str]:
    """The same, of a console that is on its way."""
    for _ in range(300):
        try:
            return opened(address)
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"expected {address} to answer")


def test_the_key_opens_it_and_nothing_else_does(desk: Desk) -> None:
    """The address that the launcher prints leads in; the same place without the key does not."""
    assert opened(desk.address)[0] == 200
    assert opened(desk.place)[0] == 401
    assert opened(f"{desk.place}/enter?key=guess")[0] == 401


def test_it_listens_on_the_loopback_only(desk: Desk) -> None:
    """No other machine can reach it."""
    table = Path("/proc/net/tcp")
    if sys.platform != "linux":
        return
    port = int(desk.place.rsplit(":", 1)[1])
    rows = [row.split() for row in table.read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port]
    assert listening == [f"0100007F:{port:04X}"]


def test_killed_it_comes_back_where_it_was(desk: Desk) -> None:
    """A console that dies is started again at the same address with the same key."""
    address, first = desk.address, desk.pid
    os.kill(first, signal.SIGKILL)
    for _ in range(300):
        if desk.pid != first:
            break
        time.sleep(0.1)
    assert opened_in_time(address)[0] == 200
    assert desk.address == address


def test_a_taken_port_gives_another(desk: Desk, tmp_path: Path) -> None:
    """Two launchers on one machine do not get in each other's way."""
    taken = int(desk.place.rsplit(":", 1)[1])
    job = {"data": str(tmp_path), "host": "127.0.0.1", "port": taken, "locale": "en"}
    second = Desk(job, tmp_path / "second.log")
    second.start()
    try:
        assert second.place != desk.place
        assert opened(second.address)[0] == 200
        assert opened(second.address.replace(second.place, desk.place))[0] == 401
    finally:
        second.close()


def test_it_ends_with_its_launcher(desk: Desk) -> None:
    """Closed, it is gone, and nothing starts it again."""
    desk.close()
    with pytest.raises(URLError):
        opened(desk.address)


def test_one_that_does_not_start_is_an_error(tmp_path: Path) -> None:
    """Whoever starts it learns where its last words are."""
    dead = (sys.executable, "-c", "raise SystemExit('no such thing')")
    job = {"data": str(tmp_path), "host": "127.0.0.1", "port": 0, "locale": "en"}
    desk = Desk(job, tmp_path / "dead.log", dead)
    with pytest.raises(StepladderError) as error:
        desk.start()
    assert "dead.log" in str(error.value)
    assert "no such thing" in (tmp_path / "dead.log").read_text()


def test_what_is_asked_for_reaches_the_launcher(tmp_path: Path) -> None:
    """A start waits in a queue; a wish to close is heard at once; what a new console must know is told again."""
    speaks = (
        "import json, sys\n"
        "job = json.loads(sys.stdin.readline())\n"
        "say = lambda line: print(json.dumps(line), flush=True)\n"
        "say({'kind': 'up', 'port': 1})\n"
        "lines = iter(sys.stdin.readline, '')\n"
        "told = []\n"
        "for line in lines:\n"
        "    told = (told + [json.loads(line)])[-2:]\n"
        "    if told[-1]['kind'] == 'visit': break\n"
        "say({'kind': 'start', 'told': told})\n"
        "say({'kind': 'close'})\n"
        "sys.stdin.read()\n"
    )
    job = {"data": str(tmp_path), "host": "127.0.0.1", "port": 0, "locale": "en"}
    desk = Desk(job, tmp_path / "log", (sys.executable, "-c", speaks))
    closes: list[bool] = []
    desk.asked_to_close = lambda: closes.append(True)
    desk.start()
    desk.tell("starting", alias="of a visit long over")
    desk.tell("starting", alias="heron")
    desk.tell("visit", port=4)
    told = [{"kind": "starting", "alias": "heron"}, {"kind": "visit", "port": 4}]
    assert desk.requests.get(timeout=10)["told"] == told
    os.kill(desk.pid, signal.SIGKILL)
    assert desk.requests.get(timeout=30)["told"] == told
    desk.close()
    assert closes
