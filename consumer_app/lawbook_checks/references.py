"""Rules about names that lead nowhere: citations, facts, claims, excuses, channels. A book that breaks one is not used."""

from collections.abc import Iterator
from itertools import chain

from consumer_app.domain.law import Citation, Condition, Deadline, LawBook, Statute, Test
from consumer_app.lawbook_checks.finding import Finding

RESERVED_FACTS = frozenset({"today"})


def citations(book: LawBook) -> Iterator[tuple[str, str, str]]:
    """Every citation of the book: (file, key, citation)."""
    for file, key, condition in conditions(book):
        if condition.source:
            yield file, f"{key}.source", condition.source
    for file, key, deadline in deadlines(book):
        if deadline.basis:
            yield file, f"{key}.basis", deadline.basis
    for slug, claim in book.claims.items():
        file = f"claims/{slug}.toml"
        yield from ((file, "basis", text) for text in claim.every_basis())
        yield from ((file, "supports", text) for text in claim.supports)
        if claim.remedy and claim.remedy.source:
            yield file, "remedy.source", claim.remedy.source
        if claim.burden and claim.burden.basis:
            yield file, "burden.basis", claim.burden.basis
        yield from ((file, f"caution[{n}].source", c.source) for n, c in enumerate(claim.caution, 1) if c.source)
    for slug, excuse in book.excuses.items():
        yield from ((f"excuses/{slug}.toml", "basis", text) for text in excuse.basis)
    for slug, dispute in book.disputes.items():
        file = f"disputes/{slug}.toml"
        yield from ((file, f"evidence[{n}].basis", e.basis) for n, e in enumerate(dispute.evidence, 1) if e.basis)
        yield from ((file, f"advice[{n}].source", a.source) for n, a in enumerate(dispute.advice, 1) if a.source)
    for slug, channel in book.channels.items():
        file = f"channels/{slug}.toml"
        yield from ((file, f"caution[{n}].source", c.source) for n, c in enumerate(channel.caution, 1) if c.source)
        yield from ((file, f"closes[{n}].source", c.source) for n, c in enumerate(channel.closes, 1) if c.source)
    for rule in book.wording:
        if rule.source:
            yield "wording.toml", f"{rule.id}.source", rule.source


def conditions(book: LawBook) -> Iterator[tuple[str, str, Condition]]:
    """Every condition of the book: (file, key, condition)."""
    for slug, claim in book.claims.items():
        file = f"claims/{slug}.toml"
        yield from ((file, f"when[{n}]", c) for n, c in enumerate(claim.when, 1))
        yield from ((file, f"unless[{n}]", c) for n, c in enumerate(claim.unless, 1))
        for number, caution in enumerate(claim.caution, 1):
            yield from ((file, f"caution[{number}].when[{n}]", c) for n, c in enumerate(caution.when, 1))
    for slug, excuse in book.excuses.items():
        yield from ((f"excuses/{slug}.toml", f"when[{n}]", c) for n, c in enumerate(excuse.when, 1))
        yield from ((f"excuses/{slug}.toml", f"right_if[{n}]", c) for n, c in enumerate(excuse.right_if, 1))
    for slug, dispute in book.disputes.items():
        for number, advice in enumerate(dispute.advice, 1):
            yield from (
                (f"disputes/{slug}.toml", f"advice[{number}].when[{n}]", c) for n, c in enumerate(advice.when, 1)
            )
    for slug, channel in book.channels.items():
        file = f"channels/{slug}.toml"
        yield from ((file, f"when[{n}]", c) for n, c in enumerate(channel.when, 1))
        for number, caution in enumerate(channel.caution, 1):
            yield from ((file, f"caution[{number}].when[{n}]", c) for n, c in enumerate(caution.when, 1))


def deadlines(book: LawBook) -> Iterator[tuple[str, str, Deadline]]:
    """Every deadline of the book: (file, key, deadline)."""
    for folder, entries in (
        ("claims", book.claims),
        ("disputes", book.disputes),
        ("channels", book.channels),
        ("platforms", book.platforms),
    ):
        for slug, entry in entries.items():
            yield from ((f"{folder}/{slug}.toml", f"deadline[{n}]", d) for n, d in enumerate(entry.deadline, 1))


