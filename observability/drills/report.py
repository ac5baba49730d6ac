"""What the drill has to say."""

from collections.abc import Sequence

from .rehearsal import Arrival, Outcome

EXPLANATION = """\
fired      seconds from the failure to the message on the channel
resolved   seconds from the beginning of its mending to the message that it is over
page       where the message leads, a page that exists
also       other alerts that were told meanwhile"""


def report(outcomes: Sequence[Outcome]) -> str:
    """The table, and below it the messages as they came."""
    rows: list[Sequence[str]] = [("failure", "severity", "fired", "resolved", "page")]
    rows += [_row(outcome) for outcome in outcomes]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    header, *lines = [_line(row, widths) for row in rows]
    table = [header]
    for outcome, line in zip(outcomes, lines):
        table += [line, *(f"  {remark}" for remark in _remarks(outcome))]
    return "\n".join([*table, "", EXPLANATION, "", *map(_messages, outcomes)])


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many held, in a sentence."""
    failed = [outcome.name for outcome in outcomes if outcome.wrong]
    if failed:
        return f"{len(failed)} of {len(outcomes)} failures went wrong: {', '.join(failed)}."
    return f"All {len(outcomes)} failures were told and taken back."


def _row(outcome: Outcome) -> Sequence[str]:
    return (
        outcome.name,
        outcome.firing.message.severity if outcome.firing else "none",
        _seconds(outcome.firing),
        _seconds(outcome.resolved),
        outcome.runbook.page if outcome.runbook else "none",
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, severity, fired, resolved, page = (
        cell.rjust(width) if column in (2, 3) else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths))
    )
    return f"{name}  {severity}  {fired}  {resolved}  {page}".rstrip()


def _remarks(outcome: Outcome) -> list[str]:
    remarks = [outcome.failure.cause]
    if outcome.failure.silent:
        remarks.append(f"held back by it: {outcome.failure.silent}")
    if outcome.others:
        remarks.append(f"also: {', '.join(outcome.others)}")
    return remarks + [f"WRONG: {wrong}" for wrong in outcome.wrong]


def _seconds(arrival: Arrival | None) -> str:
    return f"{arrival.seconds:.1f} s" if arrival else "never"


def _messages(outcome: Outcome) -> str:
    arrivals = [arrival for arrival in (outcome.firing, outcome.resolved) if arrival]
    texts = [f"{arrival.message.title}\n{arrival.message.text}".strip() for arrival in arrivals]
    return f"--- {outcome.name}\n" + "\n\n".join(texts) + "\n"
