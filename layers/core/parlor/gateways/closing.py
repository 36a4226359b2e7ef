"""Ending sockets from our side, through API Gateway's `@connections`."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import get_session


class ApiGatewayCloser:
    """`endpoint` is the https address of the WebSocket API's stage."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def close(self, connections: Iterable[str]) -> None:
        for connection in connections:
            try:
                self._client.delete_connection(ConnectionId=connection)
            except ClientError as error:
                if error.response["Error"]["Code"] not in ("GoneException", "410"):
                    raise

    @cached_property
    def _client(self) -> Any:
        config = Config(connect_timeout=3, read_timeout=3, retries={"total_max_attempts": 2})
        return get_session().create_client("apigatewaymanagementapi", endpoint_url=self._endpoint, config=config)
