"""The words that the live page shows by itself: messages with placeholders, filled in the browser."""

from collections.abc import Mapping
from typing import Final

from therapy.translation import translate
from therapy.words import N_

WORDS: Final[Mapping[str, str]] = {
    "connecting": N_("Connecting to the visit"),
    "connected": N_("Connected"),
    "link_lost": N_("lost"),
    "connection_lost": N_("Connection lost: the session protects the patient by itself."),
    "connection_back": N_("Connected again."),
    "on_its_way": N_("On its way"),
    "answer_lost": N_("The connection was lost before an answer came. Look at the picture."),
    "stop_pressed": N_("Stop pressed"),
    "stop_waits": N_("Stop waits for the connection. Speak to the patient."),
    "announced": N_("{control}: {words}"),
    "locked_other": N_("{who} steers. Take over to change something."),
    "locked_nobody": N_("Nobody steers. Take over to change something."),
    "locked_lost": N_("Nothing but Stop is taken while the connection is lost."),
    "locked_over": N_("The visit is over."),
    "steers_you": N_("You steer"),
    "steers_other": N_("{who} steers"),
    "steers_nobody": N_("Nobody steers"),
    "watching": N_("Watching: {count}"),
    "step_here": N_("Step {number}: {title}"),
    "no_step": N_("In the safe room"),
    "ladder_done": N_("done"),
    "ladder_here": N_("here now"),
    "ladder_ahead": N_("ahead"),
    "ladder_beyond": N_("above this course's limit"),
    "no_why": N_("Nothing has been decided yet."),
    "picture_inside": N_("What the patient sees. Step {number}, {title}. {values}"),
    "picture_outside": N_("What the patient sees: the safe room."),
    "picture_waits": N_("No picture yet"),
    "picture_old": N_("This picture is {seconds} s old"),
    "next": N_("Next"),
    "go_in": N_("Go in"),
    "hold": N_("Hold"),
    "release": N_("Release"),
    "calm": N_("Calm"),
    "resume": N_("Resume"),
    "end_visit": N_("End the visit"),
    "close_visit": N_("Close the visit"),
    "asked_now": N_("Asked now"),
    "at_clock": N_("at {clock}"),
    "no_rating": N_("not asked yet"),
    "no_signal": N_("no signal"),
    "chart_says": N_("{title}: last {last}, lowest {lowest}, highest {highest}"),
    "chart_empty": N_("{title}: no values yet"),
    "now_at": N_("Now {value}"),
    "now_going": N_("Now {value}, going to {goal}"),
    "at_limit": N_("Set to the limit, {value}"),
    "not_a_number": N_("Give a number from {lowest} to {highest}."),
    "fixed": N_("Fixed in this course"),
    "write_first": N_("Write something first."),
    "adverse_in_short": N_("Reported during the visit, not yet described."),
    "adverse_count": N_("Reported in this visit: {count}"),
    "seen": N_("Seen"),
    "confirmed": N_("Confirmed"),
    "speed_now": N_("{speed} times as fast as a clock"),
}


def words() -> dict[str, str]:
    """In the reader's language, the placeholders as they are."""
    return {key: translate(message) for key, message in WORDS.items()}
