"""What a company leaves outside the tables: objects in buckets, accounts of its people, its provider of single sign-on."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Protocol

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import get_session
from msgspec.structs import replace

from parlor.domain.identity import SIGN_ON
from parlor.domain.ids import TenantId
from parlor.domain.leaving import Account, Seen, Tally
from parlor.domain.single_sign_on import SignOn
from parlor.gateways.sign_on_providers import delete_provider

_CONFIG = Config(connect_timeout=3, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 5})
_MISSING = frozenset({"UserNotFoundException", "ResourceNotFoundException"})


class BucketSweep:
    """All objects of one company in one bucket, and uploads in parts that nobody has finished. `keys` are the beginnings of their keys,
    with the company's id in the place of `T`. Satisfies `Swept`."""

    def __init__(self, tenant: TenantId, bucket: str, keys: Iterable[str]) -> None:
        self._bucket = bucket
        self._prefixes = [key.replace("T/", f"{tenant}/") for key in keys]

    def look(self, position: str | None, *, delete: bool) -> Seen:
        """One page of one prefix. The position is the number of the prefix, and the key behind which it goes on."""
        number, _, after = (position or "0|").partition("|")
        prefix = self._prefixes[int(number)]
        answer = self._client.list_objects_v2(Bucket=self._bucket, Prefix=prefix, StartAfter=after)
        keys = [each["Key"] for each in answer.get("Contents", [])]
        found = len(keys) if answer.get("IsTruncated") else len(keys) + self._uploads(prefix, delete=delete)
        if delete and keys:
            self._delete(keys)
        if answer.get("IsTruncated"):
            return Seen(found, f"{number}|{keys[-1]}")
        following = int(number) + 1
        return Seen(found, f"{following}|" if following < len(self._prefixes) else None)

    def _delete(self, keys: list[str]) -> None:
        answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True})
        if answer.get("Errors"):
            raise OSError(f"{len(answer['Errors'])} objects could not be deleted, the first: {answer['Errors'][0]}")

    def _uploads(self, prefix: str, *, delete: bool) -> int:
        found = self._client.list_multipart_uploads(Bucket=self._bucket, Prefix=prefix).get("Uploads", [])
        for each in found if delete else []:
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=each["Key"], UploadId=each["UploadId"])
        return len(found)

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("s3", config=_CONFIG)


class Persons(Protocol):
    def leave(self, tenant: TenantId, subject: str) -> bool:
        """Their membership and sessions end; True when they work for no other company, and what was kept of them is deleted."""


class AccountPool:
    """The accounts of a company's people in one user pool; those of people who work for other companies, too, stay. Satisfies `Pool`."""

    def __init__(
        self, tenant: TenantId, pool_id: str, accounts: Callable[[], list[Account]], persons: Persons, *, by_sign_on: bool
    ) -> None:
        self._tenant = tenant
        self._pool_id = pool_id
        self._accounts = accounts
        self._persons = persons
        self._by_sign_on = by_sign_on

    def remove(self) -> Tally:
        found = deleted = kept = left = 0
        for account in self._accounts():
            for subject in account.subjects:
                if subject.startswith(SIGN_ON) is not self._by_sign_on:
                    continue
                found += 1
                if not self._persons.leave(self._tenant, subject):
                    kept += 1
                    continue
                self._delete(subject)
                deleted += 1
                left += self._name_of(subject) is not None
        return Tally(place="single_sign_on" if self._by_sign_on else "accounts", found=found, deleted=deleted, kept=kept, left=left)

    def _delete(self, subject: str) -> None:
        name = self._name_of(subject)
        if name is None:
            return
        try:
            self._client.admin_delete_user(UserPoolId=self._pool_id, Username=name)
        except ClientError as error:
            if error.response["Error"]["Code"] not in _MISSING:
                raise

    def _name_of(self, subject: str) -> str | None:
        """The pool's name of who has this subject."""
        sub = subject.rpartition(":")[2]
        users = self._client.list_users(UserPoolId=self._pool_id, Filter=f'sub = "{sub}"')["Users"]
        return str(users[0]["Username"]) if users else None

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("cognito-idp", config=_CONFIG)


class SignOnPool(AccountPool):
    """The pool of single sign-on: the company's provider and client go with the accounts."""

    def __init__(
        self, tenant: TenantId, pool_id: str, accounts: Callable[[], list[Account]], persons: Persons, settings: Callable[[], SignOn]
    ) -> None:
        super().__init__(tenant, pool_id, accounts, persons, by_sign_on=True)
        self._settings = settings

    def remove(self) -> Tally:
        tally, settings = super().remove(), self._settings()
        if not settings.provider:
            return tally
        delete_provider(self._client, self._pool_id, settings.provider, settings.client)
        return replace(tally, found=tally.found + 2, deleted=tally.deleted + 2)
