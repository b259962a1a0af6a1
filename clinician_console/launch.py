"""The command line, and the composition root: the only place that sees protocols and environments together."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from clinician_console.data_folder import DataFolder
from clinician_console.language import speak
from therapy.errors import StepladderError
from therapy.translation import translate
from therapy.words import N_

speak()  # before anything below is translated

PATIENTS = (
    "improves",
    "does_not_improve",
    "panics",
    "does_not_answer",
    "takes_headset_off",
    "one_handed",
    "head_only",
)
"""therapy.twin.traits.Kind, written out so that --help needs none of it."""

QUALITIES = ("software", "headset", "desktop")
"""environments.stage.quality.Quality, written out as well."""


def main() -> None:
    """Run the command line; an error a person can act on is shown as what happened and what to do."""
    try:
        cli(prog_name="stepladder")
    except StepladderError as error:
        console = Console(stderr=True)
        console.print(translate(error.what, **error.inputs), style="bold red", highlight=False)
        console.print(translate(error.advice, **error.inputs), highlight=False)
        sys.exit(1)


def _examples(*lines: str) -> str:
    """Example calls, kept as they are under a command's help."""
    return "\b\n" + "\n".join([translate(N_("Examples:")), *(f"  {line}" for line in lines)])


def _data(context: click.Context, parameter: click.Parameter, value: Path | None) -> DataFolder:
    return DataFolder(value)


class Number(click.FloatRange):
    """As click's, called a number where it complains."""

    name = translate(N_("number"))


class WholeNumber(click.IntRange):
    """As click's, called a whole number where it complains."""

    name = translate(N_("whole number"))


data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    callback=_data,
    metavar="DIR",
    help=translate(N_("Where the records lie; by default this user's data folder.")),
)


port_option = click.option(
    "--port", type=WholeNumber(0, 65535), default=8710, show_default=True, metavar="NUMBER",
    help=translate(N_("Where on this computer the console listens; another one where that is taken.")),
)  # fmt: skip
browser_option = click.option(
    "--open/--no-open", "browser", default=None,
    help=translate(N_("Open the console in a browser; by default where there is a screen.")),
)  # fmt: skip
show_option = click.option(
    "--show/--hide", default=None,
    help=translate(N_("Open a window or draw off-screen; by default a window if possible.")),
)  # fmt: skip
speech_option = click.option(
    "--speech/--no-speech", default=True,
    help=translate(N_("Speak what captions say, or leave it to be read. {key} in the window switches it."), key="M"),
)  # fmt: skip


@click.group(
    help=translate(N_("Stepladder supports exposure therapy and rehabilitation in virtual reality.")),
    epilog=_examples("stepladder demo --once", "stepladder replay last --verify"),
)
def cli() -> None:
    """All commands."""


@cli.command(
    help=translate(N_("Open the therapist's console: patients, prescriptions, live sessions, reports.")),
    short_help=translate(N_("Open the therapist's console.")),
    epilog=_examples("stepladder console", "stepladder console --data ./practice --no-open"),
)
@data_option
@port_option
@browser_option
@show_option
@speech_option
def console(data: DataFolder, port: int, browser: bool | None, show: bool | None, speech: bool) -> None:
    """The console, until Ctrl-C."""
    from clinician_console.reception import opened, prepare, receive

    terminal = Console()
    prepare(terminal, data)
    desk = opened(terminal, data, port, browser, "/")
    try:
        receive(terminal, data, desk, show, speech)
    finally:
        desk.close()
        data.tidy("console")


@cli.command(
    help=translate(
        N_(
            "Let a simulated patient, or you, make one visit on the real stage, with the therapist's console open."
        )
    ),
    short_help=translate(N_("Make one visit on the real stage.")),
    epilog=_examples(
        "stepladder demo --once",
        "stepladder demo --once --patient panics --minutes 10",
        "stepladder demo --headset desktop --real-time",
    ),
)
@data_option
@click.option(
    "--once", is_flag=True, help=translate(N_("Without the console, and exit when the visit is over."))
)
@click.option("--patient", type=click.Choice(PATIENTS), default="improves", show_default=True, metavar="KIND",
              help=translate(N_("Which simulated patient comes: {kinds}."), kinds=", ".join(PATIENTS)))  # fmt: skip
