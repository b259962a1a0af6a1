"""Every safety rule is needed, says why, and only tightens."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.therapy.practice import TOWER, briefing
from tests.therapy.safety.scenarios import SCENARIOS, Scenario, consented
from therapy import safety
from therapy.commands import Actor, Stop, StopVia
from therapy.envelope import Change, Envelope, Facts
from therapy.prescription import Mode
from therapy.protocol import Phase, Purpose

CASES = [
    pytest.param(rule, scenario, id=f"{rule.name}-{scenario.__name__}")
    for rule in safety.RULES
    for scenario in SCENARIOS[rule.name]
]


def test_every_rule_has_a_scenario() -> None:
    """No rule is without a scenario, and the rules are those of the field guide, each once."""
    assert [rule.name for rule in safety.RULES] == list(SCENARIOS)


@pytest.mark.parametrize(("rule", "scenario"), CASES)
def test_rule_protects(rule: safety.Rule, scenario: Scenario) -> None:
    """With all rules in force the patient never meets what the scenario is about."""
    scenario(safety.RULES)


@pytest.mark.parametrize(("rule", "scenario"), CASES)
def test_without_the_rule_the_scenario_fails(rule: safety.Rule, scenario: Scenario) -> None:
    """Taking the one rule away is noticed."""
    without = tuple(other for other in safety.RULES if other is not rule)

    with pytest.raises(AssertionError):
        scenario(without)


def test_a_good_screening_is_let_in() -> None:
    """The gate can also open."""
    consented(safety.RULES)


ratings = st.none() | st.integers(0, 100)


@st.composite
def situations(draw: st.DrawFn) -> Facts:
    """Any facts a visit could come to."""
    mode = draw(st.sampled_from(list(Mode)))
    purpose = draw(st.sampled_from(list(Purpose)))
    facts = Facts(briefing(purpose, plan={"mode": mode, "seated": draw(st.booleans())}), TOWER)
    facts.phase = draw(st.sampled_from(list(Phase)))
    facts.tick = draw(st.integers(1, 200_000))
    facts.exposed, facts.rising = draw(st.booleans()), draw(st.booleans())
    facts.level_tick = draw(st.integers(0, facts.tick))
    facts.worn = draw(st.booleans())
    facts.stop = draw(st.none() | st.just(Stop(by=Actor.PATIENT, via=StopVia.BUTTON)))
    facts.head_lost_ticks, facts.outside_ticks, facts.falling_ticks = draw(
        st.tuples(*[st.integers(0, 100)] * 3)
    )
    facts.link_silent_s = draw(st.floats(0, 20))
    facts.suds, facts.suds_extreme_run = draw(ratings), draw(st.integers(0, 4))
    facts.missed_run = draw(st.integers(0, 3))
    facts.sickness, facts.sickness_baseline = draw(st.none() | st.integers(0, 20)), draw(st.integers(0, 20))
    facts.pain, facts.pain_baseline = (
        draw(st.none() | st.integers(0, 10)),
        draw(st.none() | st.integers(0, 10)),
    )
    facts.open_flags = draw(st.lists(st.just("phq-9:9"), max_size=1))
    facts.flash_ticks = draw(st.lists(st.integers(0, facts.tick), max_size=5))
    return facts


def tightness(envelope: Envelope) -> tuple[int, bool, bool]:
    """How tight an envelope is; larger is tighter in every place."""
    return envelope.response, not envelope.may_rise, not envelope.may_change


@given(situations())
def test_a_rule_more_never_loosens(facts: Facts) -> None:
    """Each rule added leaves response, rise and change as tight as before or tighter, and says why in one sentence."""
    for count in range(len(safety.RULES)):
        fewer, more = (safety.watch(facts, safety.RULES[: count + extra]) for extra in (0, 1))
        assert all(a <= b for a, b in zip(tightness(fewer), tightness(more), strict=True))
        for _, verdict in more.verdicts:
            assert verdict.rule in SCENARIOS
            assert verdict.plain.endswith(".")
            assert "{" not in verdict.plain


@given(situations(), st.integers(0, 11))
def test_the_order_of_rules_does_not_matter(facts: Facts, turn: int) -> None:
    """Rules in another order lead to the same envelope."""
    turned = tuple(itertools.islice(itertools.cycle(safety.RULES), turn, turn + len(safety.RULES)))

    assert tightness(safety.watch(facts, turned)) == tightness(safety.watch(facts))


@given(situations(), st.sampled_from(list(Actor)), st.floats(0, 10), st.floats(0, 10), st.booleans())
def test_a_change_refused_by_few_rules_is_refused_by_all(
    facts: Facts, by: Actor, old: float, new: float, ready: Any
) -> None:
    """A refusal by any subset stands when every rule is asked; nothing can overrule it."""
    change = Change(by, old=old, new=new, ceiling=5.0, ready=ready, steps=1)
    now = safety.watch(facts)
    for rule in safety.RULES:
        if safety.weigh(change, facts, now, [rule]) is not None:
            assert safety.weigh(change, facts, now) is not None
