"""Puts the measures of a visit into words: each as finely as its method supports, and what it was taken from."""

from typing import Final

from clinician_console.reports.model import Figure, VisitReport
from clinician_console.reports.sheet import Block, Column, Facts, Heading, Table, Words, at
from clinician_console.reports.vocabulary import NONE
from therapy.translation import translate
from therapy.words import N_

MEASURES_A_TABLE: Final = 6
"""More columns than this do not fit beside each other on paper."""


def measures(report: VisitReport) -> list[Block]:
    """A row a stay, a column a measure, and how each was taken."""
    figures: dict[str, Figure] = {}
    for stay in report.stays:
        figures |= {figure.name: figure for figure in stay.figures if figure.name not in figures}
    blocks: list[Block] = [Heading(words=translate(N_("Measures")))]
    if not figures:
        return [*blocks, Words(words=translate(N_("No measures were taken.")))]
    times: dict[int, int] = {}
    names = []
    for stay in report.stays:
        times[stay.step] = times.get(stay.step, 0) + 1
        names.append(f"{stay.step}" if times[stay.step] == 1 else f"{stay.step} ({times[stay.step]})")
    taken = list(figures.values())
    for first in range(0, len(taken), MEASURES_A_TABLE):
        part = taken[first : first + MEASURES_A_TABLE]
        columns = [Column(translate(N_("Step"))), Column(translate(N_("From")), right=True)]
        columns += [Column(_with_unit(figure), right=True, share=1) for figure in part]
        rows = []
        for name, stay in zip(names, report.stays, strict=True):
            here = {figure.name: figure.text for figure in stay.figures}
            if any(figure.name in here for figure in part):
                rows.append((name, at(stay.from_s), *(here.get(figure.name, NONE) for figure in part)))
        blocks.append(Table(columns=tuple(columns), rows=tuple(rows)))
    blocks.append(
        Words(
            words=translate(
                N_(
                    "One row for each stay on a step; a number in brackets is the second, third, ... stay. "
                    "Each figure is rounded to the last digit that its method supports, halves to the even digit."
                )
            )
        )
    )
    ways: dict[str, list[str]] = {}
    for figure in taken:
        ways.setdefault(translate(figure.source), []).append(translate(figure.title))
    blocks.append(Facts(rows=tuple((", ".join(titles), source) for source, titles in ways.items())))
    return blocks


def _with_unit(figure: Figure) -> str:
    title = translate(figure.title)
    return f"{title},\N{NO-BREAK SPACE}{figure.unit}" if figure.unit else title
