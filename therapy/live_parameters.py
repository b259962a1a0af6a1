"""Where every parameter stands at this tick, and which of them are on their way somewhere."""

from collections.abc import Mapping

from therapy.parameter import Parameter, Ramp


class LiveParameters:
    """Current values of one environment's parameters. Rising takes its time; going gentle is immediate."""

    def __init__(self, parameters: Mapping[str, Parameter], values: Mapping[str, float]) -> None:
        self._parameters = dict(parameters)
        self.values: dict[str, float] = dict(values)
        self._ramps: dict[str, Ramp] = {}

    @property
    def moving(self) -> bool:
        """Whether anything is still on its way."""
        return bool(self._ramps)

    def advance(self, tick: int) -> bool:
        """Move to `tick`; True when the last moving parameter just arrived."""
        if not self._ramps:
            return False
        for name, ramp in list(self._ramps.items()):
            self.values[name] = ramp.value_at(tick)
            if tick >= ramp.end_tick:
                del self._ramps[name]
        return not self._ramps

    def set_out(self, targets: Mapping[str, float], tick: int) -> dict[str, Ramp]:
        """Start towards `targets`: what becomes gentler is there at once, the rest arrives together.

        Together, so that no mixture on the way is harder than the goal; and each under its own largest rate, because
        the slowest of them sets the time. Returns the ramp of each parameter that changes.
        """
        changed = {
            name: new for name, new in targets.items() if new != self.values[name] or name in self._ramps
        }
        slowest = {name: min(value, targets.get(name, value)) for name, value in self.values.items()}
        slow = {
            name: parameter.rise_ticks(self.values[name], new, slowest)
            for name, new in changed.items()
            if (parameter := self._parameters[name]).harder(self.values[name], new)
            or parameter.gentle == "neutral"
        }
        longest = max(slow.values(), default=0)
        ramps: dict[str, Ramp] = {}
        for name, new in changed.items():
            # A ramp has begun the tick before, so that the very next frame shows the first of it. It counts
            # when time goes on: whoever leaves in this tick has not met it.
            start, end = (tick - 1, tick + longest) if name in slow else (tick, tick)
            ramps[name] = ramp = Ramp(self.values[name], new, start, end)
            if end > tick:
                self._ramps[name] = ramp
            else:
                self._ramps.pop(name, None)
                self.values[name] = new
        return ramps

    def ramps(self) -> tuple[Ramp, ...]:
        """What is still on its way."""
        return tuple(self._ramps.values())

    def goal(self) -> dict[str, float]:
        """Where every parameter will be once all has arrived."""
        return {
            name: self._ramps[name].end if name in self._ramps else value
            for name, value in self.values.items()
        }

    def place(self, values: Mapping[str, float]) -> None:
        """Put every parameter somewhere unseen, at once."""
        self._ramps.clear()
        self.values.update(values)
