"""Makes pages of templates: every word translated, every value escaped, nothing undefined."""

from functools import cache
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from clinician_console import access
from clinician_console.house import House
from clinician_console.names import named
from clinician_console.story import clock
from therapy.translation import locale_in_use, plural, translate

TEMPLATES: Final = Path(__file__).parent / "templates"
STATIC: Final = Path(__file__).parent / "static"


@cache
def environment() -> Environment:
    """The templates of the console. In them `t("Words with {name}", name=...)` is the only way to show words."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"t": translate, "plural": plural, "named": named, "clock": clock}
    return made


def page(request: Request, name: str, status_code: int = 200, **context: Any) -> HTMLResponse:
    """The template `name` filled with `context`, in the frame that every page has."""
    house = house_of(request)
    frame = {
        "who": access.who(request),
        "here": access.address(request) if request.method == "GET" else request.url.path,
        "running": running(house),
    }
    return render(name, status_code, **frame, **context)


def render(name: str, status_code: int = 200, **context: Any) -> HTMLResponse:
    """A page that needs no request; without `who` its frame offers no way into the console."""
    shown = environment().get_template(name).render(lang=locale_in_use(), **context)
    return HTMLResponse(shown, status_code)


def house_of(request: Request) -> House:
    """What this console stands on."""
    return cast(House, request.app.state.house)


def running(house: House) -> str | None:
    """The alias of the patient whose visit is not over yet, or was asked for; None where there is none."""
    if house.starting is not None:
        return house.starting
    live = house.live
    return None if live is None or live.over else live.briefing.alias


def address_of(alias: str, *further: str) -> str:
    """A patient's page, or one below it."""
    return "/".join(["/patients", quote(alias, safe=""), *further])
