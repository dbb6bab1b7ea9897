"""The first lines of a letter: what was bought, what is wrong, what was promised and answered, so that its reader can act without reading on."""

from consumer_app.documents import gist
from consumer_app.documents.paper import Block, Paragraph
from consumer_app.documents.paper_material import LetterMaterial


def head(material: LetterMaterial) -> tuple[Block, ...]:
    """One paragraph; nothing while nothing is known."""
    said = gist.head(material)
    source = tuple(dict.fromkeys(s for one in said for s in one.source))
    return (Paragraph(text="".join(one.text for one in said), source=source),) if said else ()
