"""How people stand, walk, sit and lean: poses of the standard skeleton, and clips made of them.

The gait keeps whichever part of a foot bears weight (heel, sole, ball) fixed on the ground, so that nobody slides:
stance is 60 % of a stride (Perry & Burnfield, Gait Analysis, 2nd ed., 2010).
"""

from __future__ import annotations

import numpy as np

from environments.modelling.mesh import Floats
from environments.modelling.people_rig import Posture, turn

WALK_MPS = 1.22
"""How fast the standard body walks."""
STRIDE_S = 1.1
RAIL_M = 1.1
"""How high the rail is that people lean on, and how far before their feet."""
RAIL_AHEAD_M = 0.34
SEAT_M = 0.45
_STANCE = 0.6
_HEEL_OFF = 0.36
_SOLE_ON = 0.1
_ANKLE_OUT_M = 0.075


def standing(sway: float = 0.0, breath: float = 0.0, look_deg: float = 0.0, nod_deg: float = 0.0) -> Posture:
    """At ease; `sway` -1 to 1 from one leg to the other."""
    body = Posture()
    body.lift(0.018 * sway, 0.0015, 0.0)
    body.bend("pelvis", turn("z", -1.6 * sway))
    body.bend("spine_01", turn("z", 2.2 * sway) @ turn("x", 0.5 * breath))
    body.bend("spine_03", turn("x", -0.9 * breath))
    _look(body, look_deg, nod_deg)
    for side, out in (("l", -1.0), ("r", 1.0)):
        _leg(body, side, np.array([out * 0.1, _ankle_m(), 0.0]), turn("y", -7.0 * out))
        _hang(body, side, out, swing_deg=-3.0 + 2.0 * out, elbow_deg=11.0 + 3.0 * out, aside_deg=7.0)
    return body


def walking(share: float) -> Posture:
    """A moment of a stride, 0 to 1; the ground runs towards +z at `WALK_MPS`."""
    body = Posture()
    angle = 2.0 * np.pi * share
    lead = np.cos(angle)  # 1: the left heel comes down
    side = np.sin(angle)
    body.lift(-0.016 * side, -0.034 + 0.014 * -np.cos(2.0 * angle), 0.0)
    body.bend("pelvis", turn("y", -5.0 * lead) @ turn("z", 2.0 * side) @ turn("x", -2.5))
    body.bend("spine_01", turn("y", 5.0 * lead) @ turn("z", -2.5 * side))
    body.bend("spine_03", turn("y", 4.5 * lead) @ turn("x", 1.0))
    body.bend("neck_01", turn("y", -4.0 * lead))
    body.bend("head", turn("x", 1.0 + 0.7 * np.cos(2.0 * angle)))
    for name, out, late in (("l", -1.0, 0.0), ("r", 1.0, 0.5)):
        ankle, pitch_deg, toes_deg = _step((share + late) % 1.0)
        _leg(body, name, np.array([out * _ANKLE_OUT_M, *ankle]), turn("y", -6.0 * out) @ turn("x", pitch_deg))
        body.bend(f"ball_{name}", turn("x", toes_deg))
        swing = -np.cos(angle + 2.0 * np.pi * late)  # with the other leg
        _hang(body, name, out, swing_deg=4.0 + 19.0 * swing, elbow_deg=24.0 + 11.0 * swing, aside_deg=9.0)
    return body


def sitting(breath: float = 0.0, look_deg: float = 0.0, nod_deg: float = 0.0, size: float = 1.0) -> Posture:
    """On a seat, hands on the thighs; the origin is on the floor below the hips."""
    body = Posture()
    hips = body.place("pelvis")
    body.lift(0.0, SEAT_M / size + 0.085 - hips[1], -hips[2])
    body.bend("pelvis", turn("x", 9.0))
    body.bend("spine_01", turn("x", -5.0 + 0.5 * breath))
    body.bend("spine_03", turn("x", -6.0 - 0.9 * breath))
    _look(body, look_deg, nod_deg)
    for side, out in (("l", -1.0), ("r", 1.0)):
        ahead = 0.4 + 0.02 * out
        _leg(body, side, np.array([out * 0.12, _ankle_m(), -ahead]), turn("y", -6.0 * out))
        knee = body.place(f"calf_{side}")
        rest = knee + np.array([-out * 0.03, 0.085, 0.13])
        body.reach(f"upperarm_{side}", f"lowerarm_{side}", f"hand_{side}", rest, np.array([out, -0.4, 0.6]))
        body.hand(side, np.array([-out * 0.25, -0.18, -1.0]), np.array([-out, 0.1, 0.25]))
    return body


def leaning(breath: float = 0.0, look_deg: float = 0.0, nod_deg: float = 0.0, size: float = 1.0) -> Posture:
    """Forearms on a rail; `size` is how much taller than the standard body the person is."""
    body = Posture()
    rail = RAIL_M / size
    down = float(np.clip(31.0 - 70.0 * (rail - 1.05), 20.0, 38.0))
    body.lift(0.0, -0.015, 0.06)
    body.bend("pelvis", turn("x", -0.5 * down))
    body.bend("spine_01", turn("x", -0.3 * down + 0.4 * breath))
    body.bend("spine_03", turn("x", -0.2 * down - 0.8 * breath))
    body.bend("neck_01", turn("x", 0.35 * down))
    _look(body, look_deg, nod_deg + 0.45 * down)
    for side, out in (("l", -1.0), ("r", 1.0)):
        step = np.array([out * 0.1, _ankle_m(), 0.03 - 0.07 * out])
        _leg(body, side, step, turn("y", -8.0 * out))
        hand = np.array([out * 0.09, rail + 0.06, -RAIL_AHEAD_M / size - 0.11])
        body.reach(f"upperarm_{side}", f"lowerarm_{side}", f"hand_{side}", hand, np.array([out, -0.55, 0.3]))
        body.hand(side, np.array([-out * 0.7, -0.12, -0.7]), np.array([-out * 0.5, 0.9, 0.2]))
    return body


