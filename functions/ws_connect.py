"""$connect, behind the authorizer."""

from parlor.domain.caller import Caller
from parlor.runtime.app import App
from parlor.runtime.handler import connection_handler
from parlor.usecases.connect import connect


@connection_handler
def handler(caller: Caller, app: App) -> None:
    connect(caller, app.presence, lambda: app.reception, app.pushes, app.timers, app.clock)
