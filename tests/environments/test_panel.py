"""Every control answers to the head, either hand and one button, and to nothing that was not meant."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environments.controls import BOARD_BELOW_EYES_DEG, BOARD_DISTANCE_M
from environments.panel import CHOOSE_S, CONFIRM_S, READING_S, SCAN_S, Pointing
from environments.stage.headset.motion import apart, facing_pose
from tests.environments.patient import EYES, FMS, PAIN, READY, SUDS, Person
from therapy.commands import Actor, Command, Ready, Stop, StopVia
from therapy.directives import Ask, Dismiss, Offer, Say, ShowEnvironment
from therapy.events import Output
from therapy.observations import Answered, AnswerVia, Observation
from therapy.sample import Button, Direction, Pose, Sample


def asked(ask: Ask | Offer, person: Person | None = None) -> Person:
    """A person who has read this board."""
    person = person or Person()
    person.sees(ask)
    assert person.passes(READING_S + 0.1) == []
    return person


def confirmed(person: Person, via: str = "head") -> list[Command | Observation]:
    """Stay on what is pointed at, and then on the "Yes" that appears."""
    heard = person.passes(CHOOSE_S + 0.05)
    assert heard == [], "pointing alone needs a second step"
    if via == "head":
        person.looks_at(person.control("yes").centre)
    else:
        person.points(via, person.control("yes").centre, raised=True)
    return person.passes(CONFIRM_S + 0.05)


def answered(ask: Ask, value: int, via: AnswerVia) -> list[Answered]:
    return [Answered(question=1, scale=ask.scale, value=value, via=via)]


@pytest.mark.parametrize("ask", [SUDS, FMS, PAIN], ids=["suds", "fms", "pain"])
def test_every_number_can_be_chosen_by_the_head_alone(ask: Ask) -> None:
    """The head rests on a number, then on the "Yes" that appears, and that number is answered once."""
    for value in range(0, ask.highest + 1, ask.stride):
        person = asked(ask, Person(left=False, right=False))
        person.looks_at(person.control(str(value)).centre)
        assert confirmed(person) == answered(ask, value, AnswerVia.HEAD_POINTING)
        assert person.passes(3.0) == []


@pytest.mark.parametrize(
    ("side", "via"), [("left", AnswerVia.LEFT_HAND), ("right", AnswerVia.RIGHT_HAND)], ids=["left", "right"]
)
def test_every_number_can_be_chosen_by_either_hand_alone(side: str, via: AnswerVia) -> None:
    """A hand in the lap points and presses; the other hand and the head are not needed."""
    for value in range(0, 101, 10):
        person = asked(SUDS, Person(left=side == "left", right=side == "right"))
        person.points(side, person.control(str(value)).centre)
        assert person.passes(0.2) == []
        setattr(person, f"{side}_press", 0.8)
        assert person.passes(0.1) == answered(SUDS, value, via)


def test_a_raised_hand_chooses_by_staying() -> None:
    """Who cannot press points with a raised hand at the number and at "Yes"."""
    person = asked(SUDS, Person(right=False))
    person.points("left", person.control("70").centre, raised=True)
    assert confirmed(person, "left") == answered(SUDS, 70, AnswerVia.LEFT_HAND)


def test_a_hand_at_rest_never_chooses_by_staying() -> None:
    """A hand that lies in the lap and happens to point at a number answers nothing."""
    person = asked(SUDS)
    person.points("right", person.control("70").centre)
    assert person.passes(20.0) == []


def test_every_number_can_be_chosen_with_one_button() -> None:
    """The first press starts a highlight that steps on; the second chooses where it is."""
    for at, value in enumerate(range(0, 101, 10)):
        person = asked(SUDS, Person(left=False, right=False))
        person.buttons = int(Button.READY)
        assert person.passes(0.1) == []
        person.buttons = 0
        assert person.passes((at + 0.5) * SCAN_S) == []
        assert [control.id for control in person.pointing.controls() if control.highlighted] == [str(value)]
        person.buttons = int(Button.READY)
        assert person.passes(0.1) == answered(SUDS, value, AnswerVia.BUTTON)


def test_a_switch_chooses_what_the_head_points_at() -> None:
    """Head pointing and any press together choose at once, without waiting."""
    person = asked(SUDS, Person(left=False, right=False))
    person.looks_at(person.control("40").centre)
    assert person.passes(0.4) == []
    person.buttons = int(Button.SELECT)
    assert person.passes(0.1) == answered(SUDS, 40, AnswerVia.HEAD_POINTING)


def test_the_offer_is_taken_by_head_hand_or_button() -> None:
    """I'm ready can be said in every way that a number can be chosen."""
    ready = [Ready(by=Actor.PATIENT)]
    person = asked(READY)
    person.looks_at(person.control("ready").centre)
    assert confirmed(person) == ready
    person = asked(READY)
    person.points("left", person.control("ready").centre)
    person.passes(0.1)
    person.left_press = 1.0
    assert person.passes(0.1) == ready
    person = asked(READY)
    person.buttons = int(Button.READY)
    assert person.passes(0.1) == ready


