"""The log: one line of JSON for each call of a function, which carries its metrics, too. Nobody's words or names, and no addresses.

The metrics are in CloudWatch's embedded format, written here: Powertools' own class costs 54 ms of import in each cold start, and a line
of its own for each call. The format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import os
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from traceback import extract_tb
from types import TracebackType
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from botocore.exceptions import ClientError

from parlor.domain import correlation, measures
from parlor.domain.jobs import Job, SendReports
from parlor.domain.measures import MEASURES
from parlor.runtime.tracing import segment

NAMESPACE = "Parlor"
DIMENSION = "function"
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _Formatter(LambdaPowertoolsFormatter):
    """Of a fault: its kind and where it was. What an exception says may be somebody's words (`invalid literal: 'my name is …'`)."""

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's name
        if ei[1] is None:
            return ""
        places = [f"{frame.filename.rpartition('/python/')[2]}:{frame.lineno} {frame.name}" for frame in extract_tb(ei[2])]
        return "\n".join([*places, reason(ei[1])])


def reason(error: BaseException) -> str:
    """Why something failed, as far as a log may know: what AWS calls it, otherwise the kind of fault."""
    if isinstance(error, ClientError):
        about = error.response.get("Error", {})
        denied = f": {about.get('Message', '')}" if about.get("Code") in ("AccessDenied", "AccessDeniedException") else ""
        return f"{error.operation_name} {about.get('Code', '')}{denied}"
    return type(error).__name__


logger = Logger(service="parlor", logger_formatter=_Formatter(serialize_stacktrace=False, location=None))
_cold = [True]


class Line:
    """What one call, or one job of a batch, says of itself. `kind` is the frame, the operation, the job."""

    def __init__(self, kind: str = "", following: str = "") -> None:
        self._started = time.perf_counter()
        self.about: dict[str, Any] = {"kind": kind}
        self.follow(following)
        measures.taken()

    def follow(self, following: str) -> None:
        """All that is done from now on has this correlation id."""
        correlation.follow(following)

    def say(self, **about: Any) -> None:
        """Fields of the line. Empty ones are left out."""
        self.about |= about

    @property
    def ms(self) -> float:
        return round((time.perf_counter() - self._started) * 1000, 1)

    def traced(self) -> AbstractContextManager[None]:
        """X-Ray's part of the call, where it is switched on."""
        return segment(str(self.about["kind"]), {**self.about, "correlation": correlation.followed()})

    def failed(self, what: str) -> None:
        """Within `except`. The line of a call that broke."""
        logger.exception(what, extra=self._fields("failed"))

    def done(self, outcome: str = "ok") -> None:
        logger.info("done", extra=self._fields(outcome))

    def _fields(self, outcome: str) -> dict[str, Any]:
        cold, _cold[0] = _cold[0], False
        said = {name: value for name, value in self.about.items() if value not in ("", None)}
        own = {DIMENSION: os.environ.get("AWS_LAMBDA_FUNCTION_NAME", ""), "correlation": correlation.followed(), "outcome": outcome}
        return said | own | {"ms": self.ms, "cold": cold} | embedded(measures.taken())


def of_job(line: Line, job: Job | SendReports) -> None:
    """A job for later goes on with what it follows from. How late it is counts where its time is known."""
    line.follow(job.correlation)
    line.say(kind=job.__struct_config__.tag, tenant=job.tenant, conversation=getattr(job, "conversation_id", ""))
    if job.due_at:
        measures.note("TimerDelay", max(0, time.time_ns() // 1_000_000 - job.due_at))


def of_batch(line: Line, records: int, correlations: list[str], written_at_ms: int | None) -> None:
    """A batch of a stream's records: what it carried, and how old it is now that it has been worked on."""
    line.say(records=records, correlations=correlations or None)
    if written_at_ms is not None:
        measures.note("StreamAge", max(0, time.time_ns() // 1_000_000 - written_at_ms))


def embedded(noted: Mapping[measures.Name, list[float]]) -> dict[str, Any]:
    """The metrics of a line, and their description for CloudWatch; nothing where nothing was noted."""
    if not noted:
        return {}
    described = [{"Name": name, "Unit": MEASURES[name].unit} for name in noted]
    directive = {"Namespace": NAMESPACE, "Dimensions": [[DIMENSION]], "Metrics": described}
    values: dict[str, Any] = {str(name): values[0] if len(values) == 1 else values for name, values in noted.items()}
    return {"_aws": {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [directive]}, **values}


def lost_push(error: Exception) -> None:
    """A frame that API Gateway did not take."""
    measures.note("PushFailures")
    why = str(error) if type(error).__name__ == "PushRefused" else reason(error)
    logger.warning("a push was lost", extra={"reason": why, "correlation": correlation.followed()})
