"""Erasures as the API tells of them."""

from parlor.domain.erasures import PARTS, Erasure
from parlor.protocol.rest_personal import ErasureView


def erasure_view(erasure: Erasure, now: int) -> ErasureView:
    place = erasure.step.partition("@")[0]
    share = 1.0 if erasure.state == "done" else (PARTS.index(place) + 1) / (len(PARTS) + 1) if place in PARTS else 0.0
    return ErasureView(
        erasure_id=erasure.erasure_id,
        subject=erasure.subject,
        state=erasure.state,
        stopped=erasure.is_stopped(now),
        agent_id=erasure.agent_id,
        agent_name=erasure.agent_name,
        reference=erasure.reference,
        created_at=erasure.created_at,
        finished_at=erasure.finished_at,
        looked_again_at=erasure.looked_again_at,
        share=round(share, 2),
        erased=erasure.erased,
    )
