"""Calls addresses that strangers have written down, and no address of our own network.

A name is looked up once, every address that it stands for is judged, and the connection goes to the address that was judged: DNS that
answers differently the next moment changes nothing. Redirects are not followed and nothing of the answer's body is kept.
"""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

import urllib3
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout

from parlor.domain.webhooks import Answered, Trouble

PATIENCE_S = 8.0
_READ_MAX = 16 * 1024
Lookup = Callable[[str, int], list[str]]


def addresses_of(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(text: str) -> bool:
    """Whether an address belongs to the public network, also behind the ways in which IPv6 wraps an IPv4 address."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None) or _nat64(address)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def _nat64(address: IPv6Address) -> IPv4Address | None:
    packed = address.packed
    return IPv4Address(packed[-4:]) if packed[:12] == bytes.fromhex("0064ff9b") + bytes(8) else None


class WebhookCaller:
    """`more_hosts` are the operator's additions: they may be anywhere and speak plain HTTP."""

    def __init__(self, more_hosts: Sequence[str], lookup: Lookup = addresses_of, patience_s: float = PATIENCE_S) -> None:
        self._more_hosts = more_hosts
        self._lookup = lookup
        self._patience_s = patience_s

    def post(self, url: str, headers: dict[str, str], body: bytes) -> Answered:
        started = time.perf_counter()
        status, problem = self._try(url, headers, body)
        return Answered(status=status, problem=problem, took_ms=round((time.perf_counter() - started) * 1000))

    def _try(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int | None, Trouble]:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = self._lookup(host, port)
        except OSError:
            return None, "unreachable"
        if host not in self._more_hosts and not (parts.scheme == "https" and all(map(is_public, found))):
            return None, "forbidden_address"
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            status = self._send(parts.scheme, found[0], host, port, path, headers, body)
        except urllib3.exceptions.NewConnectionError:
            # In older versions a kind of time-out.
            return None, "unreachable"
        except urllib3.exceptions.TimeoutError:
            return None, "timeout"
        except (urllib3.exceptions.SSLError, ssl.SSLError):
            return None, "tls"
        except (urllib3.exceptions.HTTPError, OSError):
            return None, "unreachable"
        if 300 <= status < 400:
            return status, "redirect"
        return status, "" if 200 <= status < 300 else "status"

    def _send(self, scheme: str, address: str, host: str, port: int, path: str, headers: dict[str, str], body: bytes) -> int:
        timeout = Timeout(total=self._patience_s)
        pool: HTTPConnectionPool
        if scheme == "https":
            pool = HTTPSConnectionPool(
                address, port, timeout=timeout, server_hostname=host, assert_hostname=host, ssl_context=ssl.create_default_context()
            )
        else:
            pool = HTTPConnectionPool(address, port, timeout=timeout)
        with pool:
            named = host if port in (80, 443) else f"{host}:{port}"
            answer = pool.urlopen(
                "POST", path, body=body, headers={**headers, "Host": named}, redirect=False, retries=False, preload_content=False
            )
            try:
                answer.read(_READ_MAX)
                return answer.status
            finally:
                answer.close()
