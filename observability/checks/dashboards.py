"""The dashboards as files: their form, and the queries in them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .programs import OBSERVABILITY, REPOSITORY

GRAFANA = OBSERVABILITY / "grafana"
COLUMNS = 24
RUNBOOKS = "${runbooks:raw}/"


@dataclass(frozen=True)
class Query:
    """An expression or a statement, and where it stands."""

    where: str
    text: str
    is_sql: bool


@dataclass(frozen=True)
class Dashboard:
    """A file of dashboards/."""

    path: Path
    content: dict[str, Any]

    @property
    def panels(self) -> list[dict[str, Any]]:
        """Those that show something, and the rows between them."""
        return list(self.content["panels"])

    def queries(self) -> Iterator[Query]:
        """Of panels, annotations and variables."""
        name = self.path.stem
        for panel in self.panels:
            for target in panel.get("targets", []):
                where = f"{name}: {panel['title']} {target['refId']}"
                is_sql = "rawSql" in target
                yield Query(where, target["rawSql" if is_sql else "expr"], is_sql)
        for annotation in self.content["annotations"]["list"]:
            yield Query(f"{name}: annotation {annotation['name']}", annotation["expr"], False)
        for variable in self.content["templating"]["list"]:
            asked = re.fullmatch(r"label_values\((.*), \w+\)", variable["definition"])
            if asked:
                yield Query(f"{name}: variable {variable['name']}", asked[1], False)

    def links(self) -> Iterator[str]:
        """Pages of the runbooks that it leads to."""
        for panel in self.panels:
            for link in panel.get("links", []):
                if link["url"].startswith(RUNBOOKS):
                    yield link["url"].removeprefix(RUNBOOKS)


def read_dashboards() -> list[Dashboard]:
    """All of them."""
    files = sorted((GRAFANA / "dashboards").glob("*.json"))
    return [Dashboard(path, json.loads(path.read_text())) for path in files]


def form(dashboard: Dashboard) -> Iterator[str]:
    """What is wrong with a dashboard as it stands."""
    content = dashboard.content
    if dashboard.path.read_text() != json.dumps(content, indent=2, ensure_ascii=False) + "\n":
        yield "is not written as jq --indent 2 . writes it"
    if content["uid"] != dashboard.path.stem:
        yield f"its uid {content['uid']} is not the file's name"
    figures = [panel for panel in dashboard.panels if panel["type"] != "row"]
    yield from _twice("id", dashboard.panels)
    yield from _twice("title", figures)
    sources = set(re.findall(r"^ +uid: (\S+)", _provisioned(), re.M))
    for panel in dashboard.panels:
        yield from (f"{panel['title']}: {problem}" for problem in _panel(panel, sources))
    yield from _overlaps(dashboard.panels)
    for page in sorted(set(dashboard.links())):
        if not (REPOSITORY / "runbooks" / page.partition("#")[0]).is_file():
            yield f"a panel leads to runbooks/{page}, which is not there"


def unlinked(alerts: set[str], dashboards: list[Dashboard]) -> Iterator[str]:
    """Alerts whose page no panel leads to."""
    linked = {page for dashboard in dashboards for page in dashboard.links()}
    for alert in sorted(alerts):
        if f"alerts/{alert}.md" not in linked:
            yield f"no panel leads to the page of {alert}"


def _twice(what: str, panels: list[dict[str, Any]]) -> Iterator[str]:
    times = Counter(panel[what] for panel in panels)
    yield from (f"{n} panels have the {what} {value}" for value, n in times.items() if n > 1)


def _panel(panel: dict[str, Any], sources: set[str]) -> Iterator[str]:
    place = panel["gridPos"]
    if place["x"] + place["w"] > COLUMNS:
        yield "is wider than the dashboard"
    if panel["type"] == "row":
        return
    if not panel.get("description", "").endswith("."):
        yield "has no sentence that describes it"
    if not panel["fieldConfig"]["defaults"].get("unit"):
        yield "has no unit"
    if not panel["targets"]:
        yield "asks for nothing"
    if len({target["refId"] for target in panel["targets"]}) != len(panel["targets"]):
        yield "has two queries of one name"
    for source in [panel["datasource"], *(target["datasource"] for target in panel["targets"])]:
        if source["uid"] not in sources:
            yield f"asks {source['uid']}, which is not provisioned"


def _overlaps(panels: list[dict[str, Any]]) -> Iterator[str]:
    taken: dict[tuple[int, int], str] = {}
    told: set[tuple[str, str]] = set()
    for panel in panels:
        place = panel["gridPos"]
        for y in range(place["y"], place["y"] + place["h"]):
            for x in range(place["x"], place["x"] + place["w"]):
                other = taken.setdefault((x, y), panel["title"])
                if other != panel["title"] and (other, panel["title"]) not in told:
                    told.add((other, panel["title"]))
                    yield f"{other} and {panel['title']} overlap"


def _provisioned() -> str:
    files = (GRAFANA / "provisioning" / "datasources").glob("*.yml")
    return "\n".join(path.read_text() for path in files)
