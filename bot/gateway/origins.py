"""Which pages may talk to this gateway: the listed origins and the instance's own on this machine. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.settings import Settings

_DEFAULT_PORTS = {"http": 80, "https": 443}


def normalised(origin: str) -> str | None:
    """scheme://host[:port] in lower case, without a default port; None for what is no web origin (such as `null`)."""
    try:
        parts = urlsplit(origin.strip().lower())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.path not in ("", "/"):
        return None
    if parts.query or parts.fragment or "@" in parts.netloc:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown_port = "" if port is None or port == _DEFAULT_PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{host}{shown_port}"


class Origins:
    """`allows` answers for one Origin header; an absent header is the caller's to judge."""

    def __init__(self, settings: Settings) -> None:
        own = [f"http://{host}:{settings.port}" for host in _own_hosts(settings)]
        found = (normalised(origin) for origin in (*own, *settings.origins))
        self._allowed = frozenset(origin for origin in found if origin)

    def allows(self, origin: str) -> bool:
        return normalised(origin) in self._allowed


def _own_hosts(settings: Settings) -> list[str]:
    hosts = ["127.0.0.1", "localhost", "[::1]"]
    if settings.host not in ("0.0.0.0", "::", "", "127.0.0.1", "localhost", "::1"):
        hosts.append(f"[{settings.host}]" if ":" in settings.host else settings.host)
    return hosts
