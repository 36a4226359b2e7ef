"""Pushing frames to browsers through API Gateway's `@connections`."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session

if TYPE_CHECKING:
    from concurrent.futures import Executor

_PARALLEL = 8
_TIMEOUT_S = 3


class _ManagementClient(Protocol):
    def post_to_connection(self, *, ConnectionId: str, Data: bytes) -> object:  # noqa: N803 (as botocore names them)
        ...


class ApiGatewaySockets:
    """`endpoint` is the https address of the WebSocket API's stage."""

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

    def _send(self, connection: str, data: bytes) -> bool:
        try:
            self._client.post_to_connection(ConnectionId=connection, Data=data)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("GoneException", "410"):
                return False
            self._on_lost(error)
        except BotoCoreError as error:
            self._on_lost(error)
        return True

    @cached_property
    def _client(self) -> _ManagementClient:
        config = Config(
            connect_timeout=_TIMEOUT_S, read_timeout=_TIMEOUT_S, retries={"total_max_attempts": 2}, max_pool_connections=_PARALLEL
        )
        client: _ManagementClient = get_session().create_client("apigatewaymanagementapi", endpoint_url=self._endpoint, config=config)
        return client

    @cached_property
    def _pool(self) -> "Executor":
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(_PARALLEL)