@click.option("--protocol", "protocol_id", default="graded-heights", show_default=True, metavar="ID",
              help=translate(N_("Which plan is followed; see: {command}."),
                             command="stepladder protocols list"))  # fmt: skip
@click.option("--minutes", type=Number(5, 30), default=25, show_default=True, metavar="MINUTES",
              help=translate(N_("Length of the visit in session time.")))  # fmt: skip
@click.option("--headset", type=click.Choice(["simulated", "desktop", "openxr"]), default="simulated",
              show_default=True, help=translate(N_("Who is in it: a simulated patient, or you.")))  # fmt: skip
@click.option("--compressed/--real-time", default=None,
              help=translate(N_("As fast as this machine can, or as the clock; else 8 times as fast.")))  # fmt: skip
@show_option
@speech_option
@click.option("--seed", type=WholeNumber(0), default=3, show_default=True, metavar="NUMBER",
              help=translate(N_("Another number is another patient of the same kind.")))  # fmt: skip
@port_option
@browser_option
def demo(data: DataFolder, once: bool, **chosen: Any) -> None:
    """One visit, its summary, and where the record lies."""
    from clinician_console.demonstrate import demonstrate

    sys.exit(0 if demonstrate(Console(), data, once=once, **chosen) else 1)


@cli.command(
    help=translate(
        N_("Tell the story of a recorded visit (its id, or: last), or prove its record by replaying it.")
    ),
    short_help=translate(N_("Tell the story of a visit, or prove its record.")),
    epilog=_examples("stepladder replay last", "stepladder replay last --verify"),
)
@click.argument("session")
@click.option("--verify", is_flag=True,
              help=translate(N_("Feed the record through a new session and compare every byte.")))  # fmt: skip
@data_option
def replay(session: str, verify: bool, data: DataFolder) -> None:
    """Story or proof."""
    from clinician_console.conduct import told_by
    from clinician_console.replay import verify as replayed
    from clinician_console.summary import day_and_time, show_story, show_verified
    from therapy.records import Store

    console = Console()
    with Store.open(data.records, read_only=True) as store:
        stored = store.session(session)
        if not verify:
            console.print(translate(N_("Visit {session} of {alias}, {started}"), session=stored.id,
                                    alias=stored.alias, started=day_and_time(stored.started_at)),
                          highlight=False)  # fmt: skip
            show_story(console, told_by(stored))
            return
        found = replayed(stored)
        show_verified(console, stored.id, found)
    sys.exit(0 if found.same else 1)


@cli.command(
    help=translate(N_("List the recorded visits, the newest first.")),
    epilog=_examples("stepladder sessions", "stepladder sessions --data ./practice"),
)
@data_option
def sessions(data: DataFolder) -> None:
    """A line a visit."""
    from clinician_console.summary import show_sessions
    from therapy.records import Store

    with Store.open(data.records, read_only=True) as store:
        show_sessions(Console(), store.sessions())


@cli.command(
    help=translate(
        N_(
            "Write the report of a visit (its id, or: last), or of a patient's course: a PDF, an HTML file or a table."
        )
    ),
    short_help=translate(N_("Write the report of a visit or of a course.")),
    epilog=_examples(
        "stepladder report last --out last.pdf", "stepladder report --course demo-ab12 --out course.csv"
    ),
)
@click.argument("visit", required=False)
@click.option("--course", "alias", metavar="ALIAS", help=translate(N_("Of all visits of this patient.")))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
              help=translate(N_("Up to which day a course is told; by default today.")))  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE",
              help=translate(N_("Where to write it; its name ends with {formats}."),
                             formats=".pdf, .html, .csv"))  # fmt: skip
@data_option
def report(visit: str | None, alias: str | None, on: datetime | None, out: Path, data: DataFolder) -> None:
    """One file; for a table also its data dictionary."""
    from clinician_console.reports.command import report as write

    write(Console(), data, visit, alias=alias, on=on.date() if on else None, out=out)


@cli.command(
    help=translate(
        N_(
            "Draw one moment of an environment, or of the safe room, as a patient would see it, into a picture file."
        )
    ),
    short_help=translate(N_("Draw one moment of an environment.")),
    epilog=_examples(
        "stepladder render heights --set height_m=20 --out heights.png",
        "stepladder render reach --eye 0 1.2 0 --look 0 -20 --out kitchen.png",
    ),
)
@click.argument("environment")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE",
              help=translate(N_("A parameter of the environment; may be given several times.")))  # fmt: skip
