"""What every headset is to the frame loop, whatever it is made of."""

from collections.abc import Sequence
from typing import Protocol

from therapy.events import Output
from therapy.observations import Observation
from therapy.sample import Sample


class Headset(Protocol):
    """Four verbs, in this order: start once, begin every frame, poll every tick, stop once."""

    @property
    def name(self) -> str:
        """What the briefing records: simulated, desktop or openxr."""
        ...

    @property
    def real_time_only(self) -> bool:
        """True where a person wears or watches it: session time must then run with the clock."""
        ...

    def start(self) -> None:
        """Get ready. StepladderError with advice where this machine cannot."""
        ...

    def begin_frame(self) -> None:
        """A frame begins: read the devices once."""
        ...

    def poll(self, tick: int) -> Sample:
        """What the patient does in this tick. Ticks rise; 25 microseconds on average at most."""
        ...

    def notice(self) -> Sequence[Observation]:
        """What else became known since the tick before: a heart rate, the real floor. Mostly nothing."""
        ...

    def see(self, outputs: Sequence[Output]) -> None:
        """What the session put out in this tick. A simulated patient sees it; a device only vibrates."""
        ...

    def stop(self) -> None:
        """Give the devices back. Never raises, and may be called twice."""
        ...
