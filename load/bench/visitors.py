"""What load/visitors does: sends visitors to a service that it starts, or to one that runs."""

import argparse
import json
import os
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

from .k6 import K6, RESULTS, end, find_k6, version
from .machine import describe_run, describe_servers
from .main import answerably, directory_in
from .meter import tell
from .options import command_line, number_in
from .postgres import Postgres
from .problem import Problem
from .stack import JVM_OPTIONS, Stack, stack
from .tools import Tools, find_tools

DESCRIPTION = """\
Sends visitors to the service with k6. They ask whether it is well, make a link, list links and
follow their own, and think in between.

scripts:
  bronze       50 users for a minute
  silver       200 users for three minutes
  gold         500 users on two instances, one of them killed in the middle and started again
  spike        from 10 users to 400 and back
  soak         100 users for an hour, or for DURATION, such as DURATION=8h
  unthrottled  50 users without think times, for 30 s

With BASE_URL in the environment it asks whoever answers there. Without it, it starts all that is
needed on this machine and stops it again: PostgreSQL with fsync on, instances of the service from
its jar, and nginx with the configuration of proxy/. Each script then has a database of its own with
the fixtures, and before it a warm-up without think times. Afterwards the clicks in the database are
compared with the redirects that the visitors had."""

EPILOG = """\
Each script writes NAME.json and NAME.html to load/results/k6.

Exits 1 when a threshold is broken, clicks are missing or too many, or something could not be run;
2 when an option is wrong.

examples:
  load/visitors unthrottled bronze silver gold        about 10 minutes
  BASE_URL=http://localhost load/visitors bronze      the service behind docker compose
  DURATION=10m load/visitors soak --results /tmp"""

SCRIPTS = ["bronze", "silver", "gold", "spike", "soak", "unthrottled"]

# The killing is timed beforehand, since the script has to know: seconds from the start of k6.
KILL_AFTER = 90.0


def main() -> int:
    """Runs what was asked for and returns the exit status."""
    given = _parser().parse_args(sys.argv[1:])
    return answerably("visitors", lambda: _run(given))


def _run(given: argparse.Namespace) -> int:
    k6 = find_k6(given.k6, given.results)
    base_url = os.environ.get("BASE_URL")
    if base_url:
        return 0 if _visit_running(k6, given.scripts, base_url) else 1
    tools = find_tools(given.jar, without=["wrk"])
    good = True
    with directory_in(given.directory) as directory:
        tell("starting PostgreSQL")
        postgres = Postgres(tools, directory / "postgresql")
        try:
            for name in given.scripts:
                instances = 2 if name == "gold" else given.instances
                tell(f"{name}: starting {instances} of the service, and nginx")
                with stack(tools, postgres, directory, name, instances) as site:
                    _warm_up(k6, site, given.warm_up)
                    postgres.make_log_reusable()
                    about = _about(k6, tools, postgres, instances, given.warm_up)
                    good &= _visit(k6, name, site, about)
        finally:
            postgres.server.stop()
    return 0 if good else 1


def _visit_running(k6: K6, scripts: list[str], base_url: str) -> bool:
    if "gold" in scripts:
        raise Problem(
            "gold kills instances, and only those that were started here: leave BASE_URL out, or"
            " kill one by hand and say when: KILLED_AT=MILLISECONDS k6 run load/k6/gold.js"
        )
    settings = {"BASE_URL": base_url, "ABOUT": json.dumps(_about_run(k6))}
    return all([k6.run(name, settings) for name in scripts])


def _warm_up(k6: K6, site: Stack, seconds: int) -> None:
    """Visits until the JVM has compiled what it needs for them; nobody looks at what comes out."""
    tell(f"warming up for {seconds} s")
    with tempfile.TemporaryDirectory() as nowhere:
        settings = {"BASE_URL": site.url, "DURATION": f"{seconds}s"}
        K6(k6.program, Path(nowhere)).run("unthrottled", settings)


def _visit(k6: K6, name: str, site: Stack, about: dict[str, str]) -> bool:
    """Whether every threshold held and every click is recorded."""
    before = site.ledger.settled()
    settings = {"BASE_URL": site.url, "ABOUT": json.dumps(about)}
    if name == "gold":
        held, sentences = _visit_and_kill(k6, name, site, settings)
    else:
        held, sentences = k6.run(name, settings), []
    acknowledged, doubtful = k6.redirects(name)
    recorded = site.ledger.recorded(before, acknowledged, doubtful)
    sentences.append(
        f"{acknowledged} redirects were acknowledged, of {doubtful} more nobody knows; recorded are"
        f" {recorded.events} clicks as events and {recorded.counts} in the counts of links:"
        f" {'none is missing' if recorded.holds else 'WRONG'}."
    )
    for sentence in sentences:
        tell(f"{name}: {sentence}")
    k6.add(name, recorded, sentences)
    return held and recorded.holds


def _visit_and_kill(
    k6: K6, name: str, site: Stack, settings: dict[str, str]
) -> tuple[bool, list[str]]:
    at = time.time() + KILL_AFTER
    process = k6.start(name, settings | {"KILLED_AT": f"{1000 * at:.0f}"})
    try:
        while time.time() < at and process.poll() is None:
            time.sleep(min(0.5, max(0.0, at - time.time())))
        late = time.time() - at
        took = site.kill_half()
        tell(f"{name}: killed {len(site.doomed)} of {len(site.instances)} instances")
        back = site.restart_half()
    except BaseException:
        end(process)
        raise
    held = k6.wait(name, process)
    when = datetime.fromtimestamp(at + late, timezone.utc).strftime("%H:%M:%S.%f")[:-3]
    return held, [
        f"{len(site.doomed)} of {len(site.instances)} instances was killed (SIGKILL) at {when} UTC,"
        f" {1000 * late:.0f} ms later than planned. It was gone {1000 * took:.0f} ms later, was"
        f" started again at once and answered after {back:.1f} s."
    ]


def _about(
    k6: K6, tools: Tools, postgres: Postgres, instances: int, warm_up: int
) -> dict[str, str]:
    servers = describe_servers(tools, postgres)
    settings = servers.pop("")
    return _about_run(k6) | {
        "JDK": f"{servers.pop('JDK')}, {' '.join(JVM_OPTIONS)}",
        "Instances": f"{instances}, each warmed up by {warm_up} s of visitors without think times",
        **servers,
        "PostgreSQL's settings": settings,
        "Where": "all of it on this one machine, k6 as well",
    }


def _about_run(k6: K6) -> dict[str, str]:
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return describe_run() | {"k6": version(k6), "Load average before": f"{load} (1, 5, 15 minutes)"}


def _parser() -> argparse.ArgumentParser:
    parser = command_line("load/visitors", DESCRIPTION, EPILOG)
    add = parser.add_argument
    add("scripts", nargs="+", choices=SCRIPTS, metavar="SCRIPT", help="what to run, in this order")
    add("--instances", type=number_in(1, 8), default=1, metavar="N", help="of the service (1)")
    add("--warm-up", type=number_in(1, 600), default=30, metavar="N", help="seconds of it (30)")
    add("--results", type=Path, default=RESULTS, metavar="DIR", help="where to write them")
    add("--k6", metavar="FILE", help="the program (k6 on the PATH)")
    add("--directory", type=Path, metavar="DIR", help="where to keep data meanwhile")
    return parser
