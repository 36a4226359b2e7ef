"""Wiring of the mails that the timers' function sends."""

from parlor.domain.jobs import LeftMessageReceipt
from parlor.gateways.push import WebPush
from parlor.gateways.tokens import Tokens
from parlor.runtime.app import App
from parlor.storage import left_messages, push
from parlor.storage.left_messages import LeftMessageStore
from parlor.storage.notices import NoticeStore
from parlor.storage.push import PushStore
from parlor.usecases.send_receipt import send_receipt
from parlor.usecases.send_unread_notice import UnreadNotices


def receipt(job: LeftMessageReceipt, app: App) -> str:
    left_messages.bind(app.settings.chat_table)
    return send_receipt(job, app.directory, LeftMessageStore(app.tenant), app.mailer, app.clock)


def unread_notices(app: App, tokens: Tokens) -> UnreadNotices:
    settings = app.settings
    push.bind(settings.chat_table)
    return UnreadNotices(
        app.tenant,
        app.directory,
        app.conversations,
        NoticeStore(app.tenant),
        PushStore(app.tenant),
        WebPush(app.token_secret, app.clock.now_ms, settings.mail_from, settings.more_push_hosts),
        app.mailer,
        tokens,
        app.clock,
        settings.site_url,
        settings.api_url,
    )
