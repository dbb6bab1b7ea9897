"""Whom an address stands for: one IPv4 address, or the /64 of IPv6 that a home or a phone is given as a whole."""

from ipaddress import IPv6Address, ip_address


def network(address: str | None) -> str:
    """The one that limits and shares are counted for; a text that is no address stands for itself."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return f"{IPv6Address(int(found) >> 64 << 64)}/64"
    return str(found)
