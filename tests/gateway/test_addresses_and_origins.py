"""Whose address counts, and which pages may talk."""

from collections.abc import Callable

import pytest

from bot.errors import ConfigurationError
from bot.gateway.addresses import Addresses, is_loopback, limit_key
from bot.gateway.origins import Origins, normalised
from bot.settings import Settings


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "address"),
    [
        ((), "203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        (("10.0.0.0/8",), "10.0.0.2", ["198.51.100.1"], "198.51.100.1"),
        (("10.0.0.0/8",), "10.0.0.2", ["6.6.6.6, 198.51.100.1, 10.0.0.3"], "198.51.100.1"),
        (("10.0.0.0/8",), "10.0.0.2", ["6.6.6.6", "198.51.100.1"], "198.51.100.1"),
        (("10.0.0.0/8",), "203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        (("10.0.0.0/8",), "10.0.0.2", ["junk"], "10.0.0.2"),
        (("10.0.0.0/8",), "10.0.0.2", [], "10.0.0.2"),
        (("::1",), "::1", ["[2001:db8::5]:443"], "2001:db8::5"),
        (("127.0.0.1",), "::ffff:127.0.0.1", ["198.51.100.1:5000"], "198.51.100.1"),
        ((), None, ["198.51.100.1"], "unknown"),
        ((), "/run/socket", [], "unknown"),
    ],
)  # fmt: skip
def test_only_a_trusted_proxy_is_believed(
    trusted: tuple[str, ...], peer: str | None, forwarded: list[str], address: str
) -> None:
    assert Addresses(trusted).of(peer, forwarded) == address


def test_a_proxy_that_is_no_network_is_named_at_the_start() -> None:
    with pytest.raises(ConfigurationError, match="BOT_TRUSTED_PROXIES"):
        Addresses(("nonsense",))


def test_an_ipv6_site_counts_as_one() -> None:
    assert limit_key("2001:db8::1") == limit_key("2001:db8::ffff:2") != limit_key("2001:db8:0:1::1")
    assert limit_key("203.0.113.9") == "203.0.113.9"
    assert is_loopback("127.0.0.8") and is_loopback("::1") and not is_loopback("203.0.113.9")


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:8090", True), ("http://localhost:8090", True), ("HTTP://LOCALHOST:8090", True),
        ("https://shop.example", True), ("https://shop.example:443", True), ("https://shop.example/", True),
        ("http://shop.example", False), ("https://shop.example.evil.example", False), ("https://evil.example", False),
        ("http://127.0.0.1:8080", False), ("https://127.0.0.1:8090", False), ("null", False), ("", False),
        ("https://shop.example@evil.example", False), ("https://shop.example/path", False), ("file://", False),
        ("https://shop.example:port", False), ("https://", False), ("*", False),
    ],
)  # fmt: skip
def test_only_listed_origins_and_the_own_ones_are_known(
    settings_for: Callable[..., Settings], origin: str, allowed: bool
) -> None:
    origins = Origins(settings_for(port=8090, origins="https://shop.example"))
    assert origins.allows(origin) is allowed


def test_default_ports_are_left_out() -> None:
    assert normalised("http://Shop.Example:80/") == "http://shop.example"
    assert normalised("http://[::1]:8080") == "http://[::1]:8080"
