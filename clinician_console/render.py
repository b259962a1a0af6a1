"""Draws one moment of an environment into a picture file."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from clinician_console.data_folder import DataFolder
from environments import catalogue
from therapy.errors import StepladderError
from therapy.translation import translate
from therapy.words import N_

SAFE_ROOM = "safe_room"
ENDINGS = (".png", ".jpg")


def values_of(environment: str, given: tuple[str, ...]) -> dict[str, float]:
    """Parameter values from "name=value" words. StepladderError for what the environment does not have or allow."""
    known = (
        {} if environment == SAFE_ROOM else {p.name: p for p in catalogue.load(environment).spec.parameters}
    )
    values: dict[str, float] = {}
    for word in given:
        name, _, text = word.partition("=")
        if name not in known:
            raise StepladderError(
                N_("{environment} has no parameter called {name}."),
                N_("Choose from these: {known}."),
                environment=environment,
                name=name,
                known=", ".join(known) or "-",
            )
        rail = known[name].guardrail
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not rail.lowest <= value <= rail.highest:
            raise StepladderError(
                N_("{name} cannot be set to {value}."),
                N_("Give a number from {lowest} to {highest}, in {unit}: {example}."),
                name=name,
                value=text or "-",
                lowest=f"{rail.lowest:g}",
                highest=f"{rail.highest:g}",
                unit=known[name].unit,
                example=f"--set {name}={known[name].default:g}",
            )
        values[name] = value
    return values


def render(
    console: Console,
    data: DataFolder,
    environment: str,
    given: tuple[str, ...],
    *,
    look: tuple[float, float],
    place: tuple[float, float, float],
    at_s: float,
    size: tuple[int, int],
    quality: str,
    out: Path,
) -> None:
    """Write the picture and say where. StepladderError for whatever cannot be drawn or written."""
    if environment != SAFE_ROOM:
        catalogue.load(environment)
    values = values_of(environment, given)
    if out.suffix.lower() not in ENDINGS:
        raise StepladderError(
            N_("A picture cannot be written to {file}."),
            N_("Give it a name that ends with one of these: {endings}."),
            file=str(out),
            endings=", ".join(ENDINGS),
        )
    if not out.resolve().parent.is_dir():
        raise StepladderError(
            N_("There is no folder {folder} to write the picture to."),
            N_("Make it first, or name another one."),
            folder=str(out.resolve().parent),
        )
    # The engine is imported here and not above: importing it changes the process.
    from PIL import Image

    from environments.stage.quality import Quality
    from environments.stage.still import Stills, looking

    data.create()
    x_m, y_m, z_m = place
    with Stills(data.environments, size=size, quality=Quality(quality)) as stills:
        head = looking(*look, x_m=x_m, y_m=y_m, z_m=z_m)
        picture = stills.picture(environment, values, head, at_s=at_s)
    Image.fromarray(picture).save(out)
    console.print(translate(N_("{file}: {width} by {height} pixels"), file=out, width=size[0], height=size[1]),
                  highlight=False, soft_wrap=True)  # fmt: skip
