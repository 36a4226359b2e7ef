"""One DynamoDB client for all models and transactions of a function: making a client costs some 50 ms of CPU."""

from collections.abc import Iterable
from functools import cache

from botocore.config import Config
from botocore.session import get_session
from pynamodb.connection import Connection
from pynamodb.models import Model

_CONFIG = Config(
    # A function has ten seconds; a request takes some five milliseconds.
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 3},
    # PynamoDB builds requests from our models.
    parameter_validation=False,
    # botocore puts its own together from parts, twice for each request: a tenth of the request's CPU.
    user_agent="parlor",
)


@cache
def connection() -> Connection:
    """The connection for transactions."""
    made = Connection()
    made._client = get_session().create_client("dynamodb", config=_CONFIG)
    return made


def bind(models: Iterable[type[Model]], table_name: str) -> None:
    """Gives the models their table and the shared client. PynamoDB would make a client for each model."""
    for model in models:
        model.Meta.table_name = table_name
        model._get_connection().connection._client = connection().client
