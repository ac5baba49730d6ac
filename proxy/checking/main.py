"""Runs the rules and says of each whether it holds."""

import argparse
import os
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

from bench.options import command_line
from bench.problem import Problem
from bench.tools import has_postgres

from . import rules  # noqa: F401  each registers itself
from .nginx import RECENT, Nginx, new_directory
from .shortener import Shortener
from .stage import RULES, Broken, Rule, Stage

DESCRIPTION = """\
Starts the service from its jar, and nginx in front of it with the configuration in proxy/, and
checks every rule of the proxy by real requests, also with instances that are dead, hang or die over
a request. A line for each rule, ok or FAILED with what was seen.

Only ports, paths and the addresses of the service differ from what docker compose runs. What needs
nginx 1.27.4 or newer is left out with an older one, and said so."""

EPILOG = """\
Exits 0 when all rules hold, 1 when one does not, 2 when the check itself could not run, 3 when
nginx is not installed.

examples:
  proxy/check
  proxy/check --only read-only
  proxy/check --nginx /opt/nginx/sbin/nginx"""


def main(arguments: list[str]) -> int:
    """The program; returns its exit status."""
    given = _parser().parse_args(arguments)
    chosen = [rule for rule in RULES if given.only.lower() in rule.sentence.lower()]
    if not chosen:
        print(f"check: no rule has '{given.only}' in its sentence.", file=sys.stderr)
        return 2
    path = _find_nginx(given.nginx)
    if not path:
        where = given.nginx or "on the PATH"
        print(
            f"check: there is no nginx {where}. Install it (Debian: apt-get install nginx-light),"
            " or name it with --nginx.",
            file=sys.stderr,
        )
        return 3
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    try:
        return _run(Nginx(path), _java(), given.jar, chosen)
    except Problem as problem:
        print(f"check: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 2


def _run(nginx: Nginx, java: str, jar: Path, chosen: list[Rule]) -> int:
    if not jar.is_file():
        raise Problem(f"{jar} is missing; make it with: mvn -B -q package -DskipTests")
    version = ".".join(map(str, nginx.version))
    print(f"nginx {version} ({nginx.path}); the service starts ...", flush=True)
    directory = new_directory()
    passed = failed = skipped = 0
    try:
        service = Shortener(java, jar.resolve(), directory / "service")
        try:
            stage = Stage(nginx, service, java, jar.resolve(), directory)
            try:
                for rule in chosen:
                    lacking = _lacking(rule, nginx)
                    if lacking:
                        print(f"SKIPPED {rule.sentence}: needs {lacking}", flush=True)
                        skipped += 1
                    elif _holds(rule, stage):
                        passed += 1
                    else:
                        failed += 1
            finally:
                stage.close()
        finally:
            service.stop()
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    rest = f", {skipped} skipped" if skipped else ""
    print(f"{passed} passed, {failed} failed{rest}")
    return 1 if failed else 0


def _lacking(rule: Rule, nginx: Nginx) -> str:
    if rule.needs_recent and not nginx.is_recent:
        return f"nginx {'.'.join(map(str, RECENT))} or newer"
    if rule.needs_postgres and not has_postgres():
        return "PostgreSQL's server (Debian: apt-get install postgresql)"
    return ""


def _holds(rule: Rule, stage: Stage) -> bool:
    start = time.monotonic()
    try:
        rule.check(stage)
    except (Broken, Problem) as broken:
        print(f"FAILED  {rule.sentence}\n        {broken}", flush=True)
        return False
    except Exception:  # the next rules may hold all the same
        print(f"FAILED  {rule.sentence}\n{traceback.format_exc()}", flush=True)
        return False
    seconds = time.monotonic() - start
    print(f"ok      {rule.sentence}" + (f" ({seconds:.0f} s)" if seconds > 2 else ""), flush=True)
    return True


def _find_nginx(given: str | None) -> str | None:
    if given:
        return shutil.which(given)
    directories = [os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"]
    return shutil.which("nginx", path=os.pathsep.join(directories))


def _java() -> str:
    java = shutil.which("java")
    if not java:
        raise Problem("there is no java (Debian: apt-get install openjdk-17-jre-headless).")
    return java


def _parser() -> argparse.ArgumentParser:
    parser = command_line("proxy/check", DESCRIPTION, EPILOG)
    add = parser.add_argument
    add("--only", default="", metavar="TEXT", help="check the rules whose sentence has this text")
    add("--nginx", metavar="FILE", help="which nginx (the one on the PATH)")
    return parser
