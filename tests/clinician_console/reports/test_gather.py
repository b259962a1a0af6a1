"""What a report says is what is on record, counted here a second time from the events themselves."""

from datetime import date
from pathlib import Path

import pytest

from clinician_console.reports.gather import course_report, visit_report
from clinician_console.reports.model import CourseReport, VisitReport
from clinician_console.reports.precision import METHODS, figure, rounded
from clinician_console.reports.visit_sheet import sheet
from environments.heights.spec import SPEC as HEIGHTS
from environments.reach.spec import SPEC as REACH
from tests.clinician_console.reports import on_record
from tests.clinician_console.reports.on_record import BROKEN, EVENTFUL, REFUSED, REHEARSED, SILENT
from therapy.measures.edge import APPROACH_M, RAIL_M
from therapy.measures.gaze import DOWN_DEG
from therapy.measures.speed import MOVING_MPS
from therapy.observations import Scale
from therapy.records import Store
from therapy.records.errors import UnknownPatientError, UnknownSessionError


@pytest.mark.parametrize("session_id", [REHEARSED, EVENTFUL, REFUSED, SILENT])
def test_ratings_and_counts_are_those_of_the_events(store: Store, records: Path, session_id: str) -> None:
    """Every rating, stop, pause, adverse event and decision is there once, and the ending is the recorded one."""
    report, told = visit_report(store, session_id), on_record.events(records, session_id)
    kinds = [event["kind"] for _, event in told]
    given = [
        (round(second, 2), event["scale"], event["value"])
        for second, event in told
        if event["kind"] == "rating_given"
    ]
    assert [(one.at_s, one.scale, one.value) for one in report.ratings] == given
    for kind, event_kind in (("stop", "stopped"), ("pause", "paused"), ("adverse", "adverse_event_reported")):
        assert len(report.of_kind(kind)) == kinds.count(event_kind)
    assert len(report.proposals) == kinds.count("decision_taken")
    last = next(event for _, event in told if event["kind"] == "visit_ended")
    assert (report.ending, report.completed) == (last["ending"], last["completed"])
    assert report.minutes == round(last["minutes"], 1)


def test_time_and_repetitions_at_each_step_of_a_rehearsed_visit(
    rehearsed: VisitReport, records: Path
) -> None:
    """A step's time runs from its entering to the next step or the safe room, as read from the events."""
    spent: dict[int, float] = {}
    times: dict[int, int] = {}
    here: tuple[int, float] | None = None
    for second, event in on_record.events(records, REHEARSED):
        if here is not None and event["kind"] in ("step_entered", "safe_room_entered"):
            spent[here[0]] = spent.get(here[0], 0.0) + second - here[1]
            here = None
        if event["kind"] == "step_entered":
            here = (event["number"], second)
            times[event["number"]] = times.get(event["number"], 0) + 1
    assert spent
    assert {step.number: len(step.entered_s) for step in rehearsed.steps} == times
    assert {step.number: step.seconds for step in rehearsed.steps} == pytest.approx(spent, abs=0.02)


def test_a_visit_in_which_everything_took_place(eventful: VisitReport) -> None:
    """Stays, repetitions, SUDS by step, belief, measures and pauses come out as they were put in."""
    assert [(stay.step, stay.from_s, stay.until_s) for stay in eventful.stays] == [
        (1, 6.0, 24.5),
        (5, 24.5, 30.0),
        (1, 36.5, 49.0),  # the fault ends it, before the stop
    ]
    street, terrace = eventful.steps
    assert (street.number, street.entered_s, street.seconds) == (1, (6.0, 36.5), 31.0)
    assert (street.suds, terrace.suds, terrace.expectancy) == ((55, 25), (), (80, 30))
    assert [(one.at_s, one.why.inputs) for one in street.opened] == [(21.0, {"last": 25, "at_most": 30})]
    assert [{one.name: one.text for one in stay.figures} for stay in eventful.stays] == [
        {"head_down_share": "26", "closest_to_edge_m": "1.3"},
        {"head_down_share": "50"},
        {"head_down_share": "12"},  # 12.5, to the even digit
    ]
    (pause,) = eventful.of_kind("pause")
    assert (pause.at_s, pause.lasted_s) == (30.0, 6.5)
    assert [(one.flag, one.acknowledged_by) for one in eventful.of_kind("flag")] == [
        ("sickness", "Anna"),
        ("phq9:9", None),
    ]
    adverse = eventful.of_kind("adverse")
    assert [(one.severity, one.who) for one in adverse] == [("mild", "Anna"), ("severe", None)]


def test_working_notes_stay_out_and_report_notes_are_in(eventful: VisitReport) -> None:
    """Only what the therapist wants in the report is in it."""
    assert [(note.at_s, note.text, note.who) for note in eventful.notes] == [
        (40.0, on_record.NOTE, "Anna"),
        (41.0, on_record.FORMULA, None),
    ]
    assert on_record.WORKING_NOTE not in eventful.model_dump_json()


