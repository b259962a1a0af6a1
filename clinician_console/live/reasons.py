"""Why a visit is where it is: the latest decisions, gates and rules, each with its reason in plain words."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from clinician_console.story import Event, Said, clock, sentences
from clinician_console.summary import words_of
from therapy.commands import Actor

MOST: Final = 5
_TOLD: Final = ("paused", "stopped", "command_refused", "held", "resumed")


class _Reason(NamedTuple):
    clock: str
    words: str
    rule: tuple[str, str] | None = None
    """Of a rule that binds: name and sentence, by which its end is known."""
    same: tuple[str, ...] = ()
    """Reasons with the same key are one."""


class Reasons:
    """The newest reasons. A rule that no longer binds is none any more; a reason given again is given once."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._newest_first: list[_Reason] = []
        self.binding: dict[tuple[str, str], str] = {}
        """Rules that bind now, by name and sentence, in words."""

    def hear(self, tick: int, event: Event) -> None:
        """One event."""
        match event["kind"]:
            case "rule_applied" if event["verdict"]["rule"] != "stop":  # Stopped says it
                self._rule(tick, event)
            case "gate_opened":
                self._give(tick, [Said(event["sentence"], event["inputs"])])
            case "step_entered" if event["by"] != Actor.ENGINE:  # its decision said why
                self._give(tick, [Said(event["sentence"], event["inputs"])])
            case "safe_room_entered":
                self._led_out(event["why"])
            case "decision_taken":
                said = sentences(event)
                self._give(tick, said, same=tuple(one.sentence for one in said))
            case kind if kind in _TOLD:
                self._give(tick, sentences(event))

    def shown(self) -> list[dict[str, str]]:
        """Newest first."""
        return [{"clock": reason.clock, "words": reason.words} for reason in self._newest_first]

    def forbids(self, rule: str) -> str | None:
        """The words of a rule that binds now, or None."""
        return next((words for (name, _), words in self.binding.items() if name == rule), None)

    def _rule(self, tick: int, event: Event) -> None:
        verdict = event["verdict"]
        key = (verdict["rule"], verdict["sentence"])
        if event["binding"]:
            said = Said(verdict["sentence"], verdict["inputs"])
            self.binding[key] = words_of(said, self._titles)
            self._give(tick, [said], key)
        else:
            self.binding.pop(key, None)
            self._newest_first = [reason for reason in self._newest_first if reason.rule != key]

    def _led_out(self, why: str) -> None:
        """The rule that led the patient out stays the reason when there is nothing left for it to bind."""
        self._newest_first = [
            reason._replace(rule=None) if reason.rule is not None and reason.rule[0] == why else reason
            for reason in self._newest_first
        ]

    def _give(
        self,
        tick: int,
        said: list[Said],
        rule: tuple[str, str] | None = None,
        same: tuple[str, ...] | None = None,
    ) -> None:
        """`same`: reasons with this key are one reason with newer figures; otherwise those with the same words are."""
        words = " ".join(words_of(one, self._titles) for one in said)
        if words:
            key = same or (words,)
            others = [reason for reason in self._newest_first if reason.same != key]
            self._newest_first = [_Reason(clock(tick), words, rule, key), *others][:MOST]
