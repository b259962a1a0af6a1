"""What the views share about one request: its form, the records, the patient of its address, where to go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from clinician_console.form import Form, posted
from clinician_console.pages import house_of
from clinician_console.standing import Standing, standing
from therapy.clock import now
from therapy.records import Store

Posted = Annotated[Form, Depends(posted)]
"""The form that came with a request."""


@contextmanager
def records(request: Request) -> Iterator[Store]:
    """The records, open for one request in the thread that answers it."""
    data = house_of(request).data
    data.create()
    with Store.open(data.records) as store:
        yield store


def today() -> date:
    """The calendar day where the console stands."""
    return now().date()


def stands(store: Store, alias: str) -> Standing:
    """Where the patient of an address stands today; 404 for one that nobody has added."""
    row = store.patient(alias)
    if row is None:
        raise HTTPException(404)
    return standing(store, row, today())


def see_other(address: str) -> Response:
    """Go on there, with a request that changes nothing."""
    return RedirectResponse(address, 303)
