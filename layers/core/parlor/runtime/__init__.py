"""Settings, wiring and the decorators around every handler."""
