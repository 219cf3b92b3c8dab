"""deploy/monitoring: Prometheus reads the alerts and the dashboard, and what they ask for is there."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from typing import Any

import promql_parser as promql
import pytest
import yaml

from server.infra.metrics import REGISTRY
from server.settings import ROOT

FOLDER = ROOT / "deploy" / "monitoring"
DASHBOARD = FOLDER / "grafana" / "dashboards" / "prodev.json"
OWN_OF_PROMETHEUS = {"job", "instance"}  # labels of every target
SUFFIXES = {"counter": ["_total"], "gauge": [""], "histogram": ["_bucket", "_sum", "_count"]}


def exposed() -> dict[str, set[str]]:
    """The labels of each series, by its name. Whoever counts something registers it when it is imported."""
    importlib.import_module("server.app")
    labels = {"up": set[str]()}
    collectors: list[Any] = list(REGISTRY._collector_to_names)  # noqa: SLF001 - `collect` leaves out what has no value yet
    for collector in collectors:
        for family in collector.describe():
            for suffix in SUFFIXES[family.type]:
                own = {"le"} if suffix == "_bucket" else set()
                labels[family.name + suffix] = {*vars(collector)["_labelnames"], *own}
    return labels


def alerts() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    return rules


def panels() -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = json.loads(DASHBOARD.read_text())["panels"]
    return [panel for panel in shown if panel["type"] != "row"]


def asked() -> Iterator[tuple[str, str]]:
    for rule in alerts():
        yield rule["alert"], rule["expr"]
    for panel in panels():
        for target in panel["targets"]:
            yield panel["title"], target["expr"].replace("$__rate_interval", "1m")


def selectors(expression: Any) -> Iterator[Any]:
    """The series that an expression reads, wherever they are in it."""
    if isinstance(expression, promql.VectorSelector):
        yield expression
    for name in ("expr", "lhs", "rhs", "param", "vector_selector", "vs"):
        below = getattr(expression, name, None)
        if below is not None and not isinstance(below, (str, float)):
            yield from selectors(below)
    for argument in getattr(expression, "args", ()):
        yield from selectors(argument)


def series_of(text: str) -> list[Any]:
    return list(selectors(promql.parse(text.replace("$__rate_interval", "1m"))))


def groupings(expression: Any) -> Iterator[str]:
    modifier = getattr(expression, "modifier", None)
    yield from getattr(modifier, "labels", None) or ()
    for name in ("expr", "lhs", "rhs"):
        below = getattr(expression, name, None)
        if below is not None:
            yield from groupings(below)
    for argument in getattr(expression, "args", ()):
        yield from groupings(argument)


@pytest.mark.parametrize(("where", "text"), list(asked()), ids=lambda value: value[:40])
def test_what_is_asked_for_is_there(where: str, text: str) -> None:
    expression = promql.parse(text)
    series, labels = list(selectors(expression)), exposed()
    assert series, where
    for one in series:
        assert one.name in labels, f"{where}: nothing is called {one.name}"
        matched = {matcher.name for matcher in one.matchers.matchers}
        known = labels[one.name] | OWN_OF_PROMETHEUS
        assert matched <= known, f"{where}: {one.name} has no {matched - known}"
        assert {*groupings(expression)} <= known, f"{where}: {one.name} is not told apart by that"


def test_every_figure_is_on_the_dashboard() -> None:
    shown = {one.name for panel in panels() for target in panel["targets"] for one in series_of(target["expr"])}
    parts = re.compile("_(bucket|sum|count)$")
    counted = {parts.sub("", name) for name in exposed() if name != "up"}
    assert counted == {parts.sub("", name) for name in shown}


def test_what_can_go_wrong_of_what_is_shown_has_an_alert() -> None:
    """The others say how much there is to do, or what an alert's cause may be."""
    told = {one.name.removesuffix("_bucket") for rule in alerts() for one in series_of(rule["expr"])}
    shown = {
        one.name.removesuffix("_bucket")
        for panel in panels()
        for target in panel["targets"]
        for one in series_of(target["expr"])
    }
    assert shown - told == SHOWN_ALONE


SHOWN_ALONE = {
    *("prodev_players_connected", "prodev_live_streams", "prodev_keys_total", "prodev_games_recorded_total"),
    *("prodev_socket_closes_total", "prodev_core", "prodev_cache_reads_total"),
    "prodev_journal_flush_seconds",  # a part of the journal's delay
    "prodev_journals_lost_total",  # they were written again
    "prodev_games_waiting",  # why they wait is said of PostgreSQL and its pools
    *("prodev_feed_waiting", "prodev_feed_jobs_total"),  # how far a queue is behind is its lag
    *("prodev_table_bytes", "prodev_index_bytes"),  # how large a disk is PostgreSQL does not say
    *("prodev_gc_pause_seconds", "prodev_gc_longest_pause_seconds"),  # parts of what holds the loop
}


def test_every_alert_says_what_to_do() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text()
    for rule in alerts():
        assert rule["annotations"]["summary"]
        assert rule["labels"]["severity"] in {"page", "warn"}
        assert rule["alert"] in page


def test_every_panel_has_a_place_and_a_name_of_its_own() -> None:
    taken = set[tuple[int, int]]()
    for panel in panels():
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        taken |= cells
    assert len({panel["title"] for panel in panels()}) == len(panels())


def test_prometheus_knows_the_alerts_and_the_servers_of_the_compose_file() -> None:
    settings = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    (job,) = settings["scrape_configs"]
    targets = {target.partition(":")[0] for target in job["static_configs"][0]["targets"]}
    assert targets == {name for name in compose["services"] if name.startswith("server-")}
    mounted = {volume.split(":")[1] for volume in compose["services"]["prometheus"]["volumes"] if ":ro" in volume}
    assert {*settings["rule_files"]} < mounted
    assert compose["services"]["prometheus"]["profiles"] == compose["services"]["grafana"]["profiles"] == ["monitoring"]
