"""A small SVG canvas: black on white, no style attribute, the same bytes for the same figures.

Fonts are named by family: the first is in Typst, which sets the PDF; a browser takes the next that it has.
"""

from typing import Final
from xml.sax.saxutils import escape, quoteattr

FONTS: Final = "Libertinus Serif, Noto Sans, Arial, sans-serif"
INK: Final = "#000000"
GREY: Final = "#595959"
HAIR: Final = "#b8b8b8"
LETTER: Final = 0.56
"""Width of a letter of average text, over its size: an estimate, to keep labels apart."""


class Canvas:
    """Shapes in order; coordinates in user units, y downward."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._parts: list[str] = []

    def svg(self, alternative: str) -> str:
        """The picture, with its text alternative where a browser's screen reader finds it."""
        size = f"viewBox='0 0 {_n(self.width)} {_n(self.height)}' width='{_n(self.width)}' height='{_n(self.height)}'"
        head = (
            f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-label={quoteattr(alternative)}"
        )
        return f'{head} font-family="{FONTS}">{"".join(self._parts)}</svg>'

    def line(
        self, points: list[tuple[float, float]], width: float = 1, dash: str = "", ink: str = INK
    ) -> None:
        """A line through these points."""
        way = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        dashed = f" stroke-dasharray='{dash}'" if dash else ""
        self._parts.append(
            f"<polyline points='{way}' fill='none' stroke='{ink}' stroke-width='{_n(width)}'{dashed}/>"
        )

    def box(self, x: float, y: float, width: float, height: float, fill: str = INK) -> None:
        """A rectangle with a thin border."""
        place = f"x='{_n(x)}' y='{_n(y)}' width='{_n(width)}' height='{_n(height)}'"
        self._parts.append(f"<rect {place} fill='{fill}' stroke='{INK}' stroke-width='1'/>")

    def dot(self, x: float, y: float, *, filled: bool = True, radius: float = 3.6) -> None:
        """A round marker."""
        fill = INK if filled else "#ffffff"
        self._parts.append(
            f"<circle cx='{_n(x)}' cy='{_n(y)}' r='{_n(radius)}' fill='{fill}' stroke='{INK}' stroke-width='1.4'/>"
        )

    def shape(self, points: list[tuple[float, float]], *, filled: bool = True) -> None:
        """A closed marker."""
        way = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        fill = INK if filled else "#ffffff"
        self._parts.append(f"<polygon points='{way}' fill='{fill}' stroke='{INK}' stroke-width='1.4'/>")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 12,
        anchor: str = "start",
        bold: bool = False,
        clear: bool = False,
    ) -> None:
        """Words with their baseline at y; `clear` of what was drawn before, by a white rim."""
        weight = " font-weight='bold'" if bold else ""
        halo = (
            " stroke='#ffffff' stroke-width='3' stroke-linejoin='round' paint-order='stroke'" if clear else ""
        )
        place = f"x='{_n(x)}' y='{_n(y)}' font-size='{_n(size)}' text-anchor='{anchor}' fill='{INK}'{weight}"
        self._parts.append(f"<text {place}{halo}>{escape(words)}</text>")

    def mark(self, kind: str, x: float, y: float) -> None:
        """The sign of one kind of happening, about 10 units wide; each kind has a shape of its own."""
        self._parts.append(f"<rect x='{_n(x - 8)}' y='{_n(y - 8)}' width='16' height='16' fill='#ffffff'/>")
        match kind:
            case "stop":
                self.box(x - 5, y - 5, 10, 10)
            case "pause":
                self.box(x - 5, y - 5, 3.4, 10)
                self.box(x + 1.6, y - 5, 3.4, 10)
            case "adverse":
                self.shape([(x, y - 6), (x + 6, y + 5), (x - 6, y + 5)])
            case "flag":
                self.shape([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], filled=False)
            case _:
                self.line([(x - 5, y - 5), (x + 5, y + 5)], 2.4)
                self.line([(x - 5, y + 5), (x + 5, y - 5)], 2.4)


def width_of(words: str, size: float) -> float:
    """About how wide these words are."""
    return LETTER * size * len(words)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
