"""What a page is told of a visit, folded from the events of real ones."""

import json
from typing import Any

import pytest

from clinician_console.live.plan import Plan
from clinician_console.live.told import Told
from tests.journeys.visits_told import events, of_demo, outputs
from therapy.briefing import Briefing, History
from therapy.prescription import Mode
from therapy.protocol import Bounds
from therapy.twin.traits import Kind

MINUTES = 12.0
"""As other tests have it, so that each visit is made once."""


def lines() -> list[dict[str, Any]]:
    """What a stage tells of the visit of a patient who panics."""
    told = events(outputs("graded-heights", Kind.PANICS, MINUTES))
    return [{"event": event, "tick": tick, "number": n} for n, (tick, event) in enumerate(told, start=1)]


def plan(**prescribed: Any) -> Plan:
    """The plan of that visit, other things prescribed."""
    briefing = of_demo("graded-heights", MINUTES)
    prescription = briefing.prescription.model_copy(update=prescribed)
    return Plan(briefing.model_copy(update={"prescription": prescription}), patient="panics")


def until(kind: str, **fields: Any) -> Told:
    """Told up to the first such event."""
    told = Told(plan())
    for line in lines():
        told.hear(line)
        event = line["event"]
        if event["kind"] == kind and all(event[name] == value for name, value in fields.items()):
            return told
    raise AssertionError(f"expected {kind} {fields} in the visit")


def at(**of: Any) -> dict[str, Any]:
    """What a stage says of a moment."""
    usual = {
        "tick": 9_000, "exposed": True, "phase": "steps", "intensity": 2.404, "minutes_left": 3.5,
        "values": {"height_m": 3.0}, "gaze_down_deg": None, "gaze_from": None, "heart_bpm": None,
        "frames_per_s": 60.0,
    }  # fmt: skip
    return {"at": usual | of}


def test_on_the_ladder() -> None:
    """On the second step the first is done, it is here, and the rest lies ahead; the reason is the decision before."""
    view = until("step_entered", number=2).now.view()
    states = [rung["state"] for rung in view["ladder"]]
    assert states == ["done", "here"] + ["ahead"] * 8
    assert (view["presence"], view["step"]["number"], view["phase"]["id"]) == ("in", 2, "steps")
    assert view["why"][0]["words"].startswith("One step up:")


def test_a_stop_leads_out() -> None:
    """After a stop the patient is out, no step is here, what was met stays done, and the stop is the newest reason."""
    view = until("phase_entered", phase="recovery").now.view()
    assert (view["presence"], view["step"]) == ("out", None)
    assert [rung["state"] for rung in view["ladder"]][:3] == ["done", "done", "ahead"]
    assert view["why"][0]["words"] == "The patient stopped with the button."


def test_a_question_is_open_until_it_is_answered() -> None:
    """While SUDS is asked the page says so; then it shows the rating with its time."""
    assert until("rating_asked", scale="suds").now.view()["asking"]["scale"] == "suds"
    view = until("rating_given", scale="suds").now.view()
    assert view["asking"] is None
    assert view["suds"]["value"] > 0
    assert view["suds"]["clock"] == view["clock"]


def test_parameters_have_a_goal_while_under_way() -> None:
    """A parameter on its way shows where it is and where it goes; in the safe room there is no goal left."""
    told = until("step_entered", number=2)
    change = next(line for line in lines() if line["event"]["kind"] == "parameter_changed")
    told.hear({"event": change["event"] | {"name": "height_m", "new": 4.0}, "tick": 9_000, "number": 10_001})
    told.hear(at())
    assert told.now.view()["parameters"] == {"height_m": {"value": 3.0, "goal": 4.0}}
    told.hear({"event": {"kind": "safe_room_entered", "why": "stop"}, "tick": 9_001, "number": 10_002})
    assert told.now.view()["parameters"] == {"height_m": {"value": 3.0, "goal": 3.0}}


def test_a_connection_that_comes_again_tells_nothing_twice() -> None:
    """Events that were heard already change neither log nor points nor counts."""
    told = Told(plan())
    for line in lines():
        told.hear(line)
    log, points = told.news()
    before = told.now.view()
    for line in lines():
        told.hear(line)
    assert told.news() == ([], None)
    assert told.now.view() == before
    assert told.all() == (log, points)
    assert [entry["words"] for entry in log if entry["tone"] == "alarm"] == [
        "The patient stopped with the button."
    ]


def test_gaze_says_what_was_measured() -> None:
    """A gaze is in degrees and says whether head or eyes gave it; without one there is none."""
    told = Told(plan())
    told.hear(at(gaze_down_deg=12.46, gaze_from="head", heart_bpm=83.6))
    view = told.now.view()
    assert view["gaze"] == {"down_deg": 12.5, "words": "12 degrees down (head direction)"}
    assert view["heart"] == {"bpm": 84}
    assert (view["left"], view["intensity"]) == ("3:30", 2.4)
    told.hear(at(gaze_down_deg=-5.0, gaze_from="eyes"))
    assert told.now.view()["gaze"]["words"] == "5 degrees up (eyes)"
    told.hear(at())
    assert told.now.view()["gaze"] is None


