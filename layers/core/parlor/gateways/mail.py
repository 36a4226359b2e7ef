"""Mail through SES."""

from functools import cached_property
from typing import Any

from botocore.config import Config
from botocore.session import get_session

from parlor.domain.mails import Mail


class SesMailer:
    """`sender` is an address of a verified identity."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Hands the mail over. Raises botocore's errors."""
        content: dict[str, Any] = {
            "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
            "Body": {"Text": {"Data": mail.text, "Charset": "UTF-8"}, "Html": {"Data": mail.html, "Charset": "UTF-8"}},
        }
        if mail.unsubscribe_url:
            content["Headers"] = [
                {"Name": "List-Unsubscribe", "Value": f"<{mail.unsubscribe_url}>"},
                {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
            ]
        if mail.attachments:
            content["Attachments"] = [
                {"FileName": each.name, "ContentType": each.content_type, "ContentDisposition": "ATTACHMENT", "RawContent": each.data}
                for each in mail.attachments
            ]
        self._client.send_email(FromEmailAddress=self._sender, Destination={"ToAddresses": [mail.to]}, Content={"Simple": content})

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("sesv2", config=Config(connect_timeout=3, read_timeout=8, retries={"total_max_attempts": 3}))
