"""Who steers, who watches, and what proves that somebody is there."""

from dataclasses import dataclass

import pytest

from clinician_console.live.steering import FRESH_S, NAMELESS, NOBODYS, NOT_YOURS, Steering
from therapy.commands import COMMANDS


@dataclass(eq=False)
class Person:
    """A page in front of somebody."""

    who: str | None


ANNA, BEN, SOMEBODY = Person("Anna"), Person("Ben"), Person(None)
NEXT = COMMANDS.validate_python({"kind": "next", "by": "therapist"})
STOP = COMMANDS.validate_python({"kind": "stop", "by": "therapist", "via": "therapist"})


def steered() -> Steering:
    """Anna steers, Ben and somebody else watch."""
    steering = Steering()
    for page in (ANNA, BEN, SOMEBODY):
        steering.come(page, 0.0)
    return steering


def test_the_first_with_a_name_steers() -> None:
    """A page that does not say whose it is watches; the first that does has the wheel."""
    steering = Steering()
    steering.come(SOMEBODY, 0.0)
    assert steering.who is None
    steering.come(ANNA, 0.0)
    steering.come(BEN, 0.0)
    assert steering.who == "Anna"


def test_a_free_wheel_is_given_to_nobody_unasked() -> None:
    """When who steered goes, those who watch do not steer until they take over; a page that comes then does."""
    steering = steered()
    steering.go(ANNA)
    assert steering.at_wheel is None
    assert steering.refuses(BEN, NEXT) == NOBODYS
    assert steering.take_over(BEN, 1.0) is None
    assert steering.who == "Ben"


def test_only_who_steers_may_change_things_and_all_may_stop() -> None:
    """A watching page is refused with a reason, but never a stop."""
    steering = steered()
    assert steering.refuses(ANNA, NEXT) is None
    assert steering.refuses(BEN, NEXT) == NOT_YOURS
    assert steering.refuses(SOMEBODY, NEXT) == NAMELESS
    assert {steering.refuses(page, STOP) for page in (ANNA, BEN, SOMEBODY)} == {None}
    assert steering.take_over(SOMEBODY, 1.0) == NAMELESS
    assert steering.who == "Anna"


@pytest.mark.parametrize(
    ("page", "late_s", "proves"), [(ANNA, 0.01, True), (ANNA, 0.41, False), (BEN, 0.01, False)]
)
def test_only_a_fresh_echo_of_who_steers_proves_a_life(page: Person, late_s: float, proves: bool) -> None:
    """An echo counts from the page that steers, and not when the page stood still in between."""
    steering = steered()
    steering.beat(1, 5.0)
    assert steering.echo(page, 1, 5.0 + late_s) is proves
    assert steering.echo(page, 2, 5.0) is False


def test_a_page_that_stands_still_is_noticed() -> None:
    """Without an echo for a while, the page that steers counts as silent until it echoes again."""
    steering = steered()
    assert not steering.silent(FRESH_S)
    assert steering.silent(FRESH_S + 0.1)
    steering.beat(1, 1.0)
    assert steering.echo(ANNA, 1, 1.1)
    assert not steering.silent(1.2)


def test_the_same_person_comes_back_to_the_wheel() -> None:
    """A browser that reconnects while its old connection looks open goes on steering; somebody else does not."""
    steering = steered()
    steering.come(Person("Ben"), 1.0)
    assert steering.at_wheel is ANNA
    back = Person("Anna")
    steering.come(back, 1.0)
    assert steering.at_wheel is back