def test_points_are_at_most_one_a_second() -> None:
    """Heart rate told five times a second is drawn once a second of the visit."""
    told = Told(plan())
    for tick in range(0, 900, 18):
        told.hear(at(tick=tick, heart_bpm=80.0))
    _, points = told.news()
    assert points is not None
    assert [second for second, _ in points["heart"]] == [float(second) for second in range(10)]


def test_what_is_prescribed_limits_the_page() -> None:
    """Steps above the highest prescribed are beyond, and a limit without room is fixed."""
    limited = plan(highest_step="second_floor", limits={"wind": Bounds(highest=0.0)})
    view = Told(limited).now.view()
    assert [rung["state"] for rung in view["ladder"]] == ["ahead"] * 3 + ["beyond"] * 7
    wind = next(entry for entry in limited.sheet()["parameters"] if entry["name"] == "wind")
    assert (wind["lowest"], wind["highest"], wind["fixed"]) == (0.0, 0.0, True)


def test_events_say_why_they_may_not_happen() -> None:
    """Sudden events nobody agreed to are never offered, the others only inside."""
    view = until("step_entered", number=1).now.view()
    assert view["events"]["drop_ball"] == {"may": True, "why": ""}
    assert view["events"]["gust"]["why"].startswith("“A gust of wind” comes without warning")
    assert (
        Told(plan(sudden_events=True)).now.view()["events"]["gust"]["why"]
        == "The patient is not in the exposure."
    )


def flagged() -> Briefing:
    """The briefing of a patient whose risk answer nobody has seen yet."""
    history = History(open_risk_flags=("phq9:9",))
    return of_demo("graded-heights", MINUTES).model_copy(update={"history": history})


def test_flags_stay_until_they_were_seen() -> None:
    """A risk answer of an earlier visit and a flag of this one are shown, each until it is acknowledged."""
    told = Told(Plan(flagged(), patient=None))
    raised = {"kind": "flag_raised", "flag": "not_settled", "sentence": "Not settled.", "inputs": {}}
    told.hear({"event": raised, "tick": 90, "number": 1})
    assert [flag["flag"] for flag in told.now.view()["flags"]] == ["phq9:9", "not_settled"]
    told.hear({"event": {"kind": "flag_acknowledged", "flag": "phq9:9"}, "tick": 91, "number": 2})
    assert [flag["flag"] for flag in told.now.view()["flags"]] == ["not_settled"]


def test_checks_of_a_visit_at_a_distance() -> None:
    """Only a remote visit has checks, and each is ticked off by its own confirmation."""
    told = Told(plan(mode=Mode.REMOTE))
    assert Told(plan()).now.view()["checks"] == []
    told.hear({"event": {"kind": "remote_confirmed", "check": "location"}, "tick": 90, "number": 1})
    done = {check["check"]: check["done"] for check in told.now.view()["checks"]}
    assert done == {"voice": False, "location": True, "emergency_contact": False}


def test_a_rule_is_a_reason_while_it_binds() -> None:
    """A rule that holds the level is told while it does, with parameters by their titles; one that led out stays."""
    told = Told(plan())
    verdict = {"rule": "x", "inputs": {"name": "wind"}, "sentence": "{name} is too much."}
    applied = {"kind": "rule_applied", "verdict": verdict, "binding": True}
    told.hear({"event": applied, "tick": 90, "number": 1})
    assert told.now.view()["why"] == [{"clock": "0:01", "words": "“Wind, heard and seen” is too much."}]
    told.hear({"event": applied | {"binding": False}, "tick": 91, "number": 2})
    assert told.now.view()["why"] == []
    told.hear({"event": applied, "tick": 92, "number": 3})
    told.hear({"event": {"kind": "safe_room_entered", "why": "x"}, "tick": 92, "number": 4})
    told.hear({"event": applied | {"binding": False}, "tick": 93, "number": 5})
    assert len(told.now.view()["why"]) == 1


@pytest.mark.parametrize("change", [{}, {"mode": Mode.REMOTE}])
def test_all_of_it_is_json(change: dict[str, Any]) -> None:
    """View and sheet go to a browser as they are."""
    settled = plan(**change)
    assert json.loads(json.dumps(Told(settled).now.view()))["visit"]["practice"] is True
    sheet = json.loads(json.dumps(settled.sheet()))
    assert len(sheet["parameters"]) == 15
    assert [step["number"] for step in sheet["steps"]] == list(range(1, 11))
