"""`make cost-estimate CONVERSATIONS=… AGENTS=…`: what a month costs on AWS, by service, in USD at list prices (bench/prices.py).

What a conversation uses is not guessed: it is played on tables in memory and counted (bench/rehearsal.py). The processor's time of an
exchange is the last one measured by `make bench`. What a parameter of the deployment costs by the month stands beside it.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass

from bench import cost, prices
from bench.conversation import AT_A_TIME, MINUTES
from scripts.paths import ROOT

_WORK_MINUTES = 22 * 8 * 60
"""An agent's desk is open: 22 days of eight hours."""
_SHARE_OF_LOGS_KEPT = 0.1


@dataclass(frozen=True)
class Use:
    """Of one month. Without a number of its own: a small company."""

    conversations: int = 1000
    agents: int = 5


@dataclass(frozen=True)
class Line:
    service: str
    usd: float
    why: str


def by_use(use: Use, parts: cost.Parts, cpu_ms: float) -> list[Line]:
    """What grows with conversations and agents. `cpu_ms`: of one exchange of a function with another service."""

    def total(name: str) -> float:
        return use.conversations * sum(part.get(name, 0) for part in parts.values())

    exchanges = total("requests") + total("pushes") + total("queue") / 3
    gb_s = exchanges * (cpu_ms * prices.VCPU_MB / 1024 / prices.FUNCTION_GB + prices.ANSWER_MS) / 1000 * prices.FUNCTION_GB
    minutes = use.conversations * MINUTES * (1 + 1 / AT_A_TIME) + use.agents * _WORK_MINUTES
    return [
        Line(
            "API Gateway",
            (total("frames") + total("pushes")) * prices.WEBSOCKET_MESSAGE
            + minutes * prices.WEBSOCKET_MINUTE
            + total("rest") * prices.REST_REQUEST,
            "frames, open sockets, REST",
        ),
        Line("Lambda", total("invocations") * prices.LAMBDA_REQUEST + gb_s * prices.LAMBDA_GB_S, "calls and their time"),
        Line("DynamoDB", total("write_units") * prices.WRITE_UNIT + total("read_units") * prices.READ_UNIT, "written and read, on demand"),
        Line("SQS", total("queue") * prices.QUEUE_REQUEST, "timers and webhooks"),
        Line("S3", total("objects") * prices.STORAGE_PUT, "the archive"),
        Line("CloudWatch Logs", total("invocations") * prices.LOG_BYTES * prices.LOG_BYTE * (1 + _SHARE_OF_LOGS_KEPT), "taken in and kept"),
    ]


def fixed(parameters: dict[str, str]) -> list[Line]:
    """What an idle installation pays for."""
    infra = "".join(path.read_text() for path in sorted((ROOT / "infra").glob("*.yaml")))
    alarms, secrets = (
        len(re.findall(r"Type: AWS::CloudWatch::Alarm\b", infra)),
        len(re.findall(r"Type: AWS::SecretsManager::Secret\b", infra)),
    )
    lines = [
        Line("CloudWatch", alarms * prices.ALARM_MONTH + prices.METRIC_MONTH, f"{alarms} alarms, a dashboard (three are free), a metric"),
        Line("Secrets Manager", secrets * prices.SECRET_MONTH, f"{secrets} secrets"),
    ]
    if parameters.get("SnapStart") == "On":
        functions = len(re.findall(r"SnapStart: \{ ApplyOn", (ROOT / "template.yaml").read_text()))
        gb_s = functions * prices.FUNCTION_GB * prices.MONTH_S
        lines.append(Line("Lambda SnapStart", gb_s * prices.SNAPSHOT_GB_S, f"snapshots of {functions} functions, kept; restores by use"))
    if parameters.get("HostedZoneId"):
        lines.append(Line("Route 53", prices.ZONE_MONTH, "the hosted zone"))
    return lines


def text(use: Use, lines: list[Line]) -> str:
    width = max(len(line.service) for line in lines)
    head = f"A month with {use.conversations:,} conversations and {use.agents} agents, USD at list prices (us-east-1, no free tier):"
    rows = [f"  {line.service:{width}} {line.usd:10.2f}  {line.why}" for line in lines]
    rows.append(f"  {'together':{width}} {sum(line.usd for line in lines):10.2f}")
    return "\n".join(
        [head, *rows, "  Not in it: what visitors download from the CDN, files, mail, point-in-time recovery and storage by the GB."]
    )


def estimate(use: Use, parameters: dict[str, str]) -> str:
    """Plays a conversation, which takes some seconds."""
    measured = json.loads((ROOT / "bench" / "results.json").read_text())
    exchanges = measured["requests_per_message"] + measured["pushes_per_message"]
    lines = by_use(use, cost.rehearse(), measured["function_cpu_ms_per_message"] / exchanges) + fixed(parameters)
    return text(use, lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make cost-estimate")
    parser.add_argument("--conversations", type=int, default=Use.conversations)
    parser.add_argument("--agents", type=int, default=Use.agents)
    parser.add_argument("--env", default="prod", help="whose parameters")
    chosen = parser.parse_args()
    from scripts.deploy import parameters

    print(estimate(Use(chosen.conversations, chosen.agents), parameters(chosen.env)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
