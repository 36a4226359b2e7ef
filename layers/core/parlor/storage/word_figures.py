"""Words in the figures: those of one conversation are taken out again."""

from typing import Any

from botocore.exceptions import ClientError

from parlor.domain.figures import attribute
from parlor.domain.ids import ConversationId, TenantId, ulid_time
from parlor.storage import connection, keys

_TRIES = 8
_Item = dict[str, Any]


class WordFigureStore:
    """One tenant's."""

    def __init__(self, tenant: TenantId, chat_table: str, metrics_table: str) -> None:
        self._tenant = tenant
        self._chat_table = chat_table
        self._metrics_table = metrics_table

    def forget_words(self, guard: str, conversation_id: ConversationId, words: tuple[str, ...]) -> int:
        """1 RU and a transaction of the guard and the hour's row: 4 WU; 1 more for words that nobody else said."""
        key = {"pk": {"S": keys.sheet(self._tenant, "page")}, "sk": {"S": keys.utc_hour(ulid_time(conversation_id))}}
        client = connection.connection().client
        names = {f"#n{place}": attribute("words", "word", word) for place, word in enumerate(words)}
        for _ in range(_TRIES):
            there: _Item = client.get_item(TableName=self._metrics_table, Key=key, ConsistentRead=True).get("Item") or {}
            counted = [place for place, name in names.items() if int(there.get(name, {}).get("N", "0")) > 0]
            steps: list[_Item] = [
                {
                    "Put": {
                        "TableName": self._chat_table,
                        "Item": {"pk": {"S": keys.erasure_guard(self._tenant, guard)}, "sk": {"S": conversation_id}},
                        "ConditionExpression": "attribute_not_exists(pk)",
                    }
                }
            ]
            if counted:
                change: _Item = {
                    "TableName": self._metrics_table,
                    "Key": key,
                    "UpdateExpression": "ADD " + ", ".join(f"{place} :minus" for place in counted) + ", #v :one",
                    "ConditionExpression": " AND ".join(f"{place} >= :one" for place in counted),
                    "ExpressionAttributeNames": {place: names[place] for place in counted} | {"#v": "_v"},
                    "ExpressionAttributeValues": {":minus": {"N": "-1"}, ":one": {"N": "1"}},
                }
                steps.append({"Update": change})
            try:
                client.transact_write_items(TransactItems=steps)
            except client.exceptions.TransactionCanceledException as refusal:
                reasons = [each.get("Code") for each in refusal.response.get("CancellationReasons", [])]
                if not reasons or reasons[0] != "ConditionalCheckFailed":
                    continue
                # Done before.
                counted = []
            self._drop_empty(key, list(names.values()))
            return len(counted)
        raise TimeoutError("Other batches of the same hour were always faster.")

    def _drop_empty(self, key: _Item, names: list[str]) -> None:
        """A word that nobody has said any more is no attribute, either."""
        client = connection.connection().client
        for name in names:
            try:
                client.update_item(
                    TableName=self._metrics_table,
                    Key=key,
                    UpdateExpression="REMOVE #name ADD #v :one",
                    ConditionExpression="#name <= :none",
                    ExpressionAttributeNames={"#name": name, "#v": "_v"},
                    ExpressionAttributeValues={":none": {"N": "0"}, ":one": {"N": "1"}},
                )
            except ClientError as refusal:
                if refusal.response["Error"]["Code"] != "ConditionalCheckFailedException":
                    raise

    def forget_guard(self, guard: str) -> None:
        """1 RU for some 40 conversations, 1 WU each."""
        client = connection.connection().client
        pk = {"S": keys.erasure_guard(self._tenant, guard)}
        asked: _Item = {"TableName": self._chat_table, "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": pk}}
        while found := client.query(**asked)["Items"]:
            for item in found:
                client.delete_item(TableName=self._chat_table, Key={"pk": pk, "sk": item["sk"]})