def test_a_glance_does_not_choose() -> None:
    """Looking over every number for half a second each, for a minute, answers nothing."""
    person = asked(SUDS)
    for turn in range(120):
        person.looks_at(person.control(str(10 * (turn * 7 % 11))).centre)
        assert person.passes(0.5) == []


def test_resting_on_a_number_while_looking_around_answers_nothing() -> None:
    """A head that stays on one number after another without saying "Yes" has not rated, however long it goes on."""
    person = asked(SUDS)
    for turn in range(40):
        person.looks_at(person.control(str(10 * (turn * 7 % 11))).centre)
        assert person.passes(2.5) == []
    person.looks_at((0.0, 1.6, -1.6))
    assert person.passes(8.0) == []
    assert "yes" not in [control.id for control in person.pointing.controls()], "the choice is forgotten"


def test_yes_confirms_the_number_chosen_last() -> None:
    """Changing one's mind is choosing another number before saying "Yes"."""
    person = asked(SUDS)
    for number in ("80", "30"):
        person.looks_at(person.control(number).centre)
        person.passes(CHOOSE_S + 0.05)
    person.looks_at(person.control("yes").centre)
    assert person.passes(CONFIRM_S + 0.05) == answered(SUDS, 30, AnswerVia.HEAD_POINTING)


def test_yes_can_also_be_pressed() -> None:
    """The second step takes a press as well as staying."""
    person = asked(SUDS)
    person.looks_at(person.control("60").centre)
    person.passes(CHOOSE_S + 0.05)
    person.points("left", person.control("yes").centre)
    person.passes(0.1)
    person.left_press = 1.0
    assert person.passes(0.1) == answered(SUDS, 60, AnswerVia.LEFT_HAND)


def test_a_board_that_appears_under_the_pointer_does_not_choose() -> None:
    """Whoever already faces a number when it appears has not chosen it, however long that lasts."""
    person = Person()
    person.looks_at(asked(FMS).control("10").centre)
    person.sees(FMS)
    assert person.passes(10.0) == []
    on = [control.id for control in person.pointing.controls() if control.highlighted]
    assert len(on) == 1, "the head does face a number"
    person.looks_at((0.0, 1.4, -1.6))
    person.passes(0.5)
    person.looks_at(person.control(on[0]).centre)
    assert confirmed(person) == answered(FMS, int(on[0]), AnswerVia.HEAD_POINTING)


def test_a_press_that_was_meant_for_something_else_does_not_choose() -> None:
    """A board that pops up under a pressing hand ignores the press."""
    person = Person()
    person.points("right", asked(READY).control("ready").centre)
    person.sees(READY)
    person.passes(0.1)
    person.right_press = 1.0
    assert person.passes(0.5) == []
    person.right_press = 0.0
    person.passes(0.1)
    person.right_press = 1.0
    assert person.passes(0.1) == [Ready(by=Actor.PATIENT)]


def test_a_trembling_head_still_chooses() -> None:
    """A tremor of three degrees at five in a second, that leaves the number's edge, only slows the choice."""
    person = asked(SUDS)
    centre = person.control("20").centre
    x, y, z = centre[:3]
    given: list[object] = []
    for step in range(360):
        away = 1.6 * math.tan(math.radians(3.0)) * math.sin(step * 2.0 * math.pi * 5.0 / 90.0)
        person.looks_at((x + away, y, z))
        given += person.passes(1 / 90)
        if any(control.id == "yes" for control in person.pointing.controls()):
            x, y, z = person.control("yes").centre[:3]
    assert given == answered(SUDS, 20, AnswerVia.HEAD_POINTING)


