"""What one tick of a session costs in an exposure, rules, task and measures included."""

import json
import time
from typing import TYPE_CHECKING, Any

from benchmarks import Result

if TYPE_CHECKING:
    from therapy.commands import Command
    from therapy.events import Output
    from therapy.observations import Observation
    from therapy.sample import Sample
    from therapy.session import Session

TITLE = "One tick of a session in the heights, against only handing the same sample over as a JSON message."
BATCHES, TICKS_A_BATCH = 60, 300


def measure() -> Result:
    """Batches of both in turn, on CPU time of this thread, so that other processes do not count.

    The peer is what an engine behind a message bus pays for a tick before it has decided anything: the sample
    written as JSON and read back into a validated model.
    """
    from pydantic import ConfigDict, create_model

    from benchmarks.made_up_visit import noisy_motion
    from therapy.sample import CHANNELS, Sample

    channels: dict[str, Any] = dict.fromkeys(CHANNELS, (float, ...))
    validated = create_model(
        "ValidatedSample", __config__=ConfigDict(extra="forbid", frozen=True), **channels
    )
    session, looking = in_the_heights()
    motion = iter(noisy_motion(3, BATCHES * TICKS_A_BATCH))
    given: list[Observation | Command] = []
    ours_us: list[float] = []
    peer_us: list[float] = []
    for _ in range(BATCHES):
        counts = [next(motion) for _ in range(TICKS_A_BATCH)]
        # Hands that move; a head that keeps its place, or a rule would end the exposure.
        samples = [Sample.from_counts(one)._replace(head=looking.head) for one in counts]
        began_ns = time.thread_time_ns()
        for sample in samples:
            given = answers(session.step(sample, given))
        ours_us.append((time.thread_time_ns() - began_ns) / 1000 / TICKS_A_BATCH)
        named = [dict(zip(CHANNELS, map(float, one), strict=True)) for one in counts]
        began_ns = time.thread_time_ns()
        for fields in named:
            validated.model_validate_json(json.dumps(fields))
        peer_us.append((time.thread_time_ns() - began_ns) / 1000 / TICKS_A_BATCH)
    if not session.exposed:
        raise RuntimeError(
            "expected the patient to be in the exposure throughout; the measurement means nothing"
        )
    return Result(
        ours=sorted(ours_us)[BATCHES // 2],
        peer=sorted(peer_us)[BATCHES // 2],
        unit="us a tick (median of batches)",
        peer_name="the sample as a JSON message: json.dumps, then pydantic",
        details={"ours_worst_batch_us": max(ours_us), "share_of_a_90_hz_frame": max(ours_us) / (1e6 / 90)},
    )


def in_the_heights() -> "tuple[Session, Sample]":
    """A session whose patient was led to the first step of the heights, and the sample that keeps them there."""
    from benchmarks.made_up_visit import briefing
    from environments import catalogue
    from therapy.briefing import History
    from therapy.sample import Pose, Sample
    from therapy.session import Session

    seasoned = briefing().model_copy(update={"history": History(visits_done=7, longest_tolerated_min=20)})
    session = Session(seasoned, catalogue.load("heights"))
    looking = Sample(Pose(0.0, 1.2, 0.0), None, None, None, 0.0, 0.0, 0, True)
    given: list[Observation | Command] = []
    while not session.exposed:
        given = answers(session.step(looking, given))
    return session, looking


def answers(outputs: "list[Output]") -> "list[Observation | Command]":
    """What somebody says who is calm, and ready for everything."""
    from therapy.commands import Actor, Ready
    from therapy.directives import Ask, LoadEnvironment, Offer
    from therapy.observations import Answered, AnswerVia, EnvironmentLoaded

    given: list[Observation | Command] = []
    for number, _, what in outputs:
        if isinstance(what, LoadEnvironment):
            given.append(EnvironmentLoaded(environment=what.environment))
        elif isinstance(what, Ask):
            given.append(Answered(question=number, scale=what.scale, value=0, via=AnswerVia.BUTTON))
        elif isinstance(what, Offer):
            given.append(Ready(by=Actor.PATIENT))
    return given
