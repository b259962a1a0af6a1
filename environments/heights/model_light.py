"""The light over terrace and town from six in the morning to nine in the evening.

The sun passes behind the tower around noon; before and after it stands to one side, so that it reaches the terrace
and the walls that the patient looks at, and shadows lie across the street. As it goes down, lamps take over.
"""

from __future__ import annotations

from environments.curve import Curve
from environments.heights.model_terrace_wall import LAMPS
from environments.modelling.material import linear
from environments.scene import ColourCurve, Fog, Light, LightKind, Sky

HOURS = (6.0, 7.5, 10.0, 13.0, 16.5, 18.5, 19.6, 20.4, 21.0)
"""Dawn, morning, day, noon, afternoon, golden hour, sunset, dusk, night."""


def _over_the_day(*html: str) -> ColourCurve:
    stops = tuple((hour, linear(colour)) for hour, colour in zip(HOURS, html, strict=True))
    return ColourCurve(parameter="time_of_day", stops=stops)


def _by_hour(*points: tuple[float, float]) -> Curve:
    return Curve(parameter="time_of_day", points=points)


SKY = Sky(
    zenith=_over_the_day(
        "6f86b4", "5f8fca", "4a86cc", "4583cc", "4f86c4", "5b7fb4", "4d5f94", "2b3763", "141c38"
    ),
    horizon=_over_the_day(
        "f3c9a0", "efdcc4", "d3e2ec", "d8e6ee", "e2e0d6", "f6d2a0", "ef9f74", "8a6a80", "3c4260"
    ),
    below=_over_the_day(
        "9c8c84", "a7a6a2", "a3aaae", "a8aeb0", "a49f98", "a08672", "7d6468", "46445a", "24283a"
    ),
    clouds=0.42,
)
FOG = Fog(
    colour=_over_the_day(
        "e0bfa2", "dcd3c6", "c4d4e0", "c8d6e0", "cfd0cc", "e4c49e", "c69080", "6c6078", "2f3550"
    ),
    density_per_m=0.0024,
)
EXPOSURE = _by_hour((6.0, 1.15), (7.5, 1.0), (18.5, 1.0), (20.4, 1.35), (21.0, 1.5))
FIXED = _by_hour((6.0, 0.6), (6.8, 0.0), (18.6, 0.0), (19.8, 1.0))
"""How much of their light the lamps give: on at dusk, out in the morning."""
WIND = Curve(parameter="wind", points=((0.0, 0.05), (1.0, 1.0)))


def lights() -> tuple[Light, ...]:
    """Sun, sky and the lamps of the terrace."""
    return (
        Light(
            id="sun",
            kind=LightKind.SUN,
            colour=_over_the_day(
                "f0a878", "ffdcb4", "fff1de", "fff5e8", "ffe8c8", "ffbe80", "c86a48", "2a2438", "161c30"
            ),
            intensity=3.0,
            azimuth_deg=_by_hour(
                (6.0, 84.0), (11.0, 113.0), (13.0, 150.0), (15.0, 225.0), (16.5, 247.0), (21.0, 292.0)
            ),
            elevation_deg=_by_hour(
                (6.0, 6.0),
                (8.0, 23.0),
                (11.0, 42.0),
                (13.0, 52.0),
                (15.0, 45.0),
                (17.0, 31.0),
                (19.0, 11.0),
                (20.0, 6.0),
            ),
            shadows=True,
        ),
        Light(
            id="sky",
            kind=LightKind.SKY,
            colour=_over_the_day(
                "a4a8bc", "b0c2d8", "b4cce6", "b8d0e8", "b8c8dc", "a8b0c8", "7d88ac", "49547c", "2c365a"
            ),
            ground=_over_the_day(
                "6e6058", "807a72", "8c8880", "908c84", "8c857a", "7c6a5c", "544c50", "2e2e3c", "1c2030"
            ),
            intensity=0.62,
        ),
        *(
            Light(
                id=f"wall_lamp_{i}",
                kind=LightKind.POINT,
                colour=(1.0, 0.76, 0.48),
                intensity=0.9,
                position=(x, y, z - 0.06),
                fixed=True,
            )
            for i, (x, y, z) in enumerate(LAMPS, 1)
        ),
    )
