"""Which network addresses lie outside the house, also those that carry another one inside them. Pure."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""NAT64: what a network without IPv4 makes of a public address, and somebody hostile of an internal one."""
_COMPATIBLE = IPv6Network("::/96")
_OUTSIDE = IPv6Network("2000::/3")
"""All that is handed out to the public of IPv6."""
_ODD = (IPv6Network("2001::/23"), IPv6Network("2002::/16"), IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
"""Tunnels (Teredo, 6to4) and protocol assignments: no service that is called lives there."""


def is_public(text: str) -> bool:
    """Whether an address, as the system looked it up, is one of the public internet and of one host."""
    found = [ip_address(text)]
    found += _carried(found[0])
    return all(_is_outside(one) for one in found[1:] or found)


def _carried(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 address inside: what is really called."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        yield address.ipv4_mapped
    elif isinstance(address, IPv6Address) and (address in _TRANSLATED or address in _COMPATIBLE):
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def _is_outside(address: IPv4Address | IPv6Address) -> bool:
    if any(address in odd for odd in _ODD) or (isinstance(address, IPv6Address) and address not in _OUTSIDE):
        return False
    return address.is_global and not address.is_multicast
