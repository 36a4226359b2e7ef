"""Parlor's core: rules, protocol, storage and gateways shared by every function."""
