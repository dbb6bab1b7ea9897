"""Which places of the book a case may be about: the likeliest first, the carrier by its name, what each is called."""

from consumer_app.domain.case import Case, Party
from consumer_app.domain.case.sources import source
from consumer_app.domain.law import LawBook, Platform
from consumer_app.domain.listening.folding import folded


def likeliest_first(case: Case, book: LawBook) -> tuple[str, ...]:
    """The places to choose from: those that fit the case's disputes and goods first, then as usual as they are.

    A carrier is one of them where the case is about carriage, or where it was chosen.
    """
    goods = (place := source("order.lines.goods_kind")) and place.read(case)
    fits = {
        slug: 2 * bool(set(case.disputes) & set(one.disputes)) + (goods in one.goods)
        for slug, one in book.platforms.items()
    }
    offered = [slug for slug, one in book.platforms.items() if not one.carries or fits[slug] or slug == case.platform]
    return tuple(sorted(offered, key=lambda slug: (-fits[slug], book.platforms[slug].rank)))


def carrier_of(case: Case, book: LawBook) -> Platform | None:
    """The carrier of the case as the book knows it: by the name of the carrier, or where the carriage itself was bought."""
    party = case.party("carrier")
    names = [folded(name) for name in (party.registered_name, party.shop, party.name) if name] if party else []
    carriers = [one for one in book.platforms.values() if one.carries]
    for one in carriers:
        if any(folded(known) in name for known in one.also for name in names):
            return one
    bought_at = book.platforms.get(case.platform or "")
    return bought_at if bought_at in carriers and party is None else None


def platform_name(party: Party, book: LawBook) -> str | None:
    """What the platform is called: as the book has it, else as the shopper wrote it; None where nobody said."""
    known = book.platforms.get(party.platform or "")
    return known.title if known and not known.unnamed else party.known_as
