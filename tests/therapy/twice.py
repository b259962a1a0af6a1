"""Walks a visit with everything in it and prints the digest of all it put out; run by a test in fresh interpreters."""

import hashlib
import sys
from collections.abc import Iterable

from tests.therapy.moments import DOCTOR, PATIENT, at
from tests.therapy.practice import Walk
from therapy.commands import Calm, EndVisit, Next, Ready, SetParameter, TriggerEvent
from therapy.events import Output
from therapy.observations import LinkHeard, LinkSilent, Scale
from therapy.prescription import Adaptation, Mode
from therapy.protocol import Phase, Purpose


def digest(outputs: Iterable[Output]) -> str:
    """SHA-256 over number, tick and canonical bytes of each output."""
    told = hashlib.sha256()
    for number, tick, what in outputs:
        told.update(b"%d %d %s\n" % (number, tick, what.canonical()))
    return told.hexdigest()


def eventful(mode: Mode = Mode.SUPERVISED, purpose: Purpose = Purpose.EXPOSURE) -> Walk:
    """A visit with steps, changes by hand, a pause, a lost link and an end."""
    walk = at("first_rung", mode=mode, adaptation=Adaptation.ADVISE, purpose=purpose)
    walk.tick(Next(by=DOCTOR))
    walk.tick(Ready(by=PATIENT))
    walk.wait(80)
    walk.tick(SetParameter(by=DOCTOR, name="time_of_day", value=12.5))
    walk.tick(TriggerEvent(by=DOCTOR, name="ball"))
    walk.ratings[Scale.SUDS] = 70
    walk.wait(45)
    walk.tick(LinkSilent(seconds=0.6))
    walk.tick(Next(by=DOCTOR))
    walk.tick(LinkHeard())
    walk.tick(Calm(by=PATIENT))
    walk.wait(20)
    walk.tick(Ready(by=PATIENT))
    walk.wait(65)
    walk.tick(EndVisit(by=DOCTOR))
    walk.ready = True
    return walk.until(Phase.ENDED)


if __name__ == "__main__":
    sys.stdout.write(digest(eventful().outputs))
