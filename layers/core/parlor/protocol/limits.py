"""Sizes that the protocol allows. Lengths are in characters unless the name says otherwise."""

TEXT_MAX = 4_000
"""A message's text."""
PREVIEW_MAX = 500
"""A typing preview."""
NAME_MAX = 80
NOTE_MAX = 500
EMAIL_MAX = 254
PHONE_MAX = 32
URL_MAX = 2_000
TITLE_MAX = 200
PASSWORD_MAX = 128
FRAME_MAX_BYTES = 32 * 1024
"""API Gateway refuses a WebSocket frame above 32 KB unless it is split; we never need more."""
SYNC_PAGE = 100
"""Entries in one `log` frame."""
