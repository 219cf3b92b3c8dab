"""Settings: each is documented, each travels by the environment, none that does not fit is taken."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from hatch_build import SHIPPED
from server import settings as module
from server.infra.cli import CommandFailed, read_settings
from server.settings import Registration, Settings


def documented(root: Path) -> dict[str, str]:
    """Each variable's default as docs/configuration.md prints it."""
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", (root / "docs" / "configuration.md").read_text(), re.MULTILINE)
    return dict(rows)


def printed(value: Any) -> str:
    if value is None or value == "":
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_every_setting_is_documented_with_its_default(root: Path) -> None:
    rows = documented(root)
    fields = {Settings.variable(name): field.default for name, field in Settings.model_fields.items()}
    assert set(rows) == set(fields)
    del rows["PRODEV_DATA"]  # its default depends on who runs the program
    assert rows == {variable: printed(fields[variable]) for variable in rows}
    assert PydanticUndefined not in fields.values()


def test_compose_sets_only_what_is_a_setting(root: Path) -> None:
    compose = yaml.safe_load((root / "compose.yaml").read_text())
    variables = {Settings.variable(name) for name in Settings.model_fields}
    for service in ("server-1", "server-2", "migrate"):
        assert set(compose["services"][service]["environment"]) <= variables
    named = set(re.findall(r"\$\{(\w+)", (root / "compose.yaml").read_text()))
    example = set(re.findall(r"^(\w+)=", (root / "deploy" / "env.example").read_text(), re.MULTILINE))
    assert example <= named
    # What an operator seldom changes: ports of the machine, beside the images that listen on them.
    assert named - example == {"GRAFANA_PORT", "HTTP_PORT", "HTTPS_PORT"}


def test_no_proxy_setting_keeps_a_player_on_one_server(root: Path) -> None:
    """tests/faults/test_cuts.py has players who never come to the same server twice in a row."""
    assert not re.search(r"lb_policy\s+(cookie|ip_hash|client_ip_hash|header)", (root / "deploy/Caddyfile").read_text())


def test_the_replica_of_the_compose_file_is_a_copy_of_its_primary(root: Path) -> None:
    compose = yaml.safe_load((root / "compose.yaml").read_text())
    primary, replica = compose["services"]["postgres"], compose["services"]["replica"]
    assert replica["profiles"] == ["replica"]
    assert primary["image"] == replica["image"] and primary["command"] == replica["command"], "its limits are the same"
    for service in (primary, replica):
        for volume in service["volumes"]:
            source, _, place = volume.partition(":")
            if source.startswith("./"):
                assert (root / source).is_file()
                assert place.removesuffix(":ro") in str([*service["command"], *service.get("entrypoint", ())])


def test_image_holds_every_folder_that_the_server_reads(root: Path) -> None:
    dockerfile, ignored = (root / "Dockerfile").read_text(), (root / ".dockerignore").read_text().splitlines()
    shipped = {re.sub("^seed/.*", "seed", name) for name in SHIPPED}
    assert shipped == {"prisma/migrations", "seed", "static"}
    for folder in ("game", "server", *sorted(shipped)):
        assert f"COPY {folder} {folder}\n" in dockerfile and f"!{folder}" in ignored and (root / folder).is_dir()


def test_health_checks_do_not_ask_for_postgresql(root: Path) -> None:
    """Otherwise a database that is away for a moment would close the whole site, its pages and running games too."""
    for name in "Dockerfile", "deploy/Caddyfile":
        text = (root / name).read_text()
        assert "/healthz" in text and "/readyz" not in text, name


def test_settings_survive_the_way_through_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chosen = Settings(
        database_url="postgresql://u:p@h/d",
        data=tmp_path,
        workers=3,
        production=True,
        registration=Registration.INVITE,
        invite_code="come in",
        origins="https://a,https://b",
        metrics_dir=tmp_path,
    )
    for name, value in chosen.as_environment().items():
        monkeypatch.setenv(name, value)
    assert Settings() == chosen


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRODEV_PORT", "65536"),
        ("PRODEV_PORT", "eighty"),
        ("PRODEV_WORKERS", "0"),
        ("PRODEV_SECRET_KEY", "too short"),
        ("PRODEV_METRICS_TOKEN", "too short"),
        ("PRODEV_REGISTRATION", "perhaps"),
        ("PRODEV_SOCKET", "carrier pigeon"),
        ("PRODEV_LOG_LEVEL", "loud"),
        ("PRODEV_PRODUCTION", "perhaps"),
        ("PRODEV_BCRYPT_COST", "31"),
        ("PRODEV_ORIGINS", "play.example.org"),
        ("PRODEV_ORIGINS", "https://play.example.org,ftp://files.example.org"),
        ("PRODEV_ORIGINS", "https://play.example.org/play"),
    ],
)
def test_value_that_does_not_fit_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()
    with pytest.raises(CommandFailed, match=f"^{name} is not valid: ") as refusal:
        read_settings()
    assert value not in str(refusal.value) or len(value) < 9  # a secret is not repeated


def test_invitations_need_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRODEV_REGISTRATION", "invite")
    with pytest.raises(CommandFailed, match="needs PRODEV_INVITE_CODE"):
        read_settings()
    monkeypatch.setenv("PRODEV_INVITE_CODE", "come in")
    assert read_settings().registration is Registration.INVITE


def test_command_line_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRODEV_PORT", "1234")
    assert read_settings(port=None).port == 1234
    assert read_settings(port=4321).port == 4321
    with pytest.raises(CommandFailed, match="PRODEV_PORT is not valid"):
        read_settings(port=-1)


def test_secrets_do_not_show() -> None:
    shown = repr(Settings(secret_key="s" * 40, metrics_token="t" * 40, database_url="postgresql://u:hunter2@h/d"))
    assert "sss" not in shown and "ttt" not in shown and "hunter2" not in shown


def test_data_folder_depends_on_who_runs_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert Settings().data_dir() == module.ROOT / ".prodev"
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    elsewhere = Settings().data_dir()
    assert elsewhere.parent == tmp_path / "prodev"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "access", lambda path, mode: True)
    assert Settings().data_dir() == Path("/var/lib/prodev") / elsewhere.name
    assert Settings(data=tmp_path).data_dir() == tmp_path
