"""Wiring of the notices of unread messages, for the timers' function."""

from parlor.gateways.mail import SesMailer
from parlor.gateways.tokens import Tokens
from parlor.runtime.app import App
from parlor.storage.notices import NoticeStore
from parlor.usecases.send_unread_notice import UnreadNotices


def unread_notices(app: App, tokens: Tokens) -> UnreadNotices:
    settings = app.settings
    return UnreadNotices(
        app.tenant,
        app.directory,
        app.conversations,
        NoticeStore(app.tenant),
        SesMailer(settings.mail_from),
        tokens,
        settings.site_url,
        settings.api_url,
    )
