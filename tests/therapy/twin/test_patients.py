"""What a simulated patient feels and says over minutes of the same or of rising exposure."""

import pytest

from therapy.arithmetic import mean
from therapy.observations import HIGHEST, Scale
from therapy.twin.patients import Patient
from therapy.twin.traits import Kind, draw_traits

SEEDS = range(1, 13)


def lived(kind: Kind, seed: int, intensity: float, seconds: int) -> Patient:
    """A patient after this long at this intensity."""
    patient = Patient(kind, seed)
    for _ in range(seconds):
        patient.live(intensity, exposed=True)
    return patient


def course(patient: Patient, intensity: float, minutes: int) -> list[float]:
    """Distress at the end of every minute."""
    felt = []
    for _ in range(minutes):
        for _ in range(60):
            patient.live(intensity, exposed=True)
        felt.append(patient.distress)
    return felt


def test_fear_falls_in_who_improves() -> None:
    """Ten minutes at one level bring distress to less than half of its peak in nearly everybody."""
    courses = [course(Patient(Kind.IMPROVES, seed), 5.0, 10) for seed in SEEDS]
    assert mean(felt[-1] / max(felt) for felt in courses) < 0.45
    assert all(felt[-1] < 0.65 * max(felt) for felt in courses)


def test_fear_stays_in_who_does_not_improve() -> None:
    """Ten minutes at one level change next to nothing."""
    courses = [course(Patient(Kind.DOES_NOT_IMPROVE, seed), 5.0, 10) for seed in SEEDS]
    assert all(felt[-1] > 0.9 * max(felt) for felt in courses)


def test_harder_is_more_frightening() -> None:
    """On average over people, every level causes more distress than the one before."""
    levels = [mean(Patient(Kind.IMPROVES, seed).drive(level) for seed in SEEDS) for level in range(11)]
    assert levels == sorted(levels)
    assert levels[10] > 65.0
    assert levels[0] < 20.0


def test_learning_spreads_less_upward() -> None:
    """What was unlearned at level 5 helps at 4 more than at 6, and at 10 hardly at all."""
    for seed in SEEDS:
        before, after = Patient(Kind.IMPROVES, seed), lived(Kind.IMPROVES, seed, 5.0, 900)
        left = {level: after.drive(level) / before.drive(level) for level in (4.0, 5.0, 6.0, 10.0)}
        assert left[5.0] < left[4.0] < left[6.0] < left[10.0]
        assert left[10.0] > 0.75


def test_part_of_the_fear_comes_back_between_visits() -> None:
    """After the night fear is higher than at the end of the visit and lower than at its beginning."""
    for seed in SEEDS:
        patient = Patient(Kind.IMPROVES, seed)
        begun = patient.drive(5.0) / patient.day
        course(patient, 5.0, 10)
        ended = patient.drive(5.0) / patient.day
        patient.sleep_on_it()
        assert ended < patient.drive(5.0) / patient.day < begun


def test_a_rise_wakes_the_fear_again() -> None:
    """The first minute of a new level is worse than the last one of the old level."""
    for seed in SEEDS:
        patient = Patient(Kind.IMPROVES, seed)
        before = course(patient, 3.0, 4)[-1]
        assert course(patient, 4.5, 1)[-1] > before + 5.0


def test_distress_fades_in_the_safe_room() -> None:
    """Three calm minutes bring it under half of the peak."""
    patient = lived(Kind.DOES_NOT_IMPROVE, 3, 8.0, 120)
    peak = patient.distress
    for _ in range(180):
        patient.live(0.0, exposed=False)
    assert patient.distress < peak / 2


def test_panic_comes_whatever_is_shown() -> None:
    """At some moment of the exposure distress surges until this patient wants to stop, and only in the exposure."""
    for seed in SEEDS:
        patient = Patient(Kind.PANICS, seed)
        for _ in range(600):
            patient.live(0.0, exposed=False)
        assert not patient.wants_to_stop
        for _ in range(300):
            patient.live(1.0, exposed=True)
            if patient.wants_to_stop:
                break
        assert patient.wants_to_stop
        assert patient.exposed_s > 60.0


def test_only_who_panics_wants_to_stop() -> None:
    """The others stay, however hard it gets."""
    for kind in set(Kind) - {Kind.PANICS}:
        assert not lived(kind, 2, 10.0, 300).wants_to_stop


