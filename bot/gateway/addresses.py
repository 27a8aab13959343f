"""Who is calling: the peer's address, or the one that a trusted proxy says it forwards for. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from bot.errors import ConfigurationError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

UNKNOWN = "unknown"  # a peer without an address, such as one on a unix socket
_IPV6_SITE_BITS = 64


class Addresses:
    """`of` gives the address of a request; what an untrusted peer writes into X-Forwarded-For is not believed."""

    def __init__(self, trusted_proxies: Sequence[str] = ()) -> None:
        try:
            self._trusted: list[Network] = [ipaddress.ip_network(text, strict=False) for text in trusted_proxies]
        except ValueError as error:
            raise ConfigurationError(f"BOT_TRUSTED_PROXIES: {error}") from error

    def of(self, peer: str | None, forwarded_for: Sequence[str] = ()) -> str:
        """The rightmost address that is no trusted proxy's, reading the chain from the peer outwards."""
        address = _parsed(peer or "")
        if address is None:
            return UNKNOWN
        hops = [hop for line in forwarded_for for hop in line.split(",")]
        while hops and self._is_trusted(address):
            said = _parsed(hops.pop())
            if said is None:
                break
            address = said
        return str(address)

    def trusts(self, peer: str | None) -> bool:
        """Whether what this peer forwards is believed."""
        address = _parsed(peer or "")
        return address is not None and self._is_trusted(address)

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def is_loopback(address: str) -> bool:
    parsed = _parsed(address)
    return parsed is not None and parsed.is_loopback


def limit_key(address: str) -> str:
    """What limits per address count by: an IPv6 customer has a whole /64 to choose from."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPV6_SITE_BITS), strict=False).network_address)
    return address


def _parsed(text: str) -> Address | None:
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
