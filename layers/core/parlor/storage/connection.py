"""One DynamoDB client for all models and transactions of a function: making a client costs some 50 ms of CPU."""

from collections.abc import Iterable
from functools import cache

from pynamodb.connection import Connection
from pynamodb.models import Model


@cache
def connection() -> Connection:
    """The connection for transactions."""
    return Connection()


def bind(models: Iterable[type[Model]], table_name: str) -> None:
    """Gives the models their table and the shared client. PynamoDB would make a client for each model."""
    for model in models:
        model.Meta.table_name = table_name
        model._get_connection().connection._client = connection().client
