"""The process in which a visit runs: `python -m environments.stage.run_visit`, its job on standard input."""

import faulthandler
import sys
from typing import TYPE_CHECKING, Final

from environments import catalogue
from environments.panel import Pointing
from environments.stage.headset.base import Headset
from environments.stage.headset.simulated import SimulatedHeadset
from environments.stage.heartbeat import Heart
from environments.stage.job import VisitJob, job
from environments.stage.leash import Leash, leave_no_core
from environments.stage.news import News
from environments.stage.pace import Compressed, Pace, RealTime
from therapy.errors import StepladderError
from therapy.ports import Environment
from therapy.records import Recorder
from therapy.session import Session
from therapy.translation import use_locale
from therapy.twin.patients import Patient
from therapy.twin.traits import Kind
from therapy.words import N_

if TYPE_CHECKING:
    from environments.stage.link import Link

GIVE_WAY_S: Final = 0.0005
"""How long the writer's thread may keep the frame loop from going on; Python's own 5 ms are half a frame."""
CANNOT_START: Final = 2
"""Exit status where a person can do something about it; the news have said what."""


def main() -> int:
    """Run the visit that standard input's first line asks for; 0 when it came to an end in order."""
    faulthandler.enable()
    leave_no_core()
    sys.setswitchinterval(GIVE_WAY_S)
    news = News()
    told = job(VisitJob)
    use_locale(told.locale)
    try:
        return _run(told, news)
    except StepladderError as error:
        news.tell("error", what=error.what, advice=error.advice, inputs=dict(error.inputs))
        return CANNOT_START
    finally:
        news.close()


def _run(told: VisitJob, news: News) -> int:
    # The engine is imported here and not above: importing it changes the process.
    from environments.stage.link import Link
    from environments.stage.stage import Stage
    from environments.stage.visit import Visit
    from therapy.adaptation.therapist_rule import TherapistRule

    leash = Leash()
    briefing = told.briefing
    environment = catalogue.load(briefing.protocol.environment)
    session = Session(briefing, environment)
    pointing = Pointing()
    headset = _headset(told, environment, pointing)
    if briefing.compressed_time and headset.real_time_only:
        raise StepladderError(
            N_("Time cannot be compressed with the {headset} headset: a person is in it."),
            N_("Leave out {option}."),
            headset=headset.name,
            option="--compressed",
        )
    stage = Stage(told.data, size=told.size, window=told.window, panel=pointing)
    stage.speech_on = told.speech
    headset.start()
    recorder = Recorder(told.record, briefing)
    link = None if told.token is None else Link(told.token)
    with Heart(told.heartbeat) as heart:
        news.tell(
            "ready",
            window=stage.engine.onscreen,
            headset=headset.name,
            port=None if link is None else link.port,
        )
        visit = Visit(
            session=session,
            stage=stage,
            headset=headset,
            panel=pointing,
            recorder=recorder,
            engine=TherapistRule(),
            pace=_pace(told, link),
            heart=heart,
            news=news,
            leash=leash,
            link=link,
        )
        ending = visit.run()
    recorder.close(ending)
    news.tell("closed", ending=ending, rescue=None if recorder.rescue is None else str(recorder.rescue))
    headset.stop()
    if link is not None:
        link.close()
    stage.close()
    return 0


def _pace(told: VisitJob, link: "Link | None") -> Pace:
    """As the clock goes, or faster where nobody can be harmed by it."""
    wait = None if link is None else link.wait
    if not told.briefing.compressed_time:
        return RealTime(wait=wait)
    return Compressed() if told.speed is None else RealTime(wait=wait, speed=told.speed)


def _headset(told: VisitJob, environment: Environment, pointing: Pointing) -> Headset:
    """The headset that the briefing names, with a simulated patient in it where one is asked for."""
    briefing = told.briefing
    if briefing.headset == "simulated":
        spec, seed = environment.spec, briefing.seed
        patient = Patient(Kind(told.patient or Kind.IMPROVES), seed)
        return SimulatedHeadset(patient, pointing, environment.intensity, spec.gentlest(), seed)
    if briefing.headset == "desktop":
        from environments.stage.headset.desktop import DesktopHeadset

        return DesktopHeadset(pointing)
    from environments.stage.headset.openxr import OpenXrHeadset

    return OpenXrHeadset()


if __name__ == "__main__":
    sys.exit(main())
