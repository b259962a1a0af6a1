"""What a session wants shown, asked or worked out. Renderers obey these and decide nothing."""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from therapy.frozen import Frozen
from therapy.observations import Fact, Scale


class ShowSafeRoom(Frozen):
    """The safe room in the very next frame, all exposure's picture and sound gone."""

    kind: Literal["show_safe_room"] = "show_safe_room"
    why: str


class LoadEnvironment(Frozen):
    """Make an environment ready without showing it; answered by EnvironmentLoaded."""

    kind: Literal["load_environment"] = "load_environment"
    environment: str


class ShowEnvironment(Frozen):
    """Show the loaded environment behind a blink."""

    kind: Literal["show_environment"] = "show_environment"
    environment: str


class ChangeParameter(Frozen):
    """A parameter follows a smoothstep from `start` to `end` between two ticks (see therapy.parameter.Ramp).

    `blink`: fade out, place, fade in; the change then happens at once, hidden.
    """

    kind: Literal["change_parameter"] = "change_parameter"
    name: str
    start: float
    end: float
    start_tick: int
    end_tick: int
    blink: bool = False


class SetChoice(Frozen):
    """One of the environment's settings (side, posture) takes this option."""

    kind: Literal["set_choice"] = "set_choice"
    name: str
    option: str


class Begin(Frozen):
    """A node begins a behaviour (environments.behaviours, as plain data), carrying the state it goes on from."""

    kind: Literal["begin"] = "begin"
    node: str
    behaviour: dict[str, Any]


class PlaySound(Frozen):
    """Play one of the scene's one-shot sounds."""

    kind: Literal["play_sound"] = "play_sound"
    sound: str


class Vibrate(Frozen):
    """A short pulse in a hand that holds a controller."""

    kind: Literal["vibrate"] = "vibrate"
    hand: Literal["left", "right"]
    seconds: float = Field(gt=0, le=0.5)
    strength: float = Field(gt=0, le=1)


class Say(Frozen):
    """A sentence for the patient, as caption (and voice, where there is one). `text` is a template over `inputs`."""

    kind: Literal["say"] = "say"
    text: str
    inputs: dict[str, Fact] = Field(default_factory=dict)


class Ask(Frozen):
    """Show the rating panel. Answered by Answered with this output's number as `question`."""

    kind: Literal["ask"] = "ask"
    scale: Scale
    prompt: str
    inputs: dict[str, Fact] = Field(default_factory=dict)
    highest: int
    stride: int
    """Distance between the choices offered (10 for SUDS)."""
    low_label: str
    high_label: str


class Offer(Frozen):
    """Show one large choice: the patient chooses it (a Ready command) or leaves it."""

    kind: Literal["offer"] = "offer"
    text: str
    label: str
    """What stands on the control, such as: I'm ready."""
    inputs: dict[str, Fact] = Field(default_factory=dict)


class Dismiss(Frozen):
    """Take the panel away."""

    kind: Literal["dismiss"] = "dismiss"


class RatingHeard(Frozen):
    """A rating as an engine may see it."""

    scale: Scale
    value: int
    tick: int


class AskEngine(Frozen):
    """A question to the adaptation engine; answered by a Decision. Everything it may use is in here."""

    kind: Literal["ask_engine"] = "ask_engine"
    step: str
    step_number: int
    """1-based place on the ladder."""
    steps: int
    tick: int
    entered_tick: int
    ratings: tuple[RatingHeard, ...]
    """All ratings given in this step, oldest first."""
    gate_open: bool
    gate_sentence: str
    gate_inputs: dict[str, Fact]
    may_rise: bool
    """False where a safety rule forbids going up now, whatever the engine thinks."""


class CloseStage(Frozen):
    """The visit is over: show the goodbye and close."""

    kind: Literal["close_stage"] = "close_stage"


Directive = Annotated[
    ShowSafeRoom
    | LoadEnvironment
    | ShowEnvironment
    | ChangeParameter
    | SetChoice
    | Begin
    | PlaySound
    | Vibrate
    | Say
    | Ask
    | Offer
    | Dismiss
    | AskEngine
    | CloseStage,
    Field(discriminator="kind"),
]
DIRECTIVES: TypeAdapter[Directive] = TypeAdapter(Directive)
"""Reads a stored directive."""
