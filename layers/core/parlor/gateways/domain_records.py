"""TXT records, asked for as anybody would: the proof that a company has a domain."""

from parlor.domain.errors import Unavailable

_PATIENCE_S = 6


class TxtRecords:
    """`servers` (host:port, separated by commas) are asked before the system's own."""

    def __init__(self, servers: str = "") -> None:
        self._servers = [each.strip() for each in servers.split(",") if each.strip()]

    def texts(self, name: str) -> list[str]:
        from dns.exception import DNSException
        from dns.nameserver import Do53Nameserver
        from dns.resolver import NXDOMAIN, NoAnswer, Resolver

        resolver = Resolver()
        first = [Do53Nameserver(host, int(port)) for host, _, port in (server.rpartition(":") for server in self._servers)]
        resolver.nameservers = [*first, *resolver.nameservers]
        resolver.lifetime = _PATIENCE_S
        try:
            answer = resolver.resolve(f"{name}.", "TXT")
        except (NXDOMAIN, NoAnswer):
            return []
        except DNSException:
            raise Unavailable("The domain's name servers do not answer. Try again.") from None
        return [b"".join(record.strings).decode(errors="replace") for record in answer]
