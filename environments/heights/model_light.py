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
        "7287b0", "6a93c4", "5a8cc8", "5789c8", "5f8bc0", "6683b2", "56659a", "36426e", "242c50"
    ),
    horizon=_over_the_day(
        "f0cdaa", "ecdfcc", "d8e3ea", "dae6ec", "e2e2da", "f3d6ac", "eaa682", "94768a", "545a7c"
    ),
    below=_over_the_day(
        "9c8f88", "a9a8a4", "a8acae", "aaaeb0", "a8a49e", "a08c7c", "806c6c", "504e62", "34384c"
    ),
    clouds=0.42,
)
FOG = Fog(
    colour=_over_the_day(
        "d8c0aa", "d6d2ca", "c8d5de", "cad6de", "cfd0cc", "d8c2a6", "b8958a", "6c647a", "3c4260"
    ),
    density_per_m=0.0018,
)
EXPOSURE = _by_hour((6.0, 1.2), (7.5, 1.0), (17.5, 1.0), (19.0, 1.15), (20.4, 1.8), (21.0, 2.2))
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
                "f0a878", "ffdcb4", "fff1de", "fff5e8", "ffe8c8", "ffbe80", "c86a48", "2a2438", "1a2038"
            ),
            intensity=3.0,
            azimuth_deg=_by_hour(
                (6.0, 100.0), (11.0, 107.0), (13.0, 150.0), (15.0, 222.0), (16.0, 245.0), (21.0, 258.0)
            ),
            elevation_deg=_by_hour(
                (6.0, 7.0),
                (8.0, 23.0),
                (11.0, 43.0),
                (13.0, 53.0),
                (15.0, 45.0),
                (17.0, 31.0),
                (19.0, 13.0),
                (20.0, 8.0),
            ),
            shadows=True,
        ),
        Light(
            id="sky",
            kind=LightKind.SKY,
            colour=_over_the_day(
                "b0b0bc", "bccad8", "c4d2e0", "c6d4e2", "c4cedc", "b8b8c4", "8f94ac", "6a7494", "566086"
            ),
            ground=_over_the_day(
                "807064", "96897c", "a89c8c", "aca090", "a89a88", "947c68", "645a58", "424250", "343846"
            ),
            intensity=0.85,
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
