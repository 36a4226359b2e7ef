"""Pushing frames to browsers through API Gateway's `@connections`.

Two pushes go out for each message. botocore's client would take 0.7 ms of CPU for each and 60 ms to be made in a cold start; one
signed POST over a connection that stays open takes 0.25 ms. urllib3 comes with botocore.
"""

from collections.abc import Iterable
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.httpsession import get_cert_path
from botocore.session import Session, get_session

from parlor.domain import measures

if TYPE_CHECKING:
    from concurrent.futures import Executor

_PARALLEL = 8
_TIMEOUT_S = 3
_ONCE_MORE = urllib3.Retry(total=1, status_forcelist=(429, 500, 502, 503, 504), allowed_methods=None, redirect=0, raise_on_status=False)
"""A frame that comes twice does no harm: clients know an entry by its place."""


class PushRefused(Exception):
    """API Gateway did not take a frame or answer a question."""


class ApiGatewaySockets:
    """`endpoint` is the https address of the WebSocket API's stage. `on_lost` is told why a push was lost."""

    def __init__(self, endpoint: str, on_lost: Any) -> None:
        self._endpoint = endpoint
        self._on_lost = on_lost

    def push(self, connections: Iterable[str], frame: Any) -> set[str]:
        """Sends the frame to each connection. A push is a hint: what is lost comes with the next sync.

        Returns the connections that do not exist any more.
        """
        data = msgspec.json.encode(frame)
        targets = list(connections)
        if len(targets) < 3:
            return {each for each in targets if not self._send(each, data)}
        return {
            each for each, there in zip(targets, self._pool.map(lambda each: self._send(each, data), targets), strict=True) if not there
        }

    def is_open(self, connection: str) -> bool:
        """Asks API Gateway. Raises `PushRefused` when that does not say."""
        answer = self._ask("GET", connection)
        if answer.status not in (HTTPStatus.OK, HTTPStatus.GONE):
            raise PushRefused(f"{answer.status} {answer.data[:200].decode(errors='replace')}")
        return bool(answer.status == HTTPStatus.OK)

    def _ask(self, method: str, connection: str, data: bytes | None = None) -> Any:
        request = AWSRequest(method, f"{self._endpoint}/@connections/{quote(connection, safe='')}", data=data)
        SigV4Auth(self._credentials.get_frozen_credentials(), "execute-api", self._region).add_auth(request)
        return self._http.request(method, request.url, body=data, headers=dict(request.headers.items()))

    def _send(self, connection: str, data: bytes) -> bool:
        try:
            answer = self._ask("POST", connection, data)
        except urllib3.exceptions.HTTPError as error:
            self._on_lost(error)
            return True
        if answer.status == HTTPStatus.GONE:
            measures.note("GoneSockets")
            return False
        if answer.status != HTTPStatus.OK:
            self._on_lost(PushRefused(f"{answer.status} {answer.data[:200].decode(errors='replace')}"))
        return True

    @cached_property
    def _session(self) -> Session:
        return get_session()

    @cached_property
    def _credentials(self) -> Credentials:
        return self._session.get_credentials()

    @cached_property
    def _region(self) -> str:
        region: str = self._session.get_config_variable("region")
        return region

    @cached_property
    def _http(self) -> urllib3.PoolManager:
        return urllib3.PoolManager(
            maxsize=_PARALLEL,
            timeout=_TIMEOUT_S,
            retries=_ONCE_MORE,
            ca_certs=self._session.get_config_variable("ca_bundle") or get_cert_path(True),
        )

    @cached_property
    def _pool(self) -> "Executor":
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(_PARALLEL)
