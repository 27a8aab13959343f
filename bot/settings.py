"""Every setting of an instance: its name, default, meaning and where its value came from.

Settings come from the environment (BOT_…), else from defaults. Nothing else in the project reads os.environ for them.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import ConfigurationError

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row of `xiaonuan config`. `source` is "default", "environment" or "file" (a secret kept in the data dir)."""

    name: str
    value: Any
    default: Any
    source: str
    secret: bool
    help: str


@dataclass(frozen=True, slots=True)
class _Spec:
    field: str
    default: str
    parse: Callable[[str], Any]
    help: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return "BOT_" + self.field.upper()


def _integer(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise ValueError("must be a whole number") from None
        if not low <= value <= high:
            raise ValueError(f"must be between {low} and {high}")
        return value

    return parse


def _number(low: float, high: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise ValueError("must be a number") from None
        if not low <= value <= high:
            raise ValueError(f"must be between {low:g} and {high:g}")
        return value

    return parse


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _flag(text: str) -> bool:
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("", "0", "false", "no", "off"):
        return False
    raise ValueError("must be 1 or 0")


def _flag_or_auto(text: str) -> bool | None:
    return None if text.lower() == "auto" else _flag(text)


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("must be a time zone such as Asia/Shanghai") from error


def _origin_list(text: str) -> tuple[str, ...]:
    origins = _words(text)
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
            raise ValueError(f"{origin!r} is not an origin such as https://shop.example")
    return tuple(origin.rstrip("/") for origin in origins)


def _url_of(schemes: tuple[str, ...], example: str) -> Callable[[str], str]:
    """A URL of one of these schemes (a driver may follow a `+`), or nothing. What else is in it, its own library judges."""

    def parse(text: str) -> str:
        scheme, there, _ = text.partition("://")
        if text and (not there or scheme.partition("+")[0] not in schemes):
            raise ValueError(f"must be a URL such as {example}")
        return text

    return parse


_sql_url = _url_of(("sqlite", "postgresql"), "postgresql://user@host/name or sqlite:////path/to/file.db")


def _networks(text: str) -> tuple[str, ...]:
    networks = _words(text)
    for network in networks:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            raise ValueError(f"{network!r} is not an address or a network such as 10.0.0.0/8") from None
    return networks


def _level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
    return text.upper()


def _api_url(text: str) -> str:
    parts = urlsplit(text)
    plain = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    plain = plain and not (parts.query or parts.fragment)
    if text and (not plain or parts.username or not text.isascii() or not text.isprintable()):
        raise ValueError(
            "must be the root of an HTTP API such as https://shop.example/bot, without a name or a key in it"
        )
    return text.rstrip("/")


def _api_key(text: str) -> str:
    if not (text.isascii() and text.isprintable() and " " not in text):
        raise ValueError("must be ASCII without spaces")
    return text


def _check_api(values: Mapping[str, Any]) -> None:
    """A shop that is connected by its API has a key, and nobody may be anybody there."""
    if values["shop_api_url"] and not values["shop_api_key"]:
        raise ConfigurationError("BOT_SHOP_API_KEY: must be set with BOT_SHOP_API_URL")
    if values["shop_api_url"] and values["demo"]:
        raise ConfigurationError("BOT_DEMO: the demo's “log in as” is for the SQL shop: unset it, or BOT_SHOP_API_URL")


SPECS: tuple[_Spec, ...] = (
    _Spec("host", "127.0.0.1", str, "address that the gateway listens on"),
    _Spec("port", "8080", _integer(1, 65535), "port that the gateway listens on; the only fixed one"),
    _Spec("data_dir", "./var", Path, "database, Redis, models, uploads and secrets of this instance"),
    _Spec("database_url", "", _sql_url, "SQLAlchemy URL of the records; empty: SQLite under the data dir", True),
    _Spec("shop_url", "", _sql_url, "SQLAlchemy URL of the demo shop; empty: SQLite under the data dir", True),
    _Spec("shop_api_url", "", _api_url, "root of your shop's own HTTP API (docs/connect.md); empty: the SQL shop"),
    _Spec("shop_api_key", "", _api_key, "key that the bot shows to that API, as a bearer token", True),
    _Spec(
        "redis_url",
        "",
        _url_of(("redis", "rediss", "unix"), "redis://127.0.0.1:6379/0"),
        "Redis; empty: an embedded server under the data dir",
        True,
    ),
    _Spec("workers", "1", _integer(1, 64), "worker processes"),
    _Spec("gateways", "1", _integer(1, 16), "gateway processes that share the port"),
    _Spec(
        "origins", "", _origin_list, "origins whose pages may open the widget; this instance's own are always allowed"
    ),
    _Spec("trusted_proxies", "", _networks, "addresses or networks of proxies whose X-Forwarded-For is believed"),
    _Spec(
        "identity_secret", "", str, "key with which the shop signs its customers' identities; empty: made once", True
    ),
    _Spec("timezone", "Asia/Shanghai", _zone, "the shop's time zone"),
    _Spec(
        "notify_url",
        "",
        _url_of(("http", "https"), "https://shop.example/messages"),
        "webhook that gets messages for shoppers who are away",
        True,
    ),
    _Spec("metrics_token", "", str, "bearer token for /metrics from elsewhere than loopback", True),
    _Spec(
        "demo", "auto", _flag_or_auto, "the demo storefront's “log in as”; auto: only while no shop of your own is set"
    ),
    _Spec("test_clock", "0", _flag, "1 allows `xiaonuan clock` to move the business clock"),
    _Spec("frames_burst", "30", _integer(1, 100000), "frames at once per conversation"),
    _Spec("frames_per_s", "5", _number(0.1, 100000), "frames a second per conversation after the burst"),
    _Spec("sockets_per_address", "3000", _integer(1, 1000000), "open sockets per address"),
    _Spec("visitors_per_s", "100", _number(0.1, 1000000), "new visitors a second per address"),
    _Spec("proof_misses_per_conversation", "5", _integer(1, 100), "wrong phone tails per conversation"),
    _Spec("proof_misses_per_order", "10", _integer(1, 1000), "wrong phone tails per order in 24 h"),
    _Spec("proof_misses_per_address", "100", _integer(1, 100000), "wrong phone tails per address in 1 h"),
    _Spec(
        "turn_deadline_s", "12", _number(1, 600), "after which a turn without an end is ended with a failure message"
    ),
    _Spec("tensorflow", "0", _flag, "1 runs Rasa with TensorFlow, for a profile with an encoder (docs/nlu.md)"),
    _Spec("log_level", "INFO", _level, "DEBUG, INFO, WARNING or ERROR"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The values of one instance, parsed. Build with `Settings.load()`; tests may use `dataclasses.replace`."""

    host: str
    port: int
    data_dir: Path
    database_url: str
    shop_url: str
    shop_api_url: str
    shop_api_key: str
    redis_url: str
    workers: int
    gateways: int
    origins: tuple[str, ...]
    trusted_proxies: tuple[str, ...]
    identity_secret: str
    timezone: ZoneInfo
    notify_url: str
    metrics_token: str
    demo: bool
    test_clock: bool
    frames_burst: int
    frames_per_s: float
    sockets_per_address: int
    visitors_per_s: float
    proof_misses_per_conversation: int
    proof_misses_per_order: int
    proof_misses_per_address: int
    turn_deadline_s: float
    tensorflow: bool
    log_level: str

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the environment; derive what is empty; raise ConfigurationError that names the variable at fault."""
        source = os.environ if environ is None else environ
        values = {spec.field: _parsed(spec, source) for spec in SPECS}
        data_dir = Path(values["data_dir"]).expanduser().resolve()
        values["data_dir"] = data_dir
        if values["demo"] is None:
            values["demo"] = not values["shop_url"] and not values["shop_api_url"]
        _check_api(values)
        values["database_url"] = values["database_url"] or f"sqlite:///{data_dir / 'records.db'}"
        values["shop_url"] = values["shop_url"] or f"sqlite:///{data_dir / 'shop.db'}"
        return cls(**values)

    @property
    def secrets_dir(self) -> Path:
        return self.data_dir / "secrets"

    @property
    def models_dir(self) -> Path:
        return self.data_dir / "models"

    @property
    def uploads_dir(self) -> Path:
        return self.data_dir / "uploads"

    @property
    def run_dir(self) -> Path:
        """Where the supervisor keeps its lock, its state and (when the path is short enough) its sockets."""
        return self.data_dir / "run"

    def secret(self, name: str) -> str:
        """A 256-bit secret of this instance by name, made at first use and kept in the data dir (mode 0600)."""
        if name == "identity" and self.identity_secret:
            return self.identity_secret
        path = self.secrets_dir / name
        self.secrets_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return _read_when_written(path)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(32))
        return path.read_text()


def _read_when_written(path: Path) -> str:
    """Another process may have created the file and not written it yet: wait for its one short write."""
    import time

    for _ in range(200):
        text = path.read_text()
        if text:
            return text
        time.sleep(0.01)
    raise ConfigurationError(f"{path} is empty: delete it, and a new secret is made at the next start")


def _parsed(spec: _Spec, environ: Mapping[str, str]) -> Any:
    text = environ.get(spec.variable, "") or spec.default
    try:
        return spec.parse(text)
    except ValueError as error:
        shown = "its value" if spec.secret else repr(text)
        raise ConfigurationError(f"{spec.variable}: {shown} {error}") from error


def describe(settings: Settings, environ: Mapping[str, str] | None = None) -> list[Setting]:
    """All settings with value, default and source, in the order of SPECS; secrets are masked."""
    source = os.environ if environ is None else environ
    rows = []
    for spec in SPECS:
        value = getattr(settings, spec.field)
        given = bool(source.get(spec.variable))
        if spec.secret:
            value = "***" if given else ""
        rows.append(
            Setting(
                name=spec.variable,
                value=value if isinstance(value, (int, float, bool)) else _shown(value),
                default=spec.default,
                source="environment" if given else "default",
                secret=spec.secret,
                help=spec.help,
            )
        )
    return rows


def _shown(value: Any) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


assert {spec.field for spec in SPECS} == {field.name for field in fields(Settings)}
