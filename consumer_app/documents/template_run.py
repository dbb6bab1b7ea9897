"""Run one checked letter template over plain values. This is what the limited child process does; nothing else of the product is loaded there.

Every value is fenced with control characters that no template and no case can hold, so that what a shopper wrote can never become
a heading, a list or a mark of ours, and so that each line knows which values stand in it.
"""

import json
import re
from typing import Any

from consumer_app.documents.context import Vocabulary, Words, rebuilt, shapes
from consumer_app.documents.template_language import environment

OPEN, MIDDLE, CLOSE, NEWLINE, LINE = "\x02", "\x1f", "\x03", "\x0b", "\x0e"
LONGEST_OUTPUT = 400_000
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def run(payload: bytes) -> bytes:
    """``{"body", "values"}`` as JSON in; ``{"text"}`` or ``{"line"}`` (where it failed) out. Any exception of the template is answered, none leaves.

    ``values`` are those names of the vocabulary that the template mentions, each in its plain form.
    """
    given = json.loads(payload)
    try:
        template = environment(fenced).from_string(given["body"])
        known = shapes(Vocabulary)
        values = {name: rebuilt(known[name][0], value) for name, value in given["values"].items()}
        parts: list[str] = []
        length = 0
        for part in template.generate(values):
            length += len(part)
            if length > LONGEST_OUTPUT:
                return json.dumps({"line": 1}).encode()
            parts.append(part)
    except Exception as error:
        return json.dumps({"line": getattr(error, "lineno", None) or 1}).encode()
    return json.dumps({"text": "".join(parts)}).encode()


def fenced(value: Any) -> str:
    """A value as it stands in the output, fenced, with its sources."""
    words = value if isinstance(value, Words) else Words(str(value), (), True)
    text = _CONTROL.sub("", words.text.replace("\r\n", "\n")).replace("\n", NEWLINE)
    return f"{OPEN}{'|'.join(words.source)}{MIDDLE}{text}{CLOSE}"
