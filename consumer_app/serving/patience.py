"""How long a connection may take, how slow it may be, and how much all connections together may hold."""

HEAD_SECONDS = 15.0
"""From the first byte of a request (or from the connection) to the end of its headers."""
IDLE_SECONDS = 5.0
"""A connection that was answered is kept this long for its next request."""
BODY_SECONDS = 20.0
LEAST_RATE = 4096
"""Bytes a second that a body may be slow to come, after `BODY_SECONDS` of grace; and an answer slow to be taken."""
SILENT_SECONDS = 25.0
UPLOAD_SECONDS = 1800.0
"""No upload takes longer than this, however steady."""
UNREAD_SECONDS = 10.0
UNREAD_BYTES = 64 * 1024 * 1024
"""What a refused client goes on sending is read and forgotten up to here, so that it gets to see the answer."""
QUEUE_SECONDS = 20.0
RETRY_AFTER = 20

THREADS = 16
"""They answer requests that are here as a whole; none ever waits for a client."""
UPLOADS = 12
"""Bodies that are read while they come, each in a thread of its own."""
UPLOADS_OF_ONE = 8
"""Of these, how many one address may hold: the rest is always for others."""
UPLOADS_WAITING = 48

OF_ONE = 2 / 3
"""How much of all connections (``Config.connections``, 900) one address may have: three hundred pupils behind it, two each."""
HEAD_BYTES = 32 * 1024
WHOLE_BYTES = 3 * 1024 * 1024
"""A body up to this length is taken in before a thread is given to it."""
WAITING_BYTES = 48 * 1024 * 1024
"""All bodies that are being taken in so, by what they say they are; short ones (`SHORT_BYTES`) always have room."""
SHORT_BYTES = 64 * 1024
ANSWER_BYTES = 256 * 1024
"""How far an answer is made ahead of its reader."""
ANSWERS_BYTES = 96 * 1024 * 1024
"""All answers that wait for their readers."""
