"""A real headset through OpenXR: the one module to fill when this version learns to drive one."""

from collections.abc import Sequence

from therapy.errors import StepladderError
from therapy.events import Output
from therapy.observations import Observation
from therapy.sample import NOTHING, Sample
from therapy.words import N_


class OpenXrHeadset:
    """Says plainly that it is not there yet. It refuses compressed time already, as it always will."""

    name = "openxr"
    real_time_only = True

    def start(self) -> None:
        """Always StepladderError in this version."""
        raise StepladderError(
            N_("This version cannot drive a headset through OpenXR."),
            N_("Try the session in a window with --headset desktop, or with a simulated patient."),
        )

    def begin_frame(self) -> None:
        """Nothing to read."""

    def poll(self, tick: int) -> Sample:
        """A headset that lies on the table."""
        return NOTHING

    def notice(self) -> Sequence[Observation]:
        """Nothing."""
        return ()

    def see(self, outputs: Sequence[Output]) -> None:
        """Nothing to vibrate."""

    def stop(self) -> None:
        """Nothing to give back."""
