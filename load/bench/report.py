"""What was found out, as text."""

import statistics
from collections.abc import Sequence
from itertools import groupby

from .clicks import Recorded
from .parts import Results, Row, Series


def report(results: Results, seconds: int) -> str:
    """Tables, and a sentence on the clicks."""
    sections = [*_table(results, seconds)]
    sections += [_series(series, seconds) for series in results.series]
    if results.recorded():
        sections.append(_clicks(results.recorded()))
    return "\n\n".join(sections)


def _table(results: Results, seconds: int) -> list[str]:
    rows = sorted(results.table, key=lambda row: row.measured.connections)
    if not rows:
        return []
    sections = [
        "CPU is seconds for 1,000 requests, memory is in MB; `server` is the one that answers.\n"
        "`nginx = 1` is the share of the requests/s of the nginx line above it."
    ]
    for connections, of_connections in groupby(rows, lambda row: row.measured.connections):
        lines = [_table_head()]
        lines += [_table_line(row) for row in of_connections]
        title = f"{connections} connections, {seconds} s a line"
        sections.append("\n".join([title, "", *lines]))
    return sections


def _table_head() -> str:
    above = f"{'':<36}{'':>57}{'CPU':>24}{'memory':>16}{'clicks':>25}"
    below = (
        f"{'':<36}{'requests/s':>10}{'nginx = 1':>10}{'p50 ms':>9}{'p99 ms':>9}{'errors':>7}"
        f"{'unanswered':>12}{'server':>8}{'Postgres':>9}{'wrk':>7}{'server':>8}{'Postgres':>9}"
        f"{'acknowledged':>14}{'recorded':>10}"
    )
    return f"{above.rstrip()}\n{below}"


def _table_line(row: Row) -> str:
    m = row.measured
    line = (
        f"{m.name:<36}{m.answers.rate:>10.1f}{row.ratio:>10.3f}{m.answers.p50_ms:>9.2f}"
        f"{m.answers.p99_ms:>9.2f}{m.errors:>7}{m.answers.unanswered:>12}{m.server_cpu:>8.3f}"
        f"{m.postgres_cpu:>9.3f}{m.client_cpu:>7.3f}{_mb(m.server_memory):>8}"
        f"{_mb(m.postgres_memory):>9}"
    )
    if m.recorded:
        line += f"{m.recorded.acknowledged:>14}{_fewest(m.recorded):>10}"
    return line


def _series(series: Series, seconds: int) -> str:
    first, second = series.rows[0].ceiling, series.rows[0].measured
    connections = second.connections
    head = (
        f"{'':<7}{'requests/s':>12}{'requests/s':>12}{'ratio':>8}{'p50 ms':>9}{'p99 ms':>9}"
        f"{'errors':>8}{'unanswered':>12}{'service':>9}{'Postgres':>9}"
        f"{'acknowledged':>14}{'recorded':>10}"
    )
    lines = [f"{n:<7}{_series_line(row)}" for n, row in enumerate(series.rows, 1)]
    return "\n".join(
        [
            f"{series.title}: {connections} connections, {seconds} s each",
            f"  first:  {first.name}",
            f"  second: {second.name}, and all that follows; CPU is seconds for 1,000 requests",
            "",
            f"{'':<7}{'first':>12}{'second':>12}{'':>46}{'CPU':>18}{'clicks':>24}",
            head,
            *lines,
            _medians(series),
        ]
    )


def _series_line(row: Row) -> str:
    m = row.measured
    line = (
        f"{row.ceiling.answers.rate:>12.1f}{m.answers.rate:>12.1f}{row.ratio:>8.3f}"
        f"{m.answers.p50_ms:>9.2f}{m.answers.p99_ms:>9.2f}{m.errors:>8}{m.answers.unanswered:>12}"
        f"{m.server_cpu:>9.3f}{m.postgres_cpu:>9.3f}"
    )
    if m.recorded:
        line += f"{m.recorded.acknowledged:>14}{_fewest(m.recorded):>10}"
    return line


def _medians(series: Series) -> str:
    measured = [row.measured for row in series.rows]

    def middle(values: Sequence[float]) -> float:
        return statistics.median(values)

    return (
        f"{'median':<7}{middle([row.ceiling.answers.rate for row in series.rows]):>12.1f}"
        f"{middle([m.answers.rate for m in measured]):>12.1f}{series.median:>8.3f}"
        f"{middle([m.answers.p50_ms for m in measured]):>9.2f}"
        f"{middle([m.answers.p99_ms for m in measured]):>9.2f}{'':>20}"
        f"{middle([m.server_cpu for m in measured]):>9.3f}"
        f"{middle([m.postgres_cpu for m in measured]):>9.3f}"
    )


def _clicks(recorded: list[Recorded]) -> str:
    acknowledged = sum(r.acknowledged for r in recorded)
    lines = [
        f"Clicks of all {len(recorded)} runs of redirects: {acknowledged:,} acknowledged,"
        f" {sum(r.events for r in recorded):,} recorded as events,"
        f" {sum(r.counts for r in recorded):,} counted on links."
    ]
    broken = [r for r in recorded if not r.holds]
    lines += [
        f"WRONG: {r.acknowledged:,} acknowledged, {r.events:,} recorded, {r.counts:,} counted;"
        f" at most {r.uncertain:,} more could have been under way."
        for r in broken
    ]
    if not broken:
        lines.append("In each of them every acknowledged click is recorded.")
    return "\n".join(lines)


def _fewest(recorded: Recorded) -> int:
    """Of the events and the counts the one that is worse."""
    return min(recorded.events, recorded.counts)


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f}"