def walk_frames(frames: int = 33) -> Floats:
    return np.array([walking(k / frames).matrices() for k in range(frames)])


def still_frames(pose: str, frames: int = 64, seconds: float = 8.0, size: float = 1.0) -> Floats:
    """Breathing every four seconds, looking about now and then: "idle", "sit" or "lean"."""
    made = []
    for k in range(frames):
        turns = 2.0 * np.pi * k / frames
        breath = np.sin(round(seconds / 4.0) * turns)
        look = 11.0 * np.sin(turns) + 6.0 * np.sin(2.0 * turns + 0.8)
        nod = 2.5 * np.sin(2.0 * turns + 2.0)
        if pose == "idle":
            body = standing(np.sin(turns + 1.0), breath, look, nod)
        elif pose == "sit":
            body = sitting(breath, look, nod, size)
        else:
            body = leaning(breath, look, nod, size)
        made.append(body.matrices())
    return np.array(made)


def _ankle_m() -> float:
    return float(Posture().place("foot_l")[1])


def _look(body: Posture, look_deg: float, nod_deg: float) -> None:
    body.bend("neck_01", turn("y", 0.4 * look_deg))
    body.bend("head", turn("y", 0.6 * look_deg) @ turn("x", nod_deg))


def _leg(body: Posture, side: str, ankle: Floats, foot: Floats) -> None:
    aside = -0.18 if side == "l" else 0.18
    body.reach(f"thigh_{side}", f"calf_{side}", f"foot_{side}", ankle, np.array([aside, 0.0, -1.0]))
    body.hold(f"foot_{side}", foot)


def _hang(body: Posture, side: str, out: float, swing_deg: float, elbow_deg: float, aside_deg: float) -> None:
    """An arm that hangs: forward swing, elbow and distance from the body."""
    tilt = turn("z", out * aside_deg) @ turn("x", swing_deg)
    body.aim(f"upperarm_{side}", f"lowerarm_{side}", tilt @ np.array([0.0, -1.0, 0.0]))
    fore = turn("z", out * 2.0) @ turn("x", swing_deg + elbow_deg) @ np.array([0.0, -1.0, 0.0])
    body.aim(f"lowerarm_{side}", f"hand_{side}", fore)
    body.hand(side, fore + np.array([-out * 0.08, 0.0, 0.02]), np.array([-out * 0.45, 0.0, -1.0]))


def _step(share: float) -> tuple[tuple[float, float], float, float]:
    """One foot at a share of its stride since the heel came down: ankle (y, z), pitch of foot and toes, degrees."""
    if share <= _STANCE:
        return _stance(share)
    gone = (share - _STANCE) / (1.0 - _STANCE)
    (y0, z0), pitch0, toes0 = _stance(_STANCE)
    (y1, z1), pitch1, _ = _stance(0.0)
    ground = WALK_MPS * STRIDE_S * (1.0 - _STANCE)
    smooth = gone * gone * (3.0 - 2.0 * gone)
    z = _between(z0, z1, ground, ground, gone)  # it leaves and comes down as fast as the ground runs
    y = y0 + (y1 - y0) * smooth + 0.055 * np.sin(np.pi * gone) ** 2
    pitch = pitch0 * (1.0 - min(1.0, gone / 0.6)) ** 2 + pitch1 * smooth**2
    return (float(y), float(z)), float(pitch), toes0 * (1.0 - smooth)


def _stance(share: float) -> tuple[tuple[float, float], float, float]:
    rest = Posture()
    ankle, ball = rest.place("foot_l")[1:], rest.place("ball_l")[1:]
    heel = np.array([0.0, ankle[1] + 0.05])
    ball = np.array([0.0, ball[1]])
    ran = WALK_MPS * STRIDE_S * (share - 0.27)
    up_on, up_off = 16.0, -42.0
    if share < _SOLE_ON:
        pitch, pivot = up_on * (1.0 - share / _SOLE_ON), heel
    elif share < _HEEL_OFF:
        pitch, pivot = 0.0, ball
    else:
        gone = (share - _HEEL_OFF) / (_STANCE - _HEEL_OFF)
        pitch, pivot = up_off * gone**1.6, ball
    raised = turn("x", pitch)[1:, 1:] @ (ankle - pivot)
    at = pivot + raised + np.array([0.0, ran - ankle[1]])
    return (float(at[0]), float(at[1])), pitch, -pitch if pitch < 0.0 else 0.0


def _between(a: float, b: float, slope_a: float, slope_b: float, t: float) -> float:
    """Hermite's curve."""
    return float(
        (2 * t**3 - 3 * t**2 + 1) * a
        + (t**3 - 2 * t**2 + t) * slope_a
        + (3 * t**2 - 2 * t**3) * b
        + (t**3 - t**2) * slope_b
    )
