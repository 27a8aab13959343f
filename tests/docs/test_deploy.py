"""The examples under deploy/ can be read by what they are for, and name only what there is."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.settings import PROJECT_ROOT, SPECS, Settings

DEPLOY = PROJECT_ROOT / "deploy"
KNOWN = {spec.variable for spec in SPECS}


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    assert set(re.findall(r"\bBOT_[A-Z_]+", path.read_text(encoding="utf-8"))) <= KNOWN


def settings_of(text: str) -> dict[str, str]:
    return dict(re.findall(r"^(BOT_\w+)=(.*)$", text, flags=re.M))


def test_the_example_of_settings_is_taken_as_it_stands() -> None:
    given = settings_of((DEPLOY / "xiaonuan.env.example").read_text(encoding="utf-8"))
    settings = Settings.load(given)
    assert settings.gateways == 2 and not settings.demo and settings.trusted_proxies == ("127.0.0.1",)


def unit(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=True, interpolation=None)
    found.optionxform = str  # type: ignore[assignment]
    found.read(DEPLOY / name, encoding="utf-8")
    return found


def test_the_units_start_commands_that_exist_and_leave_time_to_drain() -> None:
    service = unit("xiaonuan.service")["Service"]
    assert service["ExecStart"].endswith("/.venv/bin/xiaonuan serve")
    assert int(service["TimeoutStopSec"]) > 10 and service["KillMode"] == "mixed"
    assert "xiaonuan backup" in unit("xiaonuan-backup.service")["Service"]["ExecStart"]
    assert unit("xiaonuan-backup.timer")["Timer"]["OnCalendar"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("name", ["xiaonuan.service", "xiaonuan-backup.service", "xiaonuan-backup.timer"])
def test_systemd_knows_every_line_of_the_units(name: str, tmp_path: Path) -> None:
    for path in DEPLOY.glob("xiaonuan*.*"):  # a timer wants its service beside it, a service its program
        text = path.read_text(encoding="utf-8").replace("/srv/xiaonuan/.venv/bin/xiaonuan", "/bin/true")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, timeout=60
    )
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert ours == [], done.stderr


def test_compose_starts_what_an_instance_needs() -> None:
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = found["services"]
    assert set(services) == {"postgres", "redis", "bot", "nginx"}
    bot = services["bot"]["environment"]
    assert int(bot["BOT_GATEWAYS"]) > 1 and int(bot["BOT_WORKERS"]) > 1
    Settings.load({name: re.sub(r"\$\{.*?\}", "x", value) for name, value in bot.items()})
    assert (DEPLOY / services["bot"]["build"]["dockerfile"].split("/")[-1]).is_file()
    named = {mount.split(":")[0] for service in services.values() for mount in service.get("volumes", ())}
    assert {name for name in named if name[0] not in "./"} == set(found["volumes"])


def test_the_container_copies_only_what_is_there() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (.*)$", text, flags=re.M):
        *sources, _ = [word for word in line.split() if not word.startswith("--")]
        for source in sources:
            assert (PROJECT_ROOT / source).exists(), source


def test_the_proxy_passes_on_what_the_gateway_relies_on() -> None:
    text = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    assert text.count("{") == text.count("}")
    for line in text.splitlines():
        assert not line.strip() or line.strip()[-1] in "{};", line
    for wanted in (
        "Upgrade $http_upgrade",
        "X-Forwarded-For $remote_addr",
        "X-Forwarded-Proto $scheme",
        "ssl_certificate",
    ):
        assert wanted in text
    for place in ("/widget.js", "/static/", "/api/v1/", "report", "/webhooks/rest/"):
        assert place in text
    assert "/metrics" not in text  # it stays inside


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_takes_the_file(tmp_path: Path) -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
         "-subj", "/CN=chat.myshop.example"], check=True, capture_output=True,
    )  # fmt: skip
    text = re.sub(r"/etc/letsencrypt\S+fullchain.pem", str(certificate), text)
    text = re.sub(r"/etc/letsencrypt\S+privkey.pem", str(key), text)
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; events {{}} http {{ {text} }}", encoding="utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