def facts_used(book: LawBook) -> Iterator[tuple[str, str, str]]:
    """Every place that names a fact: (file, key, fact)."""
    for file, key, condition in conditions(book):
        for test in condition.tests:
            yield from ((file, key, fact) for fact in facts_of_test(test))
    yield from ((file, f"{key}.after", deadline.after) for file, key, deadline in deadlines(book))
    for slug, claim in book.claims.items():
        file = f"claims/{slug}.toml"
        yield file, "day", claim.day
        if claim.remedy:
            yield from ((file, "remedy.less", fact) for fact in claim.remedy.less)
            for name, given in claim.remedy.inputs.items():
                facts = (given,) if isinstance(given, str) else given
                yield from ((file, f"remedy.inputs.{name}", fact) for fact in facts)
    for slug, dispute in book.disputes.items():
        file = f"disputes/{slug}.toml"
        yield from ((file, "facts", fact) for fact in dispute.facts)
        spans = [(f"evidence[{n}].disappears", e.disappears) for n, e in enumerate(dispute.evidence, 1)]
        yield from ((file, f"{key}.after", span.after) for key, span in spans if span)
    for slug, channel in book.channels.items():
        if channel.reply_within:
            yield f"channels/{slug}.toml", "reply_within.after", channel.reply_within.after
    for name, fact in book.facts.items():
        yield from (("facts.toml", f"{name}.{key}", other) for key, other in _limits(fact.not_before, fact.at_most))


def facts_of_test(test: Test) -> Iterator[str]:
    """The facts one test looks at, its own first."""
    yield test.fact
    yield from (other for other in (test.before, test.after) if isinstance(other, str))
    yield from (span.after for span in (test.within, test.beyond) if span)


def _limits(not_before: str | None, at_most: str | None) -> Iterator[tuple[str, str]]:
    yield from ((key, fact) for key, fact in (("not_before", not_before), ("at_most", at_most)) if fact)


def citations_that_no_text_holds(book: LawBook) -> Iterator[Finding]:
    """A citation names a statute, article, paragraph and item that some text of the statute holds."""
    for file, key, text in citations(book):
        citation = Citation.parse(text)
        texts = book.texts.get(citation.statute, ())
        if not texts:
            near = ", ".join(slug for slug in book.texts if slug.split("-")[0] == citation.statute.split("-")[0])
            yield Finding(file, key, text, f"a statute in statutes/{f' ({near})' if near else ''}")
        elif not any(_holds(statute, citation) for statute in texts):
            yield Finding(file, key, text, _what_is_held(texts, citation))


def _holds(statute: Statute, citation: Citation) -> bool:
    article = statute.articles.get(citation.article)
    if article is None:
        return False
    paragraphs = article.paragraphs()
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
    paragraphs = held[0].articles[citation.article].paragraphs()
    items = [len(found) for _, found in paragraphs]
    return f"a paragraph up to {len(paragraphs)}; items in each paragraph: {items}"


def facts_nobody_declared(book: LawBook) -> Iterator[Finding]:
    """A fact that is named anywhere is declared in facts.toml, or reserved."""
    for file, key, fact in facts_used(book):
        if fact not in book.facts and fact not in RESERVED_FACTS:
            yield Finding(file, key, fact, "a fact declared in facts.toml")


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
        named = [("closes", closing.channel) for closing in place.closes]
        named += [("instead", other) for other in place.instead] + [("after", other) for other in place.after]
        for key, other in named:
            if other not in book.channels:
                yield Finding(f"channels/{name}.toml", key, other, f"a file channels/{other}.toml")
    for name, elsewhere in book.elsewhere.items():
        for slug in elsewhere.still:
            if slug not in book.disputes:
                yield Finding(f"elsewhere/{name}.toml", "still", slug, f"a file disputes/{slug}.toml")
