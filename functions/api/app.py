"""The REST API: one function for every path, one Chalice blueprint for each area (parlor_api/areas)."""

from typing import Any

from chalice.app import Chalice

from parlor.runtime.checked import answers_checks
from parlor_api.adapter import answer_alone, with_route
from parlor_api.areas import (
    access,
    accounts,
    api_keys,
    blocking,
    company,
    customers,
    downloads,
    figures,
    files,
    identity,
    installation,
    internal,
    leaving,
    left_messages,
    library,
    monitor,
    notices,
    parked,
    people,
    personal,
    records,
    report_files,
    retention,
    roles,
    routing_rules,
    service,
    sign_on,
    styles,
    webhooks,
    widget,
    work,
)
from parlor_api.routing import blueprint

app = Chalice(app_name="parlor")
for area in (
    access,
    accounts,
    sign_on,
    company,
    leaving,
    service,
    styles,
    routing_rules,
    people,
    personal,
    customers,
    downloads,
    blocking,
    left_messages,
    library,
    files,
    identity,
    work,
    monitor,
    installation,
    internal,
    notices,
    parked,
    records,
    roles,
    figures,
    report_files,
    retention,
    webhooks,
    api_keys,
    widget,
):
    app.register_blueprint(blueprint(area.__name__, area.HANDLERS))


@answers_checks("presence")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """API Gateway's proxy event to Chalice, or straight to an answer where no operation fits."""
    alone = answer_alone(event)
    if alone is not None:
        return alone
    answer: dict[str, Any] = app(with_route(event), context)
    return answer
