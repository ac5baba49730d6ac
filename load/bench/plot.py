"""What was found out, as a picture: an SVG in light and dark, without libraries."""

import math
from itertools import groupby
from xml.sax.saxutils import escape

from .parts import Results, Row, Series

WIDTH = 860
LEFT = 250  # where the axis begins
RIGHT = 90  # room for values beside the longest bar
BAR = 13
GAP = 3  # between bars
ROW = 15  # between groups of bars
DOTS = 46  # height of a series of pairs

STYLE = """\
  text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328 }
  .title { font-size: 17px; font-weight: 600 }
  .quiet { font-size: 12px; fill: #59636e }
  .value { font-size: 11px; fill: #1f2328 }
  .paper { fill: #ffffff } .line { stroke: #d8dee4 } .one { stroke: #8c959f; stroke-dasharray: 4 3 }
  .bar0 { fill: #9ecae8 } .bar1 { fill: #4a90d0 } .bar2 { fill: #1d5291 } .bar3 { fill: #7b6fb8 }
  .dot { fill: #4a90d0; fill-opacity: 0.6 } .median { stroke: #cf4a22; stroke-width: 2.5 }
  @media (prefers-color-scheme: dark) {
    text, .value { fill: #e6edf3 } .quiet { fill: #9198a1 }
    .paper { fill: #0d1117 } .line { stroke: #30363d } .one { stroke: #7d8590 }
    .bar0 { fill: #2c5f91 } .bar1 { fill: #4b97dd } .bar2 { fill: #a5d2f7 } .bar3 { fill: #a79be0 }
    .dot { fill: #58a6ff } .median { stroke: #ff8a5c }
  }"""


def plot(results: Results) -> str:
    """Bars for the table, dots for the pairs; what was not measured is left out."""
    drawing = _Drawing()
    if results.table:
        _bars(drawing, [row for row in results.table if row.measured is not row.ceiling])
    if results.table and results.series:
        drawing.y += 28
    if results.series:
        _pairs(drawing, results.series)
    return drawing.svg()


class _Drawing:
    """Elements from top to bottom."""

    def __init__(self) -> None:
        self._elements: list[str] = []
        self.y = 20.0

    def text(self, x: float, y: float, text: str, style: str = "", anchor: str = "start") -> None:
        look = f' class="{style}"' if style else ""
        at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
        self._elements.append(f"<text {at}{look}>{escape(text)}</text>")

    def bar(self, x: float, y: float, width: float, style: str) -> None:
        size = f'width="{max(width, 1):.1f}" height="{BAR}" rx="2"'
        self._elements.append(f'<rect x="{x:.1f}" y="{y:.1f}" {size} class="{style}"/>')

    def line(self, x: float, top: float, bottom: float, style: str) -> None:
        ends = f'x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{bottom:.1f}"'
        self._elements.append(f'<line {ends} class="{style}"/>')

    def dot(self, x: float, y: float) -> None:
        self._elements.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="dot"/>')

    def heading(self, title: str, below: str) -> None:
        self.y += 22
        self.text(24, self.y, title, "title")
        self.y += 20
        self.text(24, self.y, below, "quiet")
        self.y += 14

    def svg(self) -> str:
        height = self.y + 20
        size = f'width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
                "<title>Requests a second as a share of what nginx answers</title>",
                f"<style>\n{STYLE}\n</style>",
                f'<rect width="{WIDTH}" height="{height:.0f}" rx="6" class="paper"/>',
                *self._elements,
                "</svg>\n",
            ]
        )


