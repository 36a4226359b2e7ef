"""The operations by area. A handler takes what was asked, calls one use case, returns its answer."""
