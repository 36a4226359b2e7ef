"""Every refusal, in one tree. `code` is stable and public; the message is for people.

ParlorError
├── Invalid          bad_frame · unknown_action · unknown_field · required · invalid ·
│                    too_long                                                             400
├── Unauthorized     unauthorized                                                         401
├── Forbidden        forbidden · not_a_member · outside_role · blocked · signed_out ·
│   │                tenant_suspended · tenant_closing · address_refused · held                            403
│   ├── StepNeeded   second_factor_required (with challenge)
│   └── MissingRight forbidden (and an entry in the audit log)
├── NotFound         not_found                                                            404
├── Conflict         conflict · already_accepted · conversation_closed · nobody_online ·
│                    at_ceiling · transfer_over · transfer_pending · out_of_order · exists ·
│                    too_late · not_uploaded · already_answered · queue_full ·
│                    not_active · already_yours · not_yourself                            409
│   └── Closed       nobody_online (with opens_at)
├── Unavailable      unavailable                                                          503
└── RateLimited      rate_limited (with retry_after_ms)                                   429
"""


class ParlorError(Exception):
    """A request was refused and changed nothing."""

    status = 500
    code = "internal"

    def __init__(self, message: str, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.field = field
        self.retry_after_ms: int | None = None
        self.opens_at: int | None = None
        self.challenge: str | None = None


class Invalid(ParlorError):
    status = 400
    code = "invalid"


class Unauthorized(ParlorError):
    status = 401
    code = "unauthorized"


class Forbidden(ParlorError):
    status = 403
    code = "forbidden"


class StepNeeded(Forbidden):
    """The password is right, and a code is wanted besides. `challenge` goes with it into the next request."""

    code = "second_factor_required"

    def __init__(self, challenge: str) -> None:
        super().__init__("Give the code of your authenticator, too.")
        self.challenge = challenge


class MissingRight(Forbidden):
    """Staff asked for something that they have no right to; `right` names it (domain/rights.py)."""

    def __init__(self, right: str) -> None:
        super().__init__("You do not have the right to do this.")
        self.right = right


class NotFound(ParlorError):
    status = 404
    code = "not_found"


class Conflict(ParlorError):
    status = 409
    code = "conflict"


class Closed(Conflict):
    """Outside the working hours; `opens_at` is None when that is not known."""

    code = "nobody_online"

    def __init__(self, message: str, *, opens_at: int | None) -> None:
        super().__init__(message)
        self.opens_at = opens_at


class Unavailable(ParlorError):
    """Something that we rely on gave no answer; trying again later may help."""

    status = 503
    code = "unavailable"


class RateLimited(ParlorError):
    status = 429
    code = "rate_limited"

    def __init__(self, message: str, *, retry_after_ms: int) -> None:
        super().__init__(message)
        self.retry_after_ms = retry_after_ms


class StaleWrite(Exception):
    """A conditional write met newer data. Never leaves a use case: it reads again and decides again."""


class Contended(StaleWrite):
    """An agent's row was in another transaction at this moment: nothing was written, and nothing is known of the room."""
