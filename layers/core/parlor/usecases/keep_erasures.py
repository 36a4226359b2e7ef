"""Staff look at what is kept of a person, have it erased, and read the receipts."""

from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.erasures import Erasure, ErasureId, ErasureQueue, Erasures, Request, check_no_conversation
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import CustomerId, TenantId, VisitorId, new_ulid, visitor_number
from parlor.domain.personal_data import Found, Person, PersonRows
from parlor.domain.ports import Clock
from parlor.domain.staff import Staff
from parlor.protocol import rest_personal as rest

LOOKED_AT = 100
"""Conversations that are counted while somebody waits."""


class KeepErasures:
    """One tenant's."""

    def __init__(self, tenant: TenantId, rows: PersonRows, erasures: Erasures, queue: ErasureQueue, clock: Clock) -> None:
        self._tenant = tenant
        self._rows = rows
        self._erasures = erasures
        self._queue = queue
        self._clock = clock

    def look(self, asked: rest.AskPerson | rest.ErasePerson) -> rest.PersonalData:
        """Raises `Invalid`, `NotFound`."""
        person = self._person(asked)
        found = self._rows.look(person, LOOKED_AT)
        under_way = self._erasures.asked(person.reference(self._tenant))
        return rest.PersonalData(
            name=_typed(found),
            customer_id=person.customer_id,
            visitors=len(person.visitors),
            conversations=len(found.conversations),
            messages=found.messages,
            files=sum(1 for row in self._rows.of("files", found) if row.values.get("by_side")),
            more=found.more,
            conversation_id=found.open_conversation,
            erasure_id=under_way.erasure_id if under_way and under_way.state != "done" else None,
        )

    def erase(self, asked: rest.ErasePerson, staff: Staff, trail: Trail) -> Erasure:
        """Begins it; asked for again while it is under way, it is the same one.

        Raises `Invalid` (`confirm`), `NotFound`, `Conflict` (`conversation_open`).
        """
        person = self._person(asked)
        subject, now = person.reference(self._tenant), self._clock.now_ms()
        under_way = self._erasures.asked(subject)
        if under_way is not None and under_way.state != "done":
            self._queue.put(self._tenant, under_way.erasure_id)
            return under_way
        if under_way is not None:
            raise Conflict("This person was erased a moment ago. Try again in half an hour.", code="exists")
        found = self._rows.look(person, LOOKED_AT)
        if " ".join(asked.confirm.split()) != " ".join(_typed(found).split()):
            raise Invalid("This is not the name.", field="confirm")
        check_no_conversation(found)
        erasure = Erasure(
            erasure_id=ErasureId(new_ulid(now)),
            subject=subject,
            agent_id=staff.agent_id,
            agent_name=staff.agent.name,
            reference=asked.reference.strip(),
            created_at=now,
            alive_at=now,
        )
        self._erasures.begin(erasure, found)
        trail.done("erase_person", ("erasure", erasure.erasure_id, subject), after=Request(erasure.reference))
        self._queue.put(self._tenant, erasure.erasure_id)
        return erasure

    def get(self, erasure_id: ErasureId) -> Erasure:
        """Raises `NotFound`."""
        return self._erasures.get(erasure_id)

    def list(self, position: str | None) -> tuple[list[Erasure], str | None]:
        return self._erasures.page(position)

    def go_on(self, erasure_id: ErasureId, trail: Trail) -> Erasure:
        """Sends one on that has stopped. Raises `NotFound`, `Conflict` (`over`)."""
        erasure = self._erasures.get(erasure_id)
        if erasure.state == "done":
            raise Conflict("It is over already.", code="over", field="erasure_id")
        self._queue.put(self._tenant, erasure_id)
        trail.done("continue_erasure", ("erasure", erasure_id, erasure.subject))
        return replace(erasure, alive_at=self._clock.now_ms())

    def _person(self, asked: rest.AskPerson | rest.ErasePerson) -> Person:
        if (asked.customer_id is None) == (asked.visitor_id is None):
            raise Invalid("Say either the card or the visitor.", field="customer_id")
        customer = CustomerId(asked.customer_id) if asked.customer_id else None
        visitor = VisitorId(asked.visitor_id) if asked.visitor_id else None
        return self._rows.person(visitor=visitor, customer=customer)


def _typed(found: Found) -> str:
    return found.name or visitor_number(found.person.visitors[0])
