"""$disconnect: a socket has closed, by will or by accident."""

from parlor.domain.caller import Caller
from parlor.runtime.app import App
from parlor.runtime.handler import connection_handler
from parlor.usecases.connect import disconnect


@connection_handler
def handler(caller: Caller, app: App) -> None:
    disconnect(caller.tenant, caller.role, caller.subject, caller.connection, app.presence, app.timers)
