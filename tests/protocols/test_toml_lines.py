"""Which line each key stands on."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import protocols
from protocols.toml_lines import line_of, lines_of

HARD = '''# a comment with = and [brackets]
title = "a # no comment, a \\" quote, a = sign"
"quoted key".dotted = 'it''s'
words = """
[not.a.table]
key = "not a key" """""
raw = \'\'\'
x = 1\'\'\'
list = [ # comment ]
  1,
  [2, 3],  # nested
  { a = 1, "b" = { c = [4,
     5] } },
]
when = 2026-01-01 07:32:00
[table]
a.b = 1
  [table.inner]
  c = true
[[steps]]
id = "first"
[steps.gate]
kind = "time"
[[steps]]
id = "second"
[[steps.parts]]
n = 1
[[steps.parts]]
n = 2
[steps.parts.deep]
m = 3
'''.replace("'it''s'", "'its'")


def test_hard_toml() -> None:
    """Comments, strings of all four kinds, nested lists and tables, dotted and quoted keys."""
    tomllib.loads(HARD)
    lines = lines_of(HARD)
    at = dict(enumerate(HARD.splitlines(), 1))
    expected = {
        ("title",): 2, ("quoted key", "dotted"): 3, ("words",): 4, ("raw",): 7, ("list",): 9, ("list", 0): 10,
        ("list", 1): 11, ("list", 1, 1): 11, ("list", 2): 12, ("list", 2, "a"): 12, ("list", 2, "b", "c"): 12,
        ("list", 2, "b", "c", 1): 13, ("when",): 15, ("table",): 16, ("table", "a", "b"): 17,
        ("table", "inner"): 18, ("table", "inner", "c"): 19, ("steps",): 20, ("steps", 0): 20, ("steps", 0, "id"): 21,
        ("steps", 0, "gate", "kind"): 23, ("steps", 1): 24, ("steps", 1, "id"): 25, ("steps", 1, "parts", 0): 26,
        ("steps", 1, "parts", 0, "n"): 27, ("steps", 1, "parts", 1): 28, ("steps", 1, "parts", 1, "n"): 29,
        ("steps", 1, "parts", 1, "deep"): 30, ("steps", 1, "parts", 1, "deep", "m"): 31,
    }  # fmt: skip
    assert {path: lines.get(path) for path in expected} == expected
    assert ("not",) not in lines
    assert at[31] == "m = 3"


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += paths(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            found += paths(inner, (*path, place))
    return found


@pytest.mark.parametrize(
    "plan", sorted(Path(protocols.__file__).parent.glob("*.toml")), ids=lambda path: path.stem
)
def test_every_key_of_our_plans_is_found_on_a_line_that_names_it(plan: Path) -> None:
    """Nothing that the reader knows is missing, and each key's own name stands on its line."""
    text = plan.read_text(encoding="utf-8")
    lines, written = lines_of(text), text.splitlines()
    for path in paths(tomllib.loads(text)):
        assert path in lines
        if isinstance(path[-1], str):
            assert path[-1] in written[lines[path] - 1]


KEYS = st.text("abc-_1", min_size=1, max_size=4)
SCALARS = st.sampled_from(
    ["1", "-2.5e3", "true", '"a]#b"', "'c}'", '"""d\n"e"\n"""', "'''f\n,'''", "2026-01-01"]
)


@given(st.dictionaries(KEYS, st.lists(SCALARS, max_size=3), max_size=5), st.booleans())
def test_whatever_the_values_keys_keep_their_lines(table: dict[str, list[str]], crlf: bool) -> None:
    """Generated files: each list begins on the line on which it was written, with either kind of line end."""
    text, expected = "", {}
    for key, values in table.items():
        expected[key,] = text.count("\n") + 1
        text += f"{key} = [{', '.join(values)}]  # [{key}]\n"
    tomllib.loads(text)
    lines = lines_of(text.replace("\n", "\r\n") if crlf else text)
    assert {path: line for path, line in lines.items() if len(path) == 1} == expected


def test_what_is_not_written_is_where_it_would_belong() -> None:
    """A missing key is on the line of the table around it, and at the top of the file without one."""
    lines = lines_of("a = 1\n[b]\nc = 2\n")
    assert line_of(lines, ("b", "missing", 3)) == 2
    assert line_of(lines, ("missing",)) == 1
