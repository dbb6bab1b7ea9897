"""Every kind of paper: a module each, and a line here. Composing, the pages, the examples and the commands read this table."""

from collections.abc import Mapping

from consumer_app.documents.kinds import checklist, evidence_list, letter, timeline
from consumer_app.documents.kinds.kind import Kind

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        letter.KIND,
        evidence_list.KIND,
        timeline.KIND,
        checklist.KIND,
    )
}
"""By the name that a case keeps, in the order in which the site offers them."""


def at_address(address: str) -> Kind | None:
    """The kind with that name in the site's addresses, or None."""
    return next((kind for kind in KINDS.values() if kind.address == address), None)