def test_a_refused_visit_says_why(store: Store) -> None:
    """Nothing was shown; the rule's sentence with its figures is there."""
    report = visit_report(store, REFUSED)
    assert (report.minutes, report.steps, report.ratings) == (0.0, (), ())
    assert report.ended_by is not None
    assert report.ended_by.inputs == {"days": 120}
    assert not [block for block in sheet(report).blocks if block.kind == "picture"]


def test_a_record_that_breaks_off_is_told_up_to_there(store: Store) -> None:
    """It has no ending, does not count, and the stay lasts as long as the record."""
    report = visit_report(store, BROKEN)
    assert (report.ending, report.completed) == (None, False)
    assert [(stay.step, stay.from_s, stay.until_s) for stay in report.stays] == [(1, 6.0, 21.0)]
    assert report.seal.entries == 8


def test_the_seal_names_the_record(eventful: VisitReport, store: Store) -> None:
    """Number of entries and head of the chain are those of the record; it is practice, and says so."""
    entries = list(store.session(EVENTFUL).entries())
    assert (eventful.seal.entries, eventful.seal.head) == (len(entries), entries[-1].chain.hex()[:16])
    assert eventful.practice


def test_adherence_is_as_of_the_visit(store: Store, eventful: VisitReport) -> None:
    """Visits made later change nothing in an earlier report: the stopped visit is the second one, its minutes count."""
    assert eventful.adherence is not None
    assert (eventful.adherence.on, eventful.adherence.visits_prescribed) == ("2026-03-05", 12)
    done = [visit for visit in store.done_visits(on_record.ALIAS) if visit.started_at <= eventful.started_at]
    assert eventful.adherence.visits_done == sum(visit.completed for visit in done) == 3
    assert eventful.adherence.minutes_done == round(sum(visit.minutes for visit in done), 1)


def test_a_course_has_every_visit_and_marks_those_without_a_record(course: CourseReport) -> None:
    """Seven visits, two of them from elsewhere without SUDS, and two adverse events in all."""
    assert [(line.session_id, line.recorded) for line in course.visits] == [
        ("elsewhere-0", False),
        ("elsewhere-1", False),
        *((one, True) for one in (REHEARSED, EVENTFUL, REFUSED, BROKEN, SILENT)),
    ]
    by_id = {line.session_id: line for line in course.visits}
    eventful = by_id[EVENTFUL]
    assert (eventful.suds_peak, eventful.suds_last, eventful.highest_step) == (55, 20, 5)
    assert (eventful.sickness_peak, eventful.stops, len(eventful.notes)) == (7, 1, 2)
    assert by_id["elsewhere-0"].suds_peak is None
    assert len(course.adverse) == 2
    assert course.adherence is not None
    assert course.adherence.visits_done == sum(line.completed for line in course.visits)


def test_a_course_ends_with_its_day(store: Store) -> None:
    """Visits after the day are not in it, and before the prescription there is no adherence."""
    early = course_report(store, on_record.ALIAS, date(2026, 3, 2))
    assert [line.session_id for line in early.visits][-1] == REHEARSED
    nothing = course_report(store, on_record.ALIAS, date(2026, 1, 1))
    assert (nothing.visits, nothing.adherence, nothing.next_due) == ((), None, None)


def test_unknown_visits_and_patients_are_refused_with_advice(store: Store) -> None:
    """Nothing is made up for somebody who is not there."""
    with pytest.raises(UnknownSessionError):
        visit_report(store, "20260101-0000-0000")
    with pytest.raises(UnknownPatientError):
        course_report(store, "nobody", on_record.LATEST_DAY)


def test_every_measure_of_our_environments_has_a_method() -> None:
    """None is told by its unit alone, and the limits that the sources name are those that are measured with."""
    assert {*HEIGHTS.measures, *REACH.measures} == set(METHODS)
    assert (DOWN_DEG, RAIL_M, APPROACH_M, MOVING_MPS) == (30.0, 0.08, 0.5, 0.05)
    assert "standing in for the eyes" in METHODS["head_down_share"].source


def test_rounding_goes_to_the_even_digit_and_never_to_minus_nought() -> None:
    """A tie is no reason to make anything larger."""
    assert [rounded(value, 0) for value in (0.5, 1.5, -0.4)] == ["0", "2", "0"]
    assert rounded(0.125, 2) == "0.12"


def test_a_measure_of_somebody_elses_environment_is_told_coarsely() -> None:
    """Its unit says how finely, and its source that nothing more is known."""
    told = figure("sway_of_the_bridge", 0.123456, "share")
    assert (told.text, told.unit, told.title) == ("12", "%", "sway of the bridge")


def test_scales_are_kept_apart(eventful: VisitReport) -> None:
    """SUDS of the visit are not sickness or belief."""
    assert eventful.values(Scale.SUDS) == [15, 55, 25, 20]
    assert eventful.values(Scale.SICKNESS) == [1, 7]
