"""Rules about names that lead nowhere: citations, facts, claims, excuses, channels. A book that breaks one is not used."""

from collections.abc import Iterator
from itertools import chain

from consumer_app.domain.law import Citation, LawBook, Statute
from consumer_app.domain.law.walk import RESERVED_FACTS, citations, deadlines, facts_used
from consumer_app.lawbook_checks.finding import Finding


def citations_that_no_text_holds(book: LawBook) -> Iterator[Finding]:
    """A citation names a statute, article, paragraph and item that some text of the statute holds."""
    held: set[Citation] = set()
    for file, key, citation in citations(book):
        if citation in held:
            continue
        texts = book.texts.get(citation.statute, ())
        if not texts:
            near = ", ".join(slug for slug in book.texts if slug.split("-")[0] == citation.statute.split("-")[0])
            yield Finding(file, key, str(citation), f"a statute in statutes/{f' ({near})' if near else ''}")
        elif any(_holds(statute, citation) for statute in texts):
            held.add(citation)
        else:
            yield Finding(file, key, str(citation), _what_is_held(texts, citation))


def _holds(statute: Statute, citation: Citation) -> bool:
    article = statute.articles.get(citation.article)
    if article is None:
        return False
    paragraphs = article.paragraphs
    if citation.paragraph:
        if not statute.paragraphs or citation.paragraph > len(paragraphs):
            return False
        return citation.item is None or citation.item <= len(paragraphs[citation.paragraph - 1][1])
    if citation.item:
        return any(citation.item <= len(items) for _, items in paragraphs if items)
    return True


def _what_is_held(texts: tuple[Statute, ...], citation: Citation) -> str:
    held = [statute for statute in texts if citation.article in statute.articles]
    if not held:
        numbers = sorted({number for statute in texts for number in statute.articles}, key=int)
        return f"an article that is quoted in statutes/{citation.statute}.toml: {', '.join(numbers)}"
    if citation.paragraph and not any(statute.paragraphs for statute in held):
        return f"no paragraph: {citation.statute} says paragraphs = false, so cite article and item only"
    paragraphs = held[0].articles[citation.article].paragraphs
    items = [len(found) for _, found in paragraphs]
    return f"a paragraph up to {len(paragraphs)}; items in each paragraph: {items}"


def facts_nobody_declared(book: LawBook) -> Iterator[Finding]:
    """A fact that is named anywhere is declared in facts/, or reserved."""
    for file, key, fact in facts_used(book):
        if fact not in book.facts and fact not in RESERVED_FACTS:
            yield Finding(file, key, fact, "a fact declared in facts/")


def former_names_in_use(book: LawBook) -> Iterator[Finding]:
    """A name that a fact had before names no fact of today. Several facts may have it as their past: then the fact was split."""
    for name, fact in book.facts.items():
        for former in fact.was:
            if former in book.facts or former in RESERVED_FACTS:
                yield Finding(book.file_of(name), f"{name}.was", former, "a name that no fact has any more")


def slugs_of_no_entry(book: LawBook) -> Iterator[Finding]:
    """A slug that is named anywhere is the name of a file."""
    claims = (
        (f"claims/{slug}.toml", key, other)
        for slug, claim in book.claims.items()
        for key in ("excludes", "instead_of")
        for other in getattr(claim, key)
    )
    offered = (
        (f"disputes/{slug}.toml", "claims", claim)
        for slug, dispute in book.disputes.items()
        for claim in dispute.claims
    )
    expiring = ((file, f"{key}.on_expiry", d.on_expiry) for file, key, d in deadlines(book) if d.on_expiry)
    for file, key, slug in chain(claims, offered, expiring):
        if slug not in book.claims:
            yield Finding(file, key, slug, f"a claim: a file claims/{slug}.toml")
    for name, dispute in book.disputes.items():
        for excuse in dispute.excuses:
            if excuse not in book.excuses:
                yield Finding(f"disputes/{name}.toml", "excuses", excuse, f"a file excuses/{excuse}.toml")
        for channel in dispute.channels:
            if channel not in book.channels:
                yield Finding(f"disputes/{name}.toml", "channels", channel, f"a file channels/{channel}.toml")
    for name, place in book.channels.items():
        if place.voice not in book.voices:
            yield Finding(f"channels/{name}.toml", "voice", place.voice, f"a file voices/{place.voice}.toml")
        for slug in place.enforces:
            if slug not in book.statutes:
                yield Finding(f"channels/{name}.toml", "enforces", slug, f"a file statutes/{slug}.toml")
        named = [("closes", closing.channel) for closing in place.closes]
        named += [("instead", other) for other in place.instead] + [("after", other) for other in place.after]
        for key, other in named:
            if other not in book.channels:
                yield Finding(f"channels/{name}.toml", key, other, f"a file channels/{other}.toml")
    for name, platform in book.platforms.items():
        for slug in platform.disputes:
            if slug not in book.disputes:
                yield Finding(f"platforms/{name}.toml", "disputes", slug, f"a file disputes/{slug}.toml")
    for name, elsewhere in book.elsewhere.items():
        for slug in elsewhere.still:
            if slug not in book.disputes:
                yield Finding(f"elsewhere/{name}.toml", "still", slug, f"a file disputes/{slug}.toml")
