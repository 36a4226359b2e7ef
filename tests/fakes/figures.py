"""What counts one, told in a line."""

from parlor.domain.figures import Total
from parlor.domain.ids import TenantId
from parlor.domain.metrics import Count, Counted


def one(tenant: TenantId, metric: Total, at: int, event: str) -> Counted:
    """An event that adds one to a total, at the moment at which it happened."""
    return Counted(tenant, event, at, (Count(metric, at),))
