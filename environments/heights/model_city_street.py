"""What stands in the streets."""

from __future__ import annotations

from environments.modelling.model import Parts
from environments.scene import Light


def pieces() -> dict[str, tuple[Parts, float | None]]:
    return {}


def lights() -> tuple[Light, ...]:
    return ()
