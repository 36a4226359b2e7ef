"""Settings, wiring and the decorators around every handler."""

import gc

# Loading a function makes some 60,000 objects that stay: classes, functions, botocore's model of DynamoDB. With Python's own
# threshold of 700 the collector goes through them again and again, a seventh of a cold start's CPU. The functions behind the
# sockets import this package before they import botocore; `handler.process` then freezes what has been loaded.
gc.set_threshold(50_000)
