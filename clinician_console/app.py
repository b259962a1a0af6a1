"""The console's web application: who may come in, which pages there are, and what an error looks like."""

from typing import Final

from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Scope

from clinician_console.access import Access
from clinician_console.house import House
from clinician_console.pages import STATIC, page, render
from clinician_console.views import live, patients, prescription, reports, screening, visits
from therapy.errors import StepladderError
from therapy.records import RecordsError
from therapy.words import N_

_SAID: Final = {
    404: (N_("There is nothing at this address."), N_("Go back to the list of patients.")),
    405: (N_("This address does not take what was sent."), N_("Go back to the list of patients.")),
    413: (N_("That is more than a form holds."), N_("Shorten what you wrote and send it again.")),
    500: (
        N_("The console failed with this page."),
        N_("A visit that runs goes on. Try again from the start."),
    ),
}
"""What happened and what to do, by HTTP status."""


def create_app(house: House) -> FastAPI:
    """The whole console over `house`, which is also `app.state.house`."""
    app = _Console(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.house = house
    for view in (patients, screening, prescription, visits, live, reports):
        app.include_router(view.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(StepladderError, _advised)
    app.add_exception_handler(HTTPException, _by_status)
    app.add_exception_handler(Exception, _failed)
    return app


class _Console(FastAPI):
    def build_middleware_stack(self) -> ASGIApp:
        # Outside of everything, also of what answers when a page fails: no answer goes without the headers.
        return Access(super().build_middleware_stack(), house=self.state.house, locked=_locked)


def _locked(scope: Scope) -> Response:
    return render("locked.html", 401)


async def _advised(request: Request, error: Exception) -> Response:
    assert isinstance(error, StepladderError)
    status = 503 if isinstance(error, RecordsError) else 409
    return page(request, "error.html", status, what=error.what, advice=error.advice, inputs=error.inputs)


async def _by_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what, advice = _SAID.get(error.status_code, _SAID[404])
    return page(request, "error.html", error.status_code, what=what, advice=advice, inputs={})


async def _failed(request: Request, error: Exception) -> Response:
    what, advice = _SAID[500]
    return page(request, "error.html", 500, what=what, advice=advice, inputs={})
