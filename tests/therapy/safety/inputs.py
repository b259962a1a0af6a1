"""Everything that can be done to a session, sensible or not."""

from hypothesis import strategies as st

from tests.therapy.practice import TOWER, Input
from therapy.briefing import Room
from therapy.commands import (
    AcknowledgeFlag,
    Actor,
    AddNote,
    AskSuds,
    Calm,
    ConfirmRemote,
    ConfirmSupport,
    EndVisit,
    Hold,
    Next,
    Previous,
    Ready,
    Release,
    RemoteCheck,
    ReportAdverseEvent,
    ReportNote,
    Resume,
    SetAdaptation,
    SetParameter,
    Severity,
    Stop,
    StopVia,
    TriggerEvent,
    Undo,
)
from therapy.observations import (
    HIGHEST,
    Answered,
    AnswerVia,
    Decision,
    EnvironmentLoaded,
    HeartRate,
    InstrumentAnswered,
    LinkHeard,
    LinkSilent,
    Move,
    RoomKnown,
    Scale,
    Shown,
    StageFailed,
)
from therapy.prescription import Adaptation

actors = st.sampled_from(list(Actor))
names = st.sampled_from([*(parameter.name for parameter in TOWER.parameters), "nothing"])
events = st.sampled_from([*(event.name for event in TOWER.events), "nothing"])
values = st.floats(-100, 100) | st.sampled_from([0.0, 1.1, 1.3, 3.0, 8.0, 15.0, 25.0, 40.0, 60.0])

commands: st.SearchStrategy[Input] = st.one_of(
    st.builds(Next, by=actors),
    st.builds(Ready, by=actors),
    st.builds(Previous, by=actors),
    st.builds(Hold, by=actors),
    st.builds(Release, by=actors),
    st.builds(Calm, by=actors),
    st.builds(Resume, by=actors),
    st.builds(AskSuds, by=actors),
    st.builds(SetParameter, by=actors, name=names, value=values),
    st.builds(TriggerEvent, by=actors, name=events),
    st.builds(SetAdaptation, by=actors, adaptation=st.sampled_from(list(Adaptation))),
    st.builds(Undo, by=actors),
    st.builds(ConfirmSupport, by=actors),
    st.builds(ConfirmRemote, by=actors, check=st.sampled_from(list(RemoteCheck))),
    st.builds(AcknowledgeFlag, by=actors, flag=st.just("phq-9:9")),
    st.builds(AddNote, by=actors, text=st.just("Seen.")),
    st.builds(ReportNote, by=actors, text=st.just("Looked down.")),
    st.builds(
        ReportAdverseEvent, by=actors, text=st.just("Dizzy."), severity=st.sampled_from(list(Severity))
    ),
    st.builds(EndVisit, by=actors),
    st.builds(Stop, by=actors, via=st.sampled_from(list(StopVia))),
)
"""Any command from anyone."""


@st.composite
def _answers(draw: st.DrawFn) -> Input:
    scale = draw(st.sampled_from(list(Scale)))
    value = draw(st.integers(0, HIGHEST[scale]))
    return Answered(question=draw(st.integers(0, 60)), scale=scale, value=value, via=AnswerVia.BUTTON)


observations: st.SearchStrategy[Input] = st.one_of(
    _answers(),
    st.builds(LinkSilent, seconds=st.sampled_from([0.5, 3.0, 10.0])),
    st.just(LinkHeard()),
    st.builds(
        RoomKnown, room=st.none() | st.builds(Room, width_m=st.floats(0.1, 4), depth_m=st.floats(0.1, 4))
    ),
    st.builds(
        InstrumentAnswered, instrument=st.just("phq-9"), item=st.just(9), value=st.just(1), risk=st.booleans()
    ),
    st.just(EnvironmentLoaded(environment="tower")),
    st.builds(Shown, output=st.integers(1, 80)),
    st.just(StageFailed(what="a picture was missing")),
    st.builds(HeartRate, bpm=st.floats(40, 180)),
    st.builds(
        Decision,
        question=st.integers(1, 120),
        move=st.sampled_from(list(Move)),
        engine=st.just("engine"),
        rule=st.just("rule"),
        inputs=st.just({}),
        sentence=st.sampled_from(["", "Because."]),
    ),
)
"""Anything the outside may report."""
