"""$default: a frame whose action is not one of ours."""

from typing import Any

from parlor.domain.caller import Caller
from parlor.domain.errors import Invalid
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler


@websocket_handler(Any, reads="")
def handler(frame: Any, caller: Caller, app: App) -> None:
    raise Invalid("There is no such action.", code="unknown_action", field="action")