def test_a_lost_hand_never_blocks() -> None:
    """A hand that disappears while it points, and a head that is lost, leave the other ways open."""
    person = asked(SUDS)
    person.points("right", person.control("90").centre, raised=True)
    person.passes(0.5)
    person.right = None
    person.head = None
    assert person.passes(2.0) == []
    person.points("left", person.control("10").centre)
    person.passes(0.1)
    person.left_press = 1.0
    assert person.passes(0.1) == answered(SUDS, 10, AnswerVia.LEFT_HAND)


def test_without_a_tracked_head_the_board_still_comes() -> None:
    """The board stands before where the head was last seen, so that a hand or a button can answer."""
    person = Person()
    person.passes(0.2)
    person.head = None
    person.sees(PAIN)
    person.passes(1.5)
    person.points("left", person.control("3").centre)
    person.passes(0.1)
    person.left_press = 1.0
    assert person.passes(0.1) == answered(PAIN, 3, AnswerVia.LEFT_HAND)


def test_a_one_handed_patient_does_a_whole_round() -> None:
    """With the left hand alone: a rating, the offer and the stop, one after another."""
    person = asked(SUDS, Person(right=False))
    person.points("left", person.control("50").centre)
    person.passes(0.1)
    person.left_press = 1.0
    heard = person.passes(0.1)
    person.left_press = 0.0
    person.sees(Dismiss(), READY, ShowEnvironment(environment="heights"))
    heard += person.passes(1.2)
    person.points("left", person.control("ready").centre)
    person.passes(0.1)
    person.left_press = 1.0
    heard += person.passes(0.1)
    person.left_press = 0.0
    person.left = facing_pose((-0.1, 1.5, -0.1), 0.0, 1.0)
    heard += person.passes(0.8)
    assert [type(what) for what in heard] == [Answered, Ready, Stop]


@pytest.mark.parametrize("ask", [SUDS, FMS, PAIN, READY], ids=["suds", "fms", "pain", "offer"])
def test_controls_are_large_apart_and_low_enough(ask: Ask | Offer) -> None:
    """At least three degrees each with gaps, 1.6 m away, the board's middle fifteen degrees below the eyes."""
    person = asked(ask)
    controls = person.pointing.controls()
    for control in controls:
        distance = apart(EYES, control.centre)
        for size in (control.width_m, control.height_m):
            assert math.degrees(2 * math.atan(size / 2 / distance)) >= 3.0
        for other in controls:
            if other is not control:
                assert apart(other.centre, control.centre) >= control.height_m * 1.2
    place = person.pointing.place
    assert place is not None
    down = math.degrees(math.asin((EYES[1] - place.centre[1]) / BOARD_DISTANCE_M))
    assert down == pytest.approx(BOARD_BELOW_EYES_DEG)
    assert apart(EYES, place.centre) == pytest.approx(BOARD_DISTANCE_M)


@pytest.mark.parametrize("pitch_deg", [-85.0, -40.0, 0.0, 60.0])
def test_a_board_comes_in_front_and_stays_in_the_world(pitch_deg: float) -> None:
    """It stands where the body faces, as high whether the eyes look down or up, and never follows the head."""
    person = Person()
    person.head = facing_pose(EYES, math.radians(70.0), math.radians(pitch_deg))
    asked(SUDS, person)
    before = person.pointing.place
    assert before is not None
    assert math.degrees(math.atan2(-before.centre[0], -before.centre[2])) == pytest.approx(70.0, abs=1.0)
    person.head = facing_pose((0.3, 1.0, 0.2), 0.0, 0.0)
    person.passes(2.0)
    assert person.pointing.place == before


def test_a_chosen_number_is_shown_for_a_moment_and_goes() -> None:
    """The choice stays visible for half a second, even when the session takes the board away at once."""
    person = asked(SUDS)
    person.looks_at(person.control("30").centre)
    confirmed(person)
    person.sees(Dismiss())
    assert [control.id for control in person.pointing.controls() if control.chosen] == ["30"]
    person.passes(0.6)
    assert person.pointing.controls() == []