def test_the_headset_comes_off_at_some_moment_of_the_exposure() -> None:
    """Within the first minutes, in this kind of patient only."""
    for seed in SEEDS:
        assert not lived(Kind.TAKES_HEADSET_OFF, seed, 2.0, 30).wants_headset_off
        assert lived(Kind.TAKES_HEADSET_OFF, seed, 2.0, 200).wants_headset_off
        assert not lived(Kind.IMPROVES, seed, 2.0, 200).wants_headset_off


def test_who_does_not_answer_does_outside_the_exposure() -> None:
    """Silence is about the exposure."""
    patient = Patient(Kind.DOES_NOT_ANSWER, 1)
    assert patient.answers(exposed=False)
    assert not patient.answers(exposed=True)


def test_avoidance_rises_with_distress() -> None:
    """The more afraid, the more of the time is spent looking away."""
    patient = Patient(Kind.DOES_NOT_IMPROVE, 1)
    shares = []
    for felt in (10.0, 50.0, 80.0, 100.0):
        patient.distress = felt
        shares.append(patient.avoidance)
    assert shares == sorted(shares)
    assert shares[0] < 0.01
    assert shares[-1] > 0.5


@pytest.mark.parametrize("scale", list(Scale))
def test_ratings_stay_on_their_scale(scale: Scale) -> None:
    """From nothing felt to the most, every number said is on the scale, and SUDS comes in fives."""
    for seed in SEEDS:
        patient = lived(Kind.IMPROVES, seed, 9.0, 60)
        for felt in (0.0, 30.0, 100.0):
            patient.distress = felt
            said = patient.rate(scale)
            assert 0 <= said <= HIGHEST[scale]
            assert scale is not Scale.SUDS or said % 5 == 0


def test_suds_follows_what_is_felt() -> None:
    """On average the number said is near what is felt, with this person's way of reporting."""
    for felt in (20.0, 50.0, 80.0):
        said = []
        for seed in range(1, 60):
            patient = Patient(Kind.IMPROVES, seed)
            patient.distress = felt
            said.append(patient.rate(Scale.SUDS))
        assert mean(said) == pytest.approx(felt, abs=5.0)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_same_seed_is_the_same_person(kind: Kind) -> None:
    """Traits, course and answers repeat for a seed, and another seed is somebody else."""

    def told(seed: int) -> list[float]:
        patient = Patient(kind, seed)
        return [*course(patient, 4.0, 3), *(patient.rate(Scale.SUDS) for _ in range(5))]

    assert told(5) == told(5)
    assert told(5) != told(6)
    assert draw_traits(kind, 5) == draw_traits(kind, 5)


def test_hands_are_as_the_kind_says() -> None:
    """One-handed is the left hand alone; head only is none."""
    for seed in SEEDS:
        one, none = draw_traits(Kind.ONE_HANDED, seed), draw_traits(Kind.HEAD_ONLY, seed)
        assert (one.left, one.right) == (True, False)
        assert (none.left, none.right) == (False, False)


def test_staying_unharmed_weakens_the_belief() -> None:
    """Four minutes at one level bring belief in the feared outcome down by twenty in who improves, in others not."""
    for kind, falls in ((Kind.IMPROVES, True), (Kind.DOES_NOT_IMPROVE, False)):
        before = mean(lived(kind, seed, 4.0, 10).rate(Scale.EXPECTANCY) for seed in SEEDS)
        after = mean(lived(kind, seed, 4.0, 240).rate(Scale.EXPECTANCY) for seed in SEEDS)
        assert (before - after >= 20.0) is falls


def test_the_heart_tells_distress_and_disturbs_nothing() -> None:
    """It beats faster in distress, differs a little from second to second, and no other answer depends on it."""
    asked, left_alone = Patient(Kind.DOES_NOT_IMPROVE, 4), Patient(Kind.DOES_NOT_IMPROVE, 4)
    calm = [asked.heart_bpm() for _ in range(30)]
    for _ in range(60):
        asked.live(9.0, True)
        left_alone.live(9.0, True)
    afraid = [asked.heart_bpm() for _ in range(30)]
    assert len(set(calm)) > 5
    assert 50 < min(calm) < max(calm) < 100
    assert sum(afraid) / 30 > sum(calm) / 30 + 8
    assert asked.rate(Scale.SUDS) == left_alone.rate(Scale.SUDS)
