"""Every kind of mistake in a plan's file is told with its line, its field, what was expected and what to do."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from environments import catalogue as environments
from protocols.catalogue import check, read
from protocols.problem import Problem
from therapy.errors import StepladderError

ALL: Final = {name: environments.load(name) for name in environments.ids()}

GOOD: Final = """\
schema_version = 1
id = "small"
version = "1.0.0"
reviewed_on = 2026-01-31
title = "Small"
summary = "Two steps."
purpose = "exposure"
indication = "Fear of heights."
contraindications = []
environment = "heights"
visits = 2
visits_a_week = 1
home = true

[ratings]
suds_s = 120

[limits]
minutes = 20
parameters.height_m.highest = 20

[[steps]]
id = "low"
title = "Low"
patient_text = "Look around."
gate = { kind = "time", seconds = 60 }
[steps.parameters]
height_m = 3

[[steps]]
id = "high"
title = "High"
patient_text = "Stay."
choices = { activity = "look_down" }
[steps.gate]
kind = "habituation"
at_most = 30
[steps.parameters]
height_m = 8

[[references]]
citation = "Nobody, 2026."
supports = "Nothing."
"""


def planted(tmp_path: Path, *changes: tuple[str, str]) -> list[Problem]:
    """What the check says of the good plan once each first text was replaced by the second, once."""
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, f"expected {old!r} once"
        text = text.replace(old, new)
    file = tmp_path / "small.toml"
    file.write_text(text, encoding="utf-8")
    return check(file, ALL)


def test_a_good_plan_has_no_problem(tmp_path: Path) -> None:
    """The plan that every mistake below is planted in is right itself."""
    assert planted(tmp_path) == []


MISTAKES: Final[dict[str, tuple[tuple[str, str], int, str, str, str]]] = {
    "syntax: a quote is missing": (
        ('title = "Small"', 'title = "Small'), 5, "", "Expected valid TOML", "quotes and brackets come in pairs"),
    "syntax: a bracket is missing": (
        ('seconds = 60 }', 'seconds = 60'), 26, "", "Expected valid TOML", "quotes and brackets come in pairs"),
    "syntax: a key twice": (
        ("visits = 2", "visits = 2\nvisits = 3"), 12, "", "Expected valid TOML", "a key only once"),
    "syntax: the file ends in the middle": (
        ('supports = "Nothing."\n', "supports ="), 43, "", "Expected valid TOML", "this line and the one before"),
    "a field is missing": (
        ('version = "1.0.0"\n', ""), 1, "version", "it is missing", "Add a line: version = ..."),
    "a field of a step is missing": (
        ('title = "High"\n', ""), 30, "steps[high].title", "it is missing", "Add a line: title = ..."),
    "an unknown field, nearly right": (
        ('title = "Low"', 'titel = "Low"\ntitle = "Low"'), 24, "steps[low].titel", "only", "Did you mean title?"),
    "an unknown field": (
        ("suds_s = 120", "suds_s = 120\ncolour = 3"), 17, "ratings.colour", "only fields", "suds_s, sickness_s"),
    "an unknown field of a gate": (
        ("at_most = 30", "at_most = 30\nseconds = 60"), 38, "steps[high].gate.seconds", "only fields", "share_of_peak"),
    "an unknown field of a bound": (
        ("height_m.highest = 20", "height_m.most = 20"), 20, "limits.parameters.height_m.most", "only", "lowest"),
    "text where a number belongs": (
        ("minutes = 20", 'minutes = "20"'), 19, "limits.minutes", "Expected a number", "Correct the value"),
    "a number where text belongs": (
        ('indication = "Fear of heights."', "indication = 3"), 8, "indication", "Expected text in quotes", "Correct"),
    "a fraction where a whole number belongs": (
        ("visits = 2", "visits = 2.5"), 11, "visits", "Expected a whole number", "Correct"),
    "a word where true or false belongs": (
        ("home = true", 'home = "yes"'), 13, "home", "Expected true or false", "Correct"),
    "a parameter that is no number": (
        ("height_m = 8", 'height_m = "high"'), 39, "steps[high].parameters.height_m", "Expected a number", "Correct"),
    "not a list": (
        ("contraindications = []", 'contraindications = "none"'), 9, "contraindications", "Expected a list", "Correct"),
    "not a table": (
        ("[ratings]\nsuds_s = 120", "ratings = 3"), 15, "ratings", "Expected a table", "Correct"),
    "a list item of the wrong kind": (
        ("contraindications = []", 'contraindications = [\n  "a",\n  7,\n]'), 11, "contraindications[2]", "", ""),
    "too large": (
        ("visits = 2", "visits = 99"), 11, "visits", "Expected at most 60", "Correct"),
    "too small": (
        ("seconds = 60", "seconds = 5"), 26, "steps[low].gate.seconds", "Expected at least 60", "Correct"),
    "not a number at all": (
        ("minutes = 20", "minutes = nan"), 19, "limits.minutes", "Expected a number", "Correct"),
    "not a version": (
        ('version = "1.0.0"', 'version = "one"'), 3, "version", "Expected three numbers", "Correct"),
    "not a date": (
        ("reviewed_on = 2026-01-31", 'reviewed_on = "spring"'), 4, "reviewed_on", "Expected a date", "Correct"),
    "a day that there is not": (
        ("reviewed_on = 2026-01-31", 'reviewed_on = "2026-02-30"'), 4, "reviewed_on", "a day that there is", "Write"),
    "not a name": (
        ('id = "high"', 'id = "High up"'), 31, "steps[High up].id", "a short name of small letters", "Correct"),
    "not a purpose": (
        ('purpose = "exposure"', 'purpose = "fun"'), 7, "purpose", "'exposure', 'rehabilitation'", "Correct"),
    "not a kind of gate": (
        ('kind = "habituation"', 'kind = "patience"'), 36, "steps[high].gate.kind", "'success_band'", "Correct"),
    "a gate without a kind": (
        ('kind = "habituation"\n', ""), 35, "steps[high].gate.kind", "'success_band'", "Correct"),
    "another schema version": (
        ("schema_version = 1", "schema_version = 7"), 1, "schema_version", "Expected one of 1", "Correct"),
    "a step id twice": (
        ('id = "high"', 'id = "low"'), 31, "steps[low].id", "step 1 is called low already", "another id"),
    "an unknown environment": (
        ('environment = "heights"', 'environment = "hights"'), 10, "environment", "heights, reach", "mean heights?"),
    "an unknown parameter": (
        ("height_m = 3", "hight_m = 3"), 28, "steps[low].parameters.hight_m", "height_m, rail", "mean height_m?"),
    "an unknown parameter in the limits": (
        ("parameters.height_m.highest", "parameters.depth.highest"), 20, "limits.parameters.depth", "height_m", "name"),
    "a value beyond the hard limit": (
        ("height_m = 8", "height_m = 80"), 39, "steps[high].parameters.height_m", "0 to 60 m: the env", "in between"),
    "a value beyond the plan's limit": (
        ("height_m = 8", "height_m = 25"), 39, "steps[high].parameters.height_m", "0 to 20 m: this plan", "limits"),
    "a limit beyond the hard one": (
        ("highest = 20", "highest = 90"), 20, "limits.parameters.height_m.highest", "0 to 60 m", "in between"),
    "limits the wrong way round": (
        ("parameters.height_m.highest = 20", "parameters.height_m = { lowest = 30, highest = 20 }"),
        20, "limits.parameters.height_m.lowest", "lowest at or below highest", "one of the two"),
    "an unknown choice": (
        ("choices = { activity", "choices = { weather"), 34, "steps[high].choices.weather", "one of activity", "name"),
    "an unknown option": (
        ('"look_down"', '"jump"'), 34, "steps[high].choices.activity", "stay, look_down, drop, retrieve", "Correct"),
    "a step no harder than the last": (
        ("height_m = 8", "height_m = 3"), 38, "steps[high].parameters", "more than the 0.67 of step low", "harder"),
    "a step much harder than the last": (
        ("height_m = 8", "height_m = 20\nrail_height_m = 0\nedge_distance_m = 0"),
        38, "steps[high].parameters", "at most 2.5 more than the 0.67 of step low", "in between"),
    "a first step that is too hard": (
        ("height_m = 3", "height_m = 20"), 27, "steps[low].parameters", "a first step of at most 2.5", "gentler"),
    "a home plan that waits for a therapist": (
        ('kind = "habituation"\nat_most = 30', 'kind = "therapist"'),
        36, "steps[high].gate.kind", "without a therapist", "home = false"),
    "trials in exposure": (
        ('kind = "habituation"\nat_most = 30', 'kind = "success_band"'),
        36, "steps[high].gate.kind", "no trials", "Choose habituation"),
    "fear in practice": (
        ('purpose = "exposure"', 'purpose = "rehabilitation"'),
        36, "steps[high].gate.kind", "nothing is feared", "Choose success_band"),
    "a band the wrong way round": (
        ('kind = "habituation"\nat_most = 30', 'kind = "success_band"\nlowest = 0.9\nhighest = 0.8'),
        35, "steps[high].gate", "expected lowest < highest", "Correct"),
}  # fmt: skip
"""What is planted, and the line, field, expectation and advice that must be told first."""


@pytest.mark.parametrize("planted_as", MISTAKES, ids=lambda name: name)
def test_a_mistake_is_told_where_it_is(tmp_path: Path, planted_as: str) -> None:
    """Line and field exactly; expectation and advice in words that name it."""
    change, line, field, expected, advice = MISTAKES[planted_as]
    problem = planted(tmp_path, change)[0]
    told = (problem.line, problem.field)
    assert told == (line, field), problem
    assert expected in problem.expected.format_map(problem.inputs)
    assert advice in problem.advice.format_map(problem.inputs)


def test_all_problems_are_told_in_the_order_of_their_lines(tmp_path: Path) -> None:
    """Several mistakes are found in one go."""
    problems = planted(
        tmp_path, ("visits = 2", "visits = 0"), ("seconds = 60", "seconds = 1"), ('id = "high"', 'id = "low"')
    )
    assert [(problem.line, problem.field) for problem in problems] == [
        (11, "visits"), (26, "steps[low].gate.seconds"), (31, "steps[low].id"),
    ]  # fmt: skip


def test_a_problem_in_one_line(tmp_path: Path) -> None:
    """As an editor can jump to: file, line, field, what was expected, what to do."""
    (problem,) = planted(tmp_path, ("visits = 2", "visits = 99"))
    assert (
        str(problem)
        == f"{tmp_path / 'small.toml'}:11: visits: Expected at most 60. Correct the value on this line."
    )


def test_text_that_is_not_utf_8(tmp_path: Path) -> None:
    """Saved by an editor in another encoding: the line of the first such letter is told."""
    file = tmp_path / "small.toml"
    file.write_bytes(GOOD.replace("Two steps.", "Zwei Schritte für alle.").encode("latin-1"))
    (problem,) = check(file, ALL)
    assert (problem.line, problem.expected) == (6, "Expected text in UTF-8.")


def test_windows_line_ends_keep_their_lines(tmp_path: Path) -> None:
    """A file from Windows counts its lines the same."""
    file = tmp_path / "small.toml"
    file.write_bytes(GOOD.replace("height_m = 8", "height_m = 80").replace("\n", "\r\n").encode())
    assert [problem.line for problem in check(file, ALL)] == [39]


@pytest.mark.parametrize("ask", [read, lambda file: check(file, ALL)], ids=["read", "check"])
def test_a_file_that_is_not_there(tmp_path: Path, ask: Callable[[Path], object]) -> None:
    """The path that was looked for is named."""
    with pytest.raises(StepladderError, match=r"There is no file .*gone\.toml"):
        ask(tmp_path / "gone.toml")


def test_reading_a_plan_with_a_problem_is_refused(tmp_path: Path) -> None:
    """Nothing that has a problem is ever followed; the way to all problems is told."""
    file = tmp_path / "small.toml"
    file.write_text(GOOD.replace("visits = 2", "visits = 99"), encoding="utf-8")
    with pytest.raises(
        StepladderError, match=r"small\.toml:11: visits: Expected at most 60.*protocols check"
    ):
        read(file)


def test_one_step_is_no_ladder(tmp_path: Path) -> None:
    """The list of steps itself is told when it is too short, and not when its items are faulty."""
    file = tmp_path / "small.toml"
    begins, ends = GOOD.index('[[steps]]\nid = "high"'), GOOD.index("[[references]]")
    file.write_text(GOOD[:begins] + GOOD[ends:], encoding="utf-8")
    (problem,) = check(file, ALL)
    assert (problem.line, problem.field) == (22, "steps")
    assert problem.expected.format_map(problem.inputs) == "Expected at least 2 of them."
