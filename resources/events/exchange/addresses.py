"""Which internet addresses are open to all: those inside our own network are not."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_ODD = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))  # not everyone knows them
_NAT64, _UNICAST = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2000::/3")


def is_public(address: Address) -> bool:
    """Whether *address* is one of the open internet, also where it carries another within itself."""
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    unicast = address.version == 4 or address in _UNICAST
    odd = address.is_multicast or address.is_reserved or any(address in each for each in _ODD)
    return unicast and address.is_global and not odd


def _inner(address: Address) -> Address | None:
    """The address that an IPv6 one stands for: mapped, of 6to4, or of NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    nat64 = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
    return address.ipv4_mapped or address.sixtofour or nat64
