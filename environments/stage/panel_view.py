"""Draws what the patient can choose: the board with its question, its numbers or its offer, and the stop mark.

Everything stands in the world, in both eyes, over whatever is behind it, so that no wall or rail can hide it.
Where each thing stands and what is chosen is decided in environments.panel; this only draws it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from panda3d.core import NodePath

from environments.controls import Board, Control, ControlKind, Place, Words
from environments.stage import signs
from environments.stage.signs import DARK_TEXT, LIGHT_TEXT, PLATE, Colour
from therapy.translation import translate
from therapy.words import N_

BUTTON: Final[Colour] = (0.86, 0.89, 0.91, 1.0)
POINTED: Final[Colour] = (1.0, 0.86, 0.42, 1.0)
CHOSEN: Final[Colour] = (0.45, 0.86, 0.6, 1.0)
FILLING: Final[Colour] = (0.96, 0.66, 0.16, 1.0)
STOP: Final[Colour] = (0.72, 0.08, 0.07, 1.0)
"""Colours as shown (sRGB); never red against green, and a control that fills also grows its bar."""
QUESTION_LINE_M: Final = 0.06
QUESTION_WIDE_M: Final = 1.5
LABEL_SHARE: Final = {ControlKind.NUMBER: 0.62, ControlKind.OFFER: 0.55, ControlKind.STOP: 0.36}
"""Height of a label's line as a share of its control's height."""
ENDS = N_("{first}: {low}. {last}: {high}.")


class Panel(Protocol):
    """What is drawn, read once a frame; environments.panel.Pointing is one."""

    def controls(self) -> Sequence[Control]: ...
    @property
    def board(self) -> Board | None: ...
    @property
    def place(self) -> Place | None: ...
    @property
    def caption(self) -> Words | None: ...
    @property
    def version(self) -> int: ...


class _Button(NamedTuple):
    path: NodePath
    ground: NodePath
    filling: NodePath


class PanelView:
    """The patient's controls under `overlay`, which is drawn over the world."""

    def __init__(self, overlay: NodePath) -> None:
        self._root = overlay.attach_new_node("panel")
        self._buttons: dict[str, _Button] = {}
        self._built: tuple[int, bool] | None = None

    def update(self, panel: Panel) -> None:
        """Show the panel as it is now."""
        controls = {control.id: control for control in panel.controls()}
        wanted = (panel.version, panel.place is None)
        if wanted != self._built or controls.keys() != self._buttons.keys():
            self._build(panel.place, panel.board, controls)
            self._built = wanted
        for name, control in controls.items():
            _refresh(self._buttons[name], control)

    def _build(self, place: Place | None, board: Board | None, controls: Mapping[str, Control]) -> None:
        self._root.get_children().detach()
        if place is not None and board is not None:
            plate = signs.at(self._root, place.pose, "board")
            signs.rounded(plate, board.width_m, board.height_m, 0.03, PLATE, order=0)
            _question(plate, board)
        self._buttons = {name: _button(self._root, control) for name, control in controls.items()}


def _question(plate: NodePath, board: Board) -> None:
    """The words right above the choices, where no choice can be chosen by reading; and what the numbers mean."""
    question = plate.attach_new_node("question")
    lines = [translate(board.words.text, **board.words.inputs)]
    if board.low and board.high:
        first, last = board.choices[0].label, board.choices[-1].label
        low, high = translate(board.low), translate(board.high)
        lines.append(translate(ENDS, first=first, low=low, last=last, high=high))
    tall = signs.words(
        question,
        "\n".join(lines),
        QUESTION_LINE_M,
        LIGHT_TEXT,
        QUESTION_WIDE_M,
        backing=(board.width_m, PLATE),
    )
    question.set_y(board.height_m / 2 + tall / 2 + 0.04)


def _button(parent: NodePath, control: Control) -> _Button:
    path = signs.at(parent, control.centre, control.id)
    is_round = control.kind is ControlKind.STOP
    radius = control.height_m / 2 if is_round else 0.018
    if is_round:
        rim = control.width_m * 1.12
        signs.rounded(path, rim, rim, rim / 2, LIGHT_TEXT, order=0)
    ground = signs.rounded(path, control.width_m, control.height_m, radius, (1.0, 1.0, 1.0, 1.0), order=1)
    filling = signs.rounded(path, control.width_m, control.height_m, radius, FILLING, order=2)
    said = control.label if control.label.isdigit() else translate(control.label)
    line_m = control.height_m * LABEL_SHARE[control.kind]
    signs.words(
        path, said, line_m, LIGHT_TEXT if is_round else DARK_TEXT, control.width_m * 0.86, shrink=True
    )
    return _Button(path, ground, filling)


def _refresh(button: _Button, control: Control) -> None:
    signs.move(button.path, control.centre)
    is_round = control.kind is ControlKind.STOP
    resting = STOP if is_round else POINTED if control.highlighted else BUTTON
    button.ground.set_color_scale(*(CHOSEN if control.chosen else resting))
    if control.progress <= 0.0 or control.chosen:
        button.filling.hide()
        return
    button.filling.show()
    share = max(control.progress, 0.01)
    if is_round:
        button.filling.set_scale(share)
    else:
        button.filling.set_scale(share, 1, 1)
        button.filling.set_x(-(1.0 - share) * control.width_m / 2)