@click.option("--look", type=(Number(-360, 360), Number(-90, 90)), default=(0.0, 0.0), show_default=True,
              metavar="DEGREES", help=translate(N_("How far to the left and up the eyes look.")))  # fmt: skip
@click.option("--eye", "place", type=(Number(-5, 5), Number(0, 3), Number(-5, 5)), default=(0.0, 1.6, 0.0),
              show_default=True, metavar="METRES",
              help=translate(N_("Where the eyes are: to the right, up, towards the viewer.")))  # fmt: skip
@click.option("--at", "at_s", type=Number(0, 86_400), default=10.0, show_default=True, metavar="SECONDS",
              help=translate(N_("How long the session has been going on.")))  # fmt: skip
@click.option("--size", type=(WholeNumber(16, 4096), WholeNumber(16, 4096)), default=(1280, 720),
              show_default=True, metavar="PIXELS", help=translate(N_("Width and height of the picture.")))  # fmt: skip
@click.option("--quality", type=click.Choice(QUALITIES), default="desktop", show_default=True,
              help=translate(N_("As which kind of computer would draw it.")))  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="PICTURE",
              help=translate(N_("Where to write it; its name ends with {formats}."),
                             formats=".png, .jpg"))  # fmt: skip
@data_option
def render(environment: str, given: tuple[str, ...], data: DataFolder, out: Path, **chosen: Any) -> None:
    """One picture."""
    from clinician_console.render import render as draw

    draw(Console(), data, environment, given, out=out, **chosen)


@cli.group(
    help=translate(N_("The treatment plans: list them, check a file, print their schema.")),
    short_help=translate(N_("List treatment plans, or check one.")),
    epilog=_examples("stepladder protocols list", "stepladder protocols check my-plan.toml"),
)
def protocols() -> None:
    """Plans."""


@protocols.command(
    "list",
    help=translate(N_("List the plans there are.")),
    epilog=_examples("stepladder protocols list"),
)
def list_protocols() -> None:
    """A line a plan."""
    from environments import catalogue as environments
    from protocols import catalogue

    console = Console()
    for protocol_id in catalogue.ids():
        plan = catalogue.load(protocol_id)
        words = N_("{title}, version {version}: {steps} steps, environment: {environment}")
        told = translate(words, title=plan.title, version=plan.version, steps=len(plan.steps),
                         environment=environments.load(plan.environment).spec.title)  # fmt: skip
        console.print(f"[bold]{protocol_id}[/]  {told}", highlight=False, soft_wrap=True)


@protocols.command(
    "check",
    help=translate(N_("Check a plan's file and say what to do about each problem.")),
    short_help=translate(N_("Check a plan's file.")),
    epilog=_examples("stepladder protocols check my-plan.toml"),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_protocol(file: Path) -> None:
    """0 when the file may be used."""
    from clinician_console.summary import show_problems
    from environments import catalogue as environments
    from protocols import catalogue

    problems = catalogue.check(file, {name: environments.load(name) for name in environments.ids()})
    show_problems(Console(), file, problems)
    sys.exit(1 if problems else 0)


@protocols.command(
    "schema",
    help=translate(N_("Print the JSON Schema of a plan's file, for editors.")),
    epilog=_examples("stepladder protocols schema > protocol.schema.json"),
)
def print_schema() -> None:
    """JSON on standard output."""
    import json

    from protocols import catalogue

    click.echo(json.dumps(catalogue.schema(), indent=2))


@cli.command(
    help=translate(N_("Say which version this is.")),
    epilog=_examples("stepladder version"),
)
def version() -> None:
    """Of the package and of the deciding code."""
    from importlib.metadata import version as installed

    from therapy.briefing import CORE_VERSION

    words = N_("{program} {version}, deciding code {core}, {python}")
    python = f"Python {sys.version.split()[0]}"
    click.echo(translate(words, program="Stepladder", version=installed("stepladder"), core=CORE_VERSION,
                         python=python))  # fmt: skip


if __name__ == "__main__":
    main()
