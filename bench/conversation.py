"""The conversation that costs are counted for."""

MESSAGES = 15
"""Eight of the visitor, seven of the agent, evenly over …"""
MINUTES = 20
PAGES = 3
"""One before the conversation is opened, two during it: each opens a socket of its own."""
PREVIEWS = 60
DESKS = 3
"""Agents on line: each sees who comes to the site, and every change of a conversation."""
QUIET_S = 20
"""A client that has heard nothing for so long asks whether it has missed something (clients/protocol/src/live-log.ts)."""
PING_S = 30
"""A desk measures its connection so often (admin-site/src/live/session.ts) …"""
AT_A_TIME = 4
"""… and its agent has so many conversations at a time."""
