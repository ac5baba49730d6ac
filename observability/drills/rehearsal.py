"""One failure from its beginning to the message that it is over."""

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .discord import Message, State
from .failures import FAILURES, Failure
from .machine import tell
from .runbooks import Runbook, linked_from
from .stack import Stack
from .waiting import Late, wait_for

# Longer than any rule and Alertmanager together take to tell, and to take it back.
FIRING_LIMIT = 600.0
RESOLVED_LIMIT = 900.0
SETTLED_LIMIT = 900.0
SILENT_LIMIT = 120.0

# An end that was held back comes when Prometheus repeats it, a minute later.
TAKEN_BACK_LIMIT = 120.0

# Longer than group_wait and group_interval of alertmanager.yml.
SILENCE = 45.0

WELL_LIMIT = 120.0

# What a failure cost is in these for hours.
LONG_MEMORY = "BudgetBurn"


@dataclass(frozen=True)
class Arrival:
    """A message and how many seconds it took."""

    message: Message
    seconds: float


@dataclass
class Outcome:
    """What came of a failure."""

    name: str
    failure: Failure
    firing: Arrival | None = None
    mended: float = 0.0
    resolved: Arrival | None = None
    others: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def runbook(self) -> Runbook | None:
        """Where the message leads."""
        return linked_from(self.firing.message.text) if self.firing else None


def rehearse(stack: Stack, name: str, failure: Failure) -> Outcome:
    """Lets it happen, mends it when the channel knows, and waits until nothing is left of it but
    what lingers."""
    outcome = Outcome(name, failure)
    start = time.monotonic()
    steps = [_break, _mend, _settle] if failure.lingers else [_break, _mend, _hear_end, _settle]
    for step in steps:
        _attempt(step, stack, outcome)
    _judge(stack, outcome, start)
    return outcome


def conclude(stack: Stack, outcomes: Sequence[Outcome]) -> None:
    """Waits for the end of what lingers."""
    for outcome in outcomes:
        if outcome.failure.lingers:
            _attempt(_hear_end, stack, outcome)


def _attempt(step: Callable[[Stack, Outcome], None], stack: Stack, outcome: Outcome) -> None:
    try:
        step(stack, outcome)
    except Late as late:
        tell(f"{outcome.name}: {late}")
        outcome.wrong.append(str(late))


def _break(stack: Stack, outcome: Outcome) -> None:
    failure = outcome.failure
    wait_for("the service is well", stack.is_well, WELL_LIMIT)
    tell(f"{outcome.name}: {failure.cause}")
    failure.prepare()
    begun = time.monotonic()
    failure.inject()
    message = _await_message(stack, failure.alert, State.FIRING, begun, FIRING_LIMIT)
    outcome.firing = Arrival(message, message.at - begun)
    tell(f"{outcome.name}: the message came after {outcome.firing.seconds:.0f} s")
    if failure.silent:
        _hear_nothing(stack, outcome)


def _hear_nothing(stack: Stack, outcome: Outcome) -> None:
    """For so long that a message would have come, had it not been held back."""
    alert, since = outcome.failure.silent, time.monotonic()
    wait_for(f"{alert} is held back", lambda: alert in stack.held_back(), SILENT_LIMIT)
    tell(f"{outcome.name}: {alert} fires too, and is held back")
    with contextlib.suppress(Late):
        wait_for("nothing", lambda: stack.discord.find(alert, State.FIRING, since), SILENCE)
        outcome.wrong.append(f"{alert} was told")


def _mend(stack: Stack, outcome: Outcome) -> None:
    outcome.mended = time.monotonic()
    outcome.failure.mend()
    tell(f"{outcome.name}: mended")


def _hear_end(stack: Stack, outcome: Outcome) -> None:
    if outcome.firing is None:
        return
    told = outcome.firing.message.at
    message = _await_message(stack, outcome.failure.alert, State.RESOLVED, told, RESOLVED_LIMIT)
    outcome.resolved = Arrival(message, message.at - outcome.mended)
    tell(f"{outcome.name}: the resolution came after {outcome.resolved.seconds:.0f} s")
    if message.at < outcome.mended:
        outcome.wrong.append("it was taken back before it was mended")


def _settle(stack: Stack, outcome: Outcome) -> None:
    """What is left would delay the messages of the next failure."""
    tell(f"{outcome.name}: waiting until nothing is left of it")
    wait_for("nothing fires any more", lambda: not _passing(stack.alerts()), SETTLED_LIMIT)
    try:
        wait_for("all is taken back", lambda: not _passing(stack.told()), TAKEN_BACK_LIMIT)
    except Late:
        outcome.wrong += [f"{alert} was not taken back" for alert in _passing(stack.told())]


def _judge(stack: Stack, outcome: Outcome, start: float) -> None:
    """Beside what was waited for: a page to read, and nothing that Discord would not take."""
    told = {alert for alert in stack.rules() if stack.discord.find(alert, State.FIRING, start)}
    outcome.others = sorted(told - {outcome.failure.alert})
    outcome.wrong += [f"Discord refused it: {why}" for why in stack.discord.refusals(start)]
    if outcome.firing and not outcome.runbook:
        outcome.wrong.append("the message leads to no page of runbooks/")
    elif outcome.runbook and not outcome.runbook.exists:
        outcome.wrong.append(f"runbooks/{outcome.runbook.page} does not exist")


def _await_message(stack: Stack, alert: str, state: State, since: float, limit: float) -> Message:
    return wait_for(
        f"the message that {alert} is {state.name.lower()}",
        lambda: stack.discord.find(alert, state, since),
        limit,
    )


def _passing(alerts: set[str]) -> set[str]:
    lingering = {failure.alert for failure in FAILURES.values() if failure.lingers}
    return {alert for alert in alerts - lingering if not alert.endswith(LONG_MEMORY)}
