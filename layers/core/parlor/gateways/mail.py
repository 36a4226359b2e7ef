"""Mail through SES."""

from functools import cached_property
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from botocore.session import get_session

from parlor.domain.mails import Mail, MailDown, MailRefused

_REFUSED = frozenset({"MessageRejected", "MailFromDomainNotVerifiedException", "BadRequestException", "NotFoundException"})
"""Of SES, however often it is asked: an address or a sender that it does not take, a content that it cannot read. All else may pass."""


class SesMailer:
    """`sender` is an address of a verified identity."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Hands the mail over, in one try. Raises `MailRefused` or `MailDown`. After a time-out the provider may have taken it all the
        same."""
        try:
            self._client.send_email(
                FromEmailAddress=self._sender, Destination={"ToAddresses": [mail.to]}, Content={"Simple": _content(mail)}
            )
        except ParamValidationError as error:
            raise MailRefused(str(error)) from error
        except ClientError as error:
            said = error.response["Error"]
            kind = MailRefused if said["Code"] in _REFUSED else MailDown
            raise kind(f"{said['Code']}: {said.get('Message', '')}") from error
        except BotoCoreError as error:
            raise MailDown(type(error).__name__) from error

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("sesv2", config=Config(connect_timeout=3, read_timeout=8, retries={"total_max_attempts": 1}))


def _content(mail: Mail) -> dict[str, Any]:
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
    return content
