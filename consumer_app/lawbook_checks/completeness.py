"""Rules about what an entry must not lack, and what nobody uses."""

from collections import Counter
from collections.abc import Iterator

from consumer_app.domain.law import LawBook
from consumer_app.domain.law.walk import deadlines, facts_by_dispute, facts_used, used
from consumer_app.lawbook_checks.answers import OF_VALUES
from consumer_app.lawbook_checks.finding import Finding


def unused_facts(book: LawBook) -> Iterator[Finding]:
    """A fact that is declared is used: by a condition, a sum, a deadline, a question of a dispute, or read from the case for the letter."""
    looked_at = {fact for _, _, fact in facts_used(book)}
    for name, fact in book.facts.items():
        if name not in looked_at and not fact.source and not fact.share_of:
            yield Finding(book.file_of(name), name, "a fact that nothing looks at", "a use for it, or no such fact")


def facts_without_a_question(book: LawBook) -> Iterator[Finding]:
    """A fact can be asked, in words that are no choice of nothing."""
    for name, fact in book.facts.items():
        if not fact.question and fact.source is None:
            yield Finding(book.file_of(name), f"{name}.question", "nothing", "a question in plain words")
        if fact.kind == "choice" and not fact.choices and fact.source != "platform":
            yield Finding(book.file_of(name), f"{name}.choices", "nothing", "the choices, each with its words")


def values_that_are_never_told(book: LawBook) -> Iterator[Finding]:
    """A day, a sum or a number that a claim looks at has a sentence in which papers say it, or the order and the working do (``untold``)."""
    by_claims = {
        fact for (folder, _), use in used(book).items() if folder in ("claims", "common") for _, fact in use.facts
    }
    for name, fact in book.facts.items():
        room = OF_VALUES.get(fact.kind)
        if room is None or name not in by_claims or fact.untold:
            continue
        if f"{{{room}}}" not in (fact.statement or ""):
            yield Finding(
                book.file_of(name),
                f"{name}.statement",
                "no value told",
                f"a sentence with {{{room}}}, or untold = true",
            )


def choices_of_no_fact(book: LawBook) -> Iterator[Finding]:
    """What is stated of a choice, and what is called by it, belongs to a choice that exists."""
    for name, fact in book.facts.items():
        for choice in sorted(fact.statement_for.keys() - set(fact.choices)):
            right = f"one of {', '.join(sorted(fact.choices))}"
            yield Finding(book.file_of(name), f"{name}.statement_for.{choice}", choice, right)
    goods = next((fact for fact in book.facts.values() if fact.source == "order.lines.goods_kind"), None)
    for slug, platform in book.platforms.items():
        for kind in sorted(set(platform.goods) - set(goods.choices if goods else ())):
            yield Finding(
                f"platforms/{slug}.toml", "goods", kind, "a choice of the fact read from order.lines.goods_kind"
            )
    for kind in sorted(book.words.goods.keys() - set(goods.choices if goods else ())):
        yield Finding("words.toml", f"goods.{kind}", kind, "a choice of the fact read from order.lines.goods_kind")


def words_of_two_facts(book: LawBook) -> Iterator[Finding]:
    """A word that says which day or sum is meant belongs to one fact of a dispute: of two that the same dispute looks at, neither would be heard.

    The price of the order, which every dispute looks at, may share its words: what a dispute itself asks is meant before it.
    """
    price = book.fact_from("order.paid")
    asked = book.worked_out(facts_by_dispute)
    always = {name for name, fact in book.facts.items() if fact.source}
    meeting = {name: {slug for slug, facts in asked.items() if name in always or name in facts} for name in book.facts}
    bearers: dict[tuple[str, str], list[str]] = {}
    for name, fact in book.facts.items():
        for word in dict.fromkeys(fact.said) if fact.kind in ("date", "money") and name != price else ():
            others = bearers.setdefault((fact.kind, word), [])
            for other in others:
                if meeting[name] & meeting[other]:
                    met = min(meeting[name] & meeting[other])
                    found = f"{word}, which also says {other} ({book.file_of(other)}) in disputes/{met}.toml"
                    yield Finding(
                        book.file_of(name), f"{name}.said", found, "a word that names only one day or sum in a dispute"
                    )
            others.append(name)


def claims_no_dispute_offers(book: LawBook) -> Iterator[Finding]:
    """A claim is offered by a dispute, or opens when a deadline has passed."""
    offered = {slug for dispute in book.disputes.values() for slug in dispute.claims}
    opened = {deadline.on_expiry for _, _, deadline in deadlines(book)}
    for slug in sorted(book.claims.keys() - offered - opened):
        yield Finding(
            f"claims/{slug}.toml", "", "a claim that no dispute offers", "a line in the disputes that offer it"
        )


def excuses_without_limit(book: LawBook) -> Iterator[Finding]:
    """An excuse says when the seller is right, and rests on a provision."""
    for slug, excuse in book.excuses.items():
        if not excuse.right_when.strip():
            yield Finding(f"excuses/{slug}.toml", "right_when", "nothing", "when the seller is right")
        if not excuse.basis:
            yield Finding(f"excuses/{slug}.toml", "basis", "nothing", "the provision the answer rests on")


def disputes_that_lead_nowhere(book: LawBook) -> Iterator[Finding]:
    """A dispute offers claims, asks something and leads somewhere."""
    for slug, dispute in book.disputes.items():
        for key in ("claims", "channels", "facts"):
            if not getattr(dispute, key):
                yield Finding(f"disputes/{slug}.toml", key, "nothing", "at least one")


def deadlines_without_basis(book: LawBook) -> Iterator[Finding]:
    """A deadline rests on a provision, or says its source and how certain it is."""
    for file, key, deadline in deadlines(book):
        if deadline.basis is None and not (deadline.source and deadline.certainty):
            yield Finding(file, key, f"{deadline.id} without basis", "basis = a citation, or source and certainty")


def goods_that_find_nothing(book: LawBook) -> Iterator[Finding]:
    """The name of a thing finds some kinds of dispute: every kind of goods that has words stands in one row, and a row holds nothing else."""
    times = Counter(kind for one in book.sought for kind in one.goods)
    for kind in sorted(book.words.goods.keys() | times.keys()) if book.sought else ():
        if kind not in book.words.goods:
            yield Finding("sought.toml", kind, kind, "a kind of goods that words.toml has words for")
        elif times[kind] != 1:
            found = "in no row" if not times[kind] else f"in {times[kind]} rows"
            yield Finding("sought.toml", kind, found, "each kind of goods in one row, once")
    for slug in sorted({slug for one in book.sought for slug in one.disputes} - book.disputes.keys()):
        yield Finding("sought.toml", slug, slug, f"a file disputes/{slug}.toml")


def disputes_in_one_group(book: LawBook) -> Iterator[Finding]:
    """Where the kinds of dispute are grouped, each is found in one group, and a group holds nothing else."""
    times = Counter(slug for group in book.groups for slug in group.disputes)
    for slug in book.disputes if book.groups else ():
        if times[slug] != 1:
            found = "in no group" if not times[slug] else f"in {times[slug]} places"
            yield Finding("groups.toml", slug, found, "each dispute in one group, once")
    for slug in sorted(times.keys() - book.disputes.keys()):
        yield Finding("groups.toml", slug, slug, f"a file disputes/{slug}.toml")