def test_a_new_board_replaces_the_last() -> None:
    """One panel at a time: an offer that comes after a question is what can be chosen then."""
    person = asked(SUDS)
    person.sees(READY)
    person.passes(0.1)
    assert [control.id for control in person.pointing.controls()] == ["ready"]


def test_a_dismissed_board_is_gone_at_once() -> None:
    """After Dismiss nothing of the question can be chosen any more."""
    person = asked(SUDS)
    person.looks_at(person.control("60").centre)
    person.sees(Dismiss())
    assert person.pointing.controls() == []
    assert person.passes(3.0) == []


def test_progress_grows_while_pointing() -> None:
    """The patient sees how far a choice has come."""
    person = asked(SUDS)
    person.looks_at(person.control("80").centre)
    person.passes(CHOOSE_S / 2)
    assert person.control("80").progress == pytest.approx(0.5, abs=0.05)
    assert person.control("70").progress == 0.0


def test_a_caption_stays_long_enough_to_read_and_goes() -> None:
    """A sentence is there for at least four seconds, and for a slow reader's time if it is long."""
    person = Person()
    person.sees(Say(text="You can stop at any time.", inputs={}))
    person.passes(3.9)
    assert person.pointing.caption is not None
    person.passes(0.5)
    assert person.pointing.caption is None


def test_a_typed_answer_takes_the_nearest_number() -> None:
    """A keyboard answers the open question, and only that."""
    person = Person()
    assert not person.pointing.answer_typed(50)
    asked(SUDS, person)
    assert person.pointing.answer_typed(48)
    assert person.passes(0.1) == answered(SUDS, 50, AnswerVia.KEYBOARD)


# Whatever happens

UNIT = st.floats(-1.0, 1.0)
POSES = st.one_of(
    st.none(),
    st.builds(Pose, *(st.floats(-3.0, 3.0),) * 3, *(UNIT,) * 4),
    st.builds(facing_pose, st.tuples(UNIT, st.floats(0.0, 2.0), UNIT), UNIT, UNIT),
)
SAMPLES = st.builds(
    Sample,
    head=POSES,
    left=POSES,
    right=POSES,
    gaze=st.one_of(st.none(), st.builds(Direction, UNIT, UNIT, UNIT)),
    left_press=st.floats(0.0, 1.0),
    right_press=st.floats(0.0, 1.0),
    buttons=st.integers(0, 7),
    worn=st.booleans(),
)


@given(st.lists(SAMPLES, max_size=60), st.sampled_from([SUDS, FMS, PAIN, READY]))
def test_random_samples_never_raise_and_answer_only_what_is_open(
    samples: list[Sample], ask: Ask | Offer
) -> None:
    """Whatever a broken tracker sends, Pointing goes on, and an answer belongs to the open question."""
    pointing = Pointing()
    pointing.obey(Output(1, 0, ShowEnvironment(environment="heights")))
    pointing.obey(Output(2, 0, ask))
    given: list[object] = []
    for tick, sample in enumerate(samples):
        given += pointing.step(tick, Sample.from_counts(sample.counts()))
        pointing.controls()
    chosen = [what for what in given if not isinstance(what, Stop)]
    assert len(chosen) <= 1
    for what in chosen:
        if isinstance(what, Answered):
            assert isinstance(ask, Ask)
            assert what.question == 2
            assert what.value % ask.stride == 0
            assert 0 <= what.value <= ask.highest
        else:
            assert isinstance(ask, Offer)


@given(st.lists(SAMPLES, max_size=60))
def test_without_staying_or_pressing_nothing_is_answered(samples: list[Sample]) -> None:
    """Heads and hands that only fly about, however they do, choose nothing within a dwell's time."""
    pointing = Pointing()
    pointing.obey(Output(1, 0, SUDS))
    for tick, sample in enumerate(samples):
        quiet = sample._replace(left_press=0.0, right_press=0.0, buttons=0)
        heard = pointing.step(tick, Sample.from_counts(quiet.counts()))
        assert all(isinstance(what, Stop) and what.via is not StopVia.BUTTON for what in heard)
