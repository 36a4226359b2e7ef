"""Requests made from the published OpenAPI document by schemathesis, well-formed and broken ones, against the API in memory.

Each answer has a status, a type and a form that the document names, none is a fault of ours, and what is refused has written nothing.
A quick part with a fixed seed; `make fuzz` sends many more, each time others.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from parlor.domain.ids import new_ulid
from parlor.protocol.operations import OPERATIONS, Operation
from scripts.paths import ROOT
from tests.fakes.api import Api, colleague, sign_up
from tests.fakes.dynamo import tables
from tests.fakes.hostile import tell
from tests.fakes.writes import Written, watched
from tests.fakes.wsgi import Gateway

TIMES = int(os.environ.get("FUZZ", "0"))
"""How often each operation is asked in each of the two ways; 0: the quick part."""
EACH = TIMES or 1
ANSWERED_ALL_THE_SAME = ("LIMIT#", "#AUDIT#", "#SIGNINS#")
"""What a refusal may write: counters, and that it was refused."""
CHECKS = [checks.not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ON_PURPOSE = {("ask_transcript", 503)}
"""Faults that a caller may well see: here there is no mail."""
how = settings(
    max_examples=EACH,
    derandomize=not TIMES,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink] if TIMES else [Phase.generate],
    suppress_health_check=list(HealthCheck),
    verbosity=Verbosity.quiet,
)


class Hall:
    """The API with a company, and what its things are called, so that requests get past the doors."""

    def __init__(self, api: Api, written: Written) -> None:
        self.api = api
        self.written = written
        self.gateway = Gateway(api.answer)
        self.statuses: Counter[int] = Counter()
        self._companies = 0
        self.move_in()

    def move_in(self) -> None:
        """A company of its own."""
        self._companies += 1
        number, api = self._companies, self.api
        self.admin = sign_up(api, f"Tea {number}", f"owner{number}@example.com")
        agent = colleague(self.admin, f"agent{number}@example.com", "7")
        style = self.admin.get("/styles")["styles"][0]["style_id"]
        visit = api.call("POST", "/widget/visit", {"tenant_id": self.admin.tenant, "style_id": style}).json
        self.names: dict[str, list[Any]] = {
            "style_id": [style],
            "tenant_id": [self.admin.tenant],
            "department_id": [each["department_id"] for each in self.admin.get("/departments")["departments"]],
            "agent_id": [self.admin.agent_id, agent.agent_id],
            "visitor_token": [visit["visitor_token"]],
            "visitor_id": [visit["visitor_id"]],
            "version": [1, 0, 2],
            "email": [f"agent{number}@example.com", self.admin.email],
            "url": ["https://tea.example/"],
        }

    def open_again(self) -> None:
        """Somebody may have signed themselves out, or made a rule that holds everybody."""
        if self.admin.call("GET", "/me").status != 200:
            self.move_in()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.admin.token}", "X-Parlor-Tenant": self.admin.tenant}


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    with tables(), watched() as written:
        hall = Hall(Api(), written)
        yield hall
        tell("requests", hall.statuses)


@pytest.fixture(scope="module")
def document() -> Any:
    return schemathesis.openapi.from_dict(json.loads((ROOT / "docs/api/openapi.json").read_text()))


def grounded(data: st.DataObject, value: Any, names: dict[str, list[Any]], name: str = "") -> Any:
    """The same with names of real things in the place of invented ones, here and there."""
    if isinstance(value, dict):
        return {key: grounded(data, inner, names, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [grounded(data, inner, names, name.rstrip("s")) for inner in value]
    if name in names and type(value) is type(names[name][0]) and data.draw(st.integers(0, 3)):
        return data.draw(st.sampled_from(names[name]))
    return value


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_no_request_gets_an_answer_that_the_document_does_not_know(
    hall: Hall, document: Any, operation: Operation, mode: GenerationMode
) -> None:
    described = document[operation.path][operation.method]
    if mode is GenerationMode.NEGATIVE and operation.body is None and not operation.query:
        pytest.skip("nothing of it can be broken")

    hall.open_again()

    @how
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(described.as_strategy(generation_mode=mode, feedback=FeedbackSources()))
        for name in case.path_parameters or {}:
            case.path_parameters[name] = data.draw(st.sampled_from([*hall.names.get(name, []), new_ulid(1), "x"]))
        if mode is GenerationMode.POSITIVE:
            case.body = grounded(data, case.body, hall.names)
        hall.written.begin()
        answer = case.call(app=hall.gateway, headers=hall.headers)
        hall.statuses[answer.status_code] += 1
        if (operation.id, answer.status_code) not in ON_PURPOSE:
            case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= 400:
            kept = [key for key in hall.written.keys if not any(part in key for part in ANSWERED_ALL_THE_SAME)]
            assert not kept, (case.as_curl_command(), answer.text, kept)

    ask()
