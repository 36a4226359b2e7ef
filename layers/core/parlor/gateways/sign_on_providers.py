"""Companies' providers in the pool of single sign-on, for functions that know nothing of tokens."""

from typing import Any

from botocore.exceptions import ClientError

_GONE = "ResourceNotFoundException"


def delete_provider(pool: Any, pool_id: str, provider: str, client: str) -> None:
    """A company's provider and its client; what is gone already is no fault. `pool` is Cognito's client."""
    for delete, name in (
        (pool.delete_user_pool_client, {"ClientId": client}),
        (pool.delete_identity_provider, {"ProviderName": provider}),
    ):
        try:
            delete(UserPoolId=pool_id, **name)
        except ClientError as error:
            if error.response["Error"]["Code"] != _GONE:
                raise
