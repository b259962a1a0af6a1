"""What a patient can choose, as things that stand in the world: a board with numbers or one large offer.

A board appears once in front of where the patient looks and then stays there; it never follows the head. It
is flat, 1.6 m away, its middle 15 degrees below the eyes, and faces them. Sizes are chosen by the angle at
which they are seen, so that pointing with the head alone, or with a hand that trembles, is enough.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from environments.placement import Vec3, facing, multiply, rotate
from therapy.arithmetic import cos, radians, sin, tan
from therapy.directives import Ask, Offer
from therapy.observations import Fact
from therapy.sample import Pose
from therapy.words import N_

BOARD_DISTANCE_M: Final = 1.6
BOARD_BELOW_EYES_DEG: Final = 15.0
CHOICE_WIDTH_DEG: Final = 5.0
CHOICE_HEIGHT_DEG: Final = 4.5
GAP_DEG: Final = 1.5
OFFER_WIDTH_DEG: Final = 16.0
OFFER_HEIGHT_DEG: Final = 7.0
WORDS_HEIGHT_DEG: Final = 8.0
"""Room for the question above the choices, where the eyes land first: reading it points at no choice."""
COLUMNS: Final = 7
MOST_CHOICES: Final = 28
"""More would be small print: a finer question is asked in larger steps."""
YES: Final = N_("Yes")
STICKY: Final = 0.25
"""What is pointed at grows on every side by this share of its size: a trembling pointer stays on it."""


class Words(NamedTuple):
    """An English template with what fills its placeholders; translated where it is shown."""

    text: str
    inputs: Mapping[str, Fact]


class ControlKind(enum.StrEnum):
    NUMBER = "number"
    OFFER = "offer"
    STOP = "stop"
    """A round sign, not a rectangle; it faces the eyes."""


class Control(NamedTuple):
    """One thing to choose, as it is to be drawn now. +z of `centre` faces the patient, +x is their right."""

    id: str
    """`stop_left`, `stop_right`, `ready`, `yes`, or the number that it stands for."""
    label: str
    """An English template, or digits."""
    centre: Pose
    width_m: float
    height_m: float
    kind: ControlKind
    progress: float
    """0 to 1: how much of the time it takes to choose by pointing has passed."""
    highlighted: bool
    chosen: bool


class Choice(NamedTuple):
    """A rectangle on a board: its middle right of and above the board's, half its size, metres."""

    id: str
    label: str
    value: int
    across_m: float
    up_m: float
    half_width_m: float
    half_height_m: float


class Place(NamedTuple):
    """Where a board stands: its middle, and the directions to its right, its top and its reader."""

    centre: Vec3
    right: Vec3
    up: Vec3
    normal: Vec3
    pose: Pose


def place_before(eyes: Pose) -> Place:
    """A place for a board in front of these eyes, as high whether they look up or down."""
    down = radians(BOARD_BELOW_EYES_DEG)
    turn = facing(level_ahead(eyes))
    tilt = (-sin(down / 2.0), 0.0, 0.0, cos(down / 2.0))
    rotation = multiply(turn, tilt)
    normal = rotate(rotation, (0.0, 0.0, 1.0))
    centre = (
        eyes[0] - BOARD_DISTANCE_M * normal[0],
        eyes[1] - BOARD_DISTANCE_M * normal[1],
        eyes[2] - BOARD_DISTANCE_M * normal[2],
    )
    return Place(
        centre,
        rotate(rotation, (1.0, 0.0, 0.0)),
        rotate(rotation, (0.0, 1.0, 0.0)),
        normal,
        Pose(*centre, *rotation),
    )


@dataclass(frozen=True, slots=True)
class Board:
    """A question or an offer: its words and its choices, wherever it stands."""

    output: int
    """Number of the Ask or Offer that it shows."""
    asked: Ask | Offer
    words: Words
    low: str
    high: str
    """What stands at the low and the high end of the choices; empty for an offer."""
    choices: tuple[Choice, ...]
    confirm: Choice
    """The "Yes" that appears once something was chosen by pointing alone."""
    width_m: float
    height_m: float
    words_up_m: float
    """Middle of the words above the middle of the board."""

    def control(
        self, choice: Choice, place: Place, progress: float, highlighted: bool, chosen: bool
    ) -> Control:
        """This choice as it is to be drawn."""
        x, y, z = (
            c + choice.across_m * r + choice.up_m * u
            for c, r, u in zip(place.centre, place.right, place.up, strict=True)
        )
        is_number = isinstance(self.asked, Ask) and choice is not self.confirm
        kind = ControlKind.NUMBER if is_number else ControlKind.OFFER
        pose = place.pose._replace(x_m=x, y_m=y, z_m=z)
        width, height = 2.0 * choice.half_width_m, 2.0 * choice.half_height_m
        return Control(choice.id, choice.label, pose, width, height, kind, progress, highlighted, chosen)


