"""List prices in USD, region us-east-1, on demand, without free tiers; noted in November 2026.

Those of WebSocket messages, REST, Lambda and DynamoDB were compared with price tables that others published in 2025 and 2026; those
of WebSocket minutes, SQS, logs, S3 and Athena were not. AWS's own pages decide:

https://aws.amazon.com/api-gateway/pricing/  https://aws.amazon.com/lambda/pricing/  https://aws.amazon.com/dynamodb/pricing/on-demand/
https://aws.amazon.com/sqs/pricing/  https://aws.amazon.com/cloudwatch/pricing/  https://aws.amazon.com/s3/pricing/
https://aws.amazon.com/athena/pricing/
"""

MILLION = 1_000_000

WEBSOCKET_MESSAGE = 1.00 / MILLION
"""In either direction, up to 32 KB."""
WEBSOCKET_MINUTE = 0.25 / MILLION
REST_REQUEST = 3.50 / MILLION
LAMBDA_REQUEST = 0.20 / MILLION
LAMBDA_GB_S = 0.0000133334
"""arm64."""
WRITE_UNIT = 0.625 / MILLION
READ_UNIT = 0.125 / MILLION
QUEUE_REQUEST = 0.40 / MILLION
LOG_BYTE = 0.50 / 1024**3
"""Taken in; keeping it is a tenth of that a month."""

STORAGE_GB_MONTH = 0.023
"""S3 Standard."""
STORAGE_PUT = 5.00 / MILLION
ATHENA_TB = 5.00
"""Of what a query reads …"""
ATHENA_LEAST_BYTES = 10_000_000
"""… at least."""

# Reading a table's stream costs a Lambda function nothing.

FUNCTION_GB = 0.5
VCPU_MB = 1769
"""A function has one whole processor at this memory size, and less in proportion."""
ANSWER_MS = 6
"""Assumed, not measured: how long DynamoDB or API Gateway takes to answer a function in the same region."""
LOG_BYTES = 600
"""Of one invocation: our line of 290 bytes, and Lambda's own START, END and REPORT."""

ALARM_MONTH = 0.10
METRIC_MONTH = 0.30
SECRET_MONTH = 0.40
ZONE_MONTH = 0.50
MONTH_S = 30 * 24 * 3600
SNAPSHOT_GB_S = 0.0000015046
"""Keeping the snapshot of one version, for Python. Restoring one costs 0.0001397998 a GB more."""
