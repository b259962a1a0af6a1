"""A small heights plan for tests of the launching code; the reviewed plans have tests of their own."""

from therapy.protocol import HabituationGate, Limits, Protocol, Purpose, RatingIntervals, Reference, Step

HEIGHTS_M = (1.5, 3.0, 6.0, 10.0, 15.0, 20.0, 30.0, 40.0)


def heights_plan() -> Protocol:
    """Eight steps up to 40 m, habituation gates, for home."""
    return Protocol(
        id="small-heights",
        version="1.0.0",
        reviewed_on="2026-01-01",
        title="Small heights",
        summary="A ladder for tests.",
        purpose=Purpose.EXPOSURE,
        indication="Tests.",
        contraindications=(),
        environment="heights",
        visits=6,
        visits_a_week=2,
        home=True,
        ratings=RatingIntervals(suds_s=60),
        limits=Limits(minutes=30),
        steps=tuple(
            Step(
                id=f"m{number}",
                title=f"{height_m:g} metres",
                patient_text="Look around.",
                parameters={"height_m": height_m},
                gate=HabituationGate(),
            )
            for number, height_m in enumerate(HEIGHTS_M, start=1)
        ),
        references=(Reference(citation="None: a test.", supports="Nothing."),),
    )
