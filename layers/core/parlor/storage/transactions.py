"""Several rows written together, or none, and the refusal that belongs to the row that stood against it."""

from typing import Any

import msgspec
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from parlor.domain.errors import Conflict
from parlor.storage import connection

ITEMS_MAX = 100
"""Of one transaction: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html"""


class Put(msgspec.Struct):
    row: Any
    condition: Any
    refusal: Exception


class Update(msgspec.Struct):
    row: Any
    actions: list[Any]
    condition: Any
    refusal: Exception


class Delete(msgspec.Struct):
    row: Any
    condition: Any
    refusal: Exception


class Check(msgspec.Struct):
    """A row that is not changed, but must be so."""

    row: Any
    condition: Any
    refusal: Exception


Step = Put | Update | Delete | Check


def stale() -> Conflict:
    """Somebody came between reading and writing."""
    return Conflict("Somebody else has changed this meanwhile. Load it again.", field="version")


_REPORTED: dict[type[Step], int] = {Check: 0, Delete: 1, Put: 2, Update: 3}
"""PynamoDB sends the items of a transaction by kind, and so DynamoDB gives its reasons in this order."""


def transact(steps: list[Step]) -> None:
    """Writes all or nothing. Raises the refusal of the first step whose condition does not hold."""
    steps = sorted(steps, key=lambda step: _REPORTED[type(step)])
    try:
        with TransactWrite(connection=connection.connection()) as transaction:
            for step in steps:
                match step:
                    case Put():
                        transaction.save(step.row, condition=step.condition)
                    case Update():
                        transaction.update(step.row, actions=step.actions, condition=step.condition)
                    case Check():
                        transaction.condition_check(type(step.row), step.row.pk, step.row.sk, condition=step.condition)
                    case Delete():
                        transaction.delete(step.row, condition=step.condition)
    except TransactWriteError as error:
        reasons = error.cancellation_reasons or []
        for step, reason in zip(steps, reasons, strict=False):
            if reason is not None and reason.code == "ConditionalCheckFailed":
                raise step.refusal from None
        if any(reason is not None and reason.code == "TransactionConflict" for reason in reasons):
            raise stale() from None
        raise
