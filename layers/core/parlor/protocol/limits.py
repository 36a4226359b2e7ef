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
LABELS_MAX = 10
"""Labels of one conversation."""
FILE_MAX_BYTES = 20 * 1024 * 1024
THUMBNAIL_MAX_BYTES = 128 * 1024
FOLDER_MAX = 40
CSV_MAX_BYTES = 512 * 1024
"""Of an import of canned phrases, which goes through the API."""
PICTURE_MAX_BYTES = 256 * 1024