class _Axis:
    """From 0 to a round number, with a line and a number every now and then."""

    def __init__(self, largest: float) -> None:
        unit = 10.0 ** math.floor(math.log10(largest))
        steps = (step * unit for step in (0.2, 0.25, 0.5, 1, 2))
        self.step = next(step for step in steps if largest <= 5 * step)
        self.last = math.ceil(largest / self.step - 1e-9)

    def x(self, value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * value / (self.last * self.step)

    def draw(self, drawing: _Drawing, height: float) -> None:
        top = drawing.y + 18
        for number in range(self.last + 1):
            value = number * self.step
            drawing.text(self.x(value), top - 6, f"{value:.3g}", "quiet", "middle")
            drawing.line(self.x(value), top, top + height, "line")
        drawing.y = top


def _bars(drawing: _Drawing, rows: list[Row]) -> None:
    connections = sorted({row.measured.connections for row in rows})
    drawing.heading(
        "Requests a second, as a share of nginx's static 302",
        "nginx = 1, measured in the same run, on the same machine, with as many connections",
    )
    _legend(drawing, connections)
    by_name = sorted(rows, key=lambda row: _order(rows, row))
    groups = [list(group) for _, group in groupby(by_name, lambda row: row.measured.name)]
    height = sum(len(group) * (BAR + GAP) + ROW for group in groups)
    axis = _Axis(max(row.ratio for row in rows))
    axis.draw(drawing, height)
    for group in groups:
        _group(drawing, axis, group, connections)


def _order(rows: list[Row], row: Row) -> tuple[int, int]:
    """Names as they were measured first, and within one by connections."""
    names = [other.measured.name for other in rows]
    return names.index(row.measured.name), row.measured.connections


def _legend(drawing: _Drawing, connections: list[int]) -> None:
    drawing.y += 6
    x = float(LEFT)
    for number, count in enumerate(connections):
        drawing.bar(x, drawing.y, BAR, _color(number))
        label = f"{count} connections" if number == 0 else str(count)
        drawing.text(x + BAR + 6, drawing.y + 11, label, "quiet")
        x += BAR + 30 + 7 * len(label)
    drawing.y += BAR + 6


def _group(drawing: _Drawing, axis: _Axis, rows: list[Row], connections: list[int]) -> None:
    drawing.y += ROW / 2
    middle = drawing.y + len(rows) * (BAR + GAP) / 2 + 3
    drawing.text(LEFT - 12, middle, rows[0].measured.name.replace("&per_page=20", ""), "", "end")
    for row in rows:
        color = _color(connections.index(row.measured.connections))
        drawing.bar(axis.x(0), drawing.y, axis.x(row.ratio) - axis.x(0), color)
        drawing.text(axis.x(row.ratio) + 6, drawing.y + 10.5, f"{row.ratio:.3f}", "value")
        drawing.y += BAR + GAP
    drawing.y += ROW / 2


def _pairs(drawing: _Drawing, all_series: list[Series]) -> None:
    turns = len(all_series[0].rows)
    drawing.heading(
        "In turns: the ratio of each pair",
        f"Pairs in each series: {turns}. A dot is a pair, the mark and the number are the median.",
    )
    axis = _Axis(max(1.0, *(row.ratio for series in all_series for row in series.rows)))
    axis.draw(drawing, DOTS * len(all_series))
    drawing.line(axis.x(1), drawing.y, drawing.y + DOTS * len(all_series), "one")
    for series in all_series:
        _dots(drawing, axis, series)


def _dots(drawing: _Drawing, axis: _Axis, series: Series) -> None:
    middle = drawing.y + DOTS / 2
    drawing.text(LEFT - 12, middle - 1, series.label, "", "end")
    connections = series.rows[0].measured.connections
    against = f"1 = {series.base}, {connections} connections"
    drawing.text(LEFT - 12, middle + 14, against, "quiet", "end")
    for row in series.rows:
        drawing.dot(axis.x(row.ratio), middle)
    drawing.line(axis.x(series.median), middle - 11, middle + 11, "median")
    right = max(axis.x(row.ratio) for row in series.rows)
    drawing.text(right + 12, middle + 4, f"{series.median:.3f}", "value")
    drawing.y += DOTS


def _color(number: int) -> str:
    return f"bar{number % 4}"