def board_for(output: int, asked: Ask | Offer) -> Board:
    """The board that shows a question or an offer."""
    if isinstance(asked, Offer):
        width, height = _across(OFFER_WIDTH_DEG), _across(OFFER_HEIGHT_DEG)
        rows: list[list[tuple[str, str, int]]] = [[("ready", asked.label, 0)]]
        low = high = ""
    else:
        width, height = _across(CHOICE_WIDTH_DEG), _across(CHOICE_HEIGHT_DEG)
        numbers = [(str(value), str(value), value) for value in _values(asked.highest, asked.stride)]
        rows = _rows(numbers)
        low, high = asked.low_label, asked.high_label
    gap, words = _across(GAP_DEG), _across(WORDS_HEIGHT_DEG)
    columns = max(len(row) for row in rows)
    if len(rows[-1]) == columns:
        rows.append([])  # so that "Yes" has a place of its own at the lower right
    inner_width = columns * width + (columns - 1) * gap
    inner_height = len(rows) * height + (len(rows) - 1) * gap
    choices = tuple(
        Choice(
            *named,
            (column + 0.5) * width + column * gap - inner_width / 2.0,
            inner_height / 2.0 - (row + 0.5) * height - row * gap,
            width / 2.0,
            height / 2.0,
        )
        for row, names in enumerate(rows)
        for column, named in enumerate(names)
    )
    confirm = Choice(
        "yes",
        YES,
        0,
        inner_width / 2.0 - width / 2.0,
        -inner_height / 2.0 + height / 2.0,
        width / 2.0,
        height / 2.0,
    )
    text = asked.text if isinstance(asked, Offer) else asked.prompt
    return Board(
        output,
        asked,
        Words(text, asked.inputs),
        low,
        high,
        choices,
        confirm,
        inner_width + 2.0 * gap,
        inner_height + 2.0 * gap,
        inner_height / 2.0 + gap + words / 2.0,
    )


def choice_at(choices: Sequence[Choice], across_m: float, up_m: float, held: Choice | None) -> Choice | None:
    """The choice at a point of its board; `held`, the one pointed at until now, is larger than the others."""
    for choice in choices:
        if abs(across_m - choice[3]) <= choice[5] and abs(up_m - choice[4]) <= choice[6]:
            return choice
    if (
        held is not None
        and abs(across_m - held[3]) <= held[5] * (1.0 + 2.0 * STICKY)
        and abs(up_m - held[4]) <= held[6] * (1.0 + 2.0 * STICKY)
    ):
        return held
    return None


def point_on(place: Place, origin: Sequence[float], direction: Vec3) -> tuple[float, float] | None:
    """Where a ray meets a board's plane, right of and above its middle, metres; None if it never does."""
    cx, cy, cz = place.centre
    nx, ny, nz = place.normal
    dx, dy, dz = direction
    towards = dx * nx + dy * ny + dz * nz
    if towards > -0.05:
        return None
    x, y, z = origin[0] - cx, origin[1] - cy, origin[2] - cz
    along = -(x * nx + y * ny + z * nz) / towards
    if along < 0.0:
        return None
    x, y, z = x + along * dx, y + along * dy, z + along * dz
    rx, ry, rz = place.right
    ux, uy, uz = place.up
    return (x * rx + y * ry + z * rz, x * ux + y * uy + z * uz)


def ahead(pose: Sequence[float]) -> Vec3:
    """The direction of a pose's -z: where a head looks, where a hand points."""
    x, y, z, w = pose[3], pose[4], pose[5], pose[6]
    return (-2.0 * (x * z + w * y), -2.0 * (y * z - w * x), 2.0 * (x * x + y * y) - 1.0)


def level_ahead(pose: Pose) -> Vec3:
    """Where a head faces on the floor plan, even while it looks straight up or down; any length."""
    x, y, z = ahead(pose)
    if abs(y) < 0.9:
        return (x, 0.0, z)
    # Looking down, the top of the head points ahead; looking up, it points back.
    up = rotate(pose[3:], (0.0, 1.0, 0.0))
    return (up[0], 0.0, up[2]) if y < 0.0 else (-up[0], 0.0, -up[2])


def _across(angle_deg: float) -> float:
    """Size of what is seen under this angle at the board's distance, metres."""
    return 2.0 * BOARD_DISTANCE_M * tan(radians(angle_deg / 2.0))


def _values(highest: int, stride: int) -> list[int]:
    step = max(1, stride)
    while highest // step + 1 > MOST_CHOICES:
        step += max(1, stride)
    return list(range(0, highest + 1, step))


def _rows(numbers: list[tuple[str, str, int]]) -> list[list[tuple[str, str, int]]]:
    count = math.ceil(len(numbers) / COLUMNS)
    columns = math.ceil(len(numbers) / count)
    return [numbers[at : at + columns] for at in range(0, len(numbers), columns)]
