"""Where a complaint can go: channels, platforms, the calendar that counts their days, and matters that belong elsewhere."""

from datetime import date
from typing import Literal

from consumer_app.domain.law.claims import Caution
from consumer_app.domain.law.conditions import Condition, Span
from consumer_app.domain.law.deadlines import Deadline
from consumer_app.domain.law.entries import Asks, Entry, Respondent, Slug
from consumer_app.domain.law.statutes import Cited


class Checked(Entry):
    """A fact about the outside world with how certain it is: A read in the rule or official text, B secondary, C not verified."""

    text: str
    source: str
    verified_on: date | None = None
    certainty: Literal["A", "B", "C"]


class Way(Checked):
    """A way in to a place; with conditions it is one only where they all hold: a platform's chat where it was bought on a platform."""

    when: tuple[Condition, ...] = ()


class ChannelField(Entry):
    """One box of a channel's own form. ``fill`` names what goes in (a value of the letter's vocabulary)."""

    label: str
    fill: str | None = None
    required: bool = False
    max_chars: int | None = None
    note: str | None = None
    certainty: Literal["A", "B", "C"] = "C"


class Closing(Entry):
    """A door that going here closes."""

    channel: Slug
    why: str
    source: Cited | None = None


class Channel(Entry):
    """A place a complaint can go: whom the letter addresses, what it takes, what it cannot do, which door it closes.

    ``voice`` is how its papers speak (``legal_refs/voices/``). ``to`` is the business that the letter is written to; without it the letter goes to someone who decides or helps. ``reaches`` are those
    of whom something can be asked there; without it, the seller and whoever is a party. ``rank`` orders the way up. ``cannot`` lists the asks it does not handle, ``only_of_itself`` those it handles only where a platform is itself asked. ``alone`` are asks that it takes only where no money is asked beside them, ``one_respondent``
    says that a paper asks only one business, the others in papers of their own; claims that share one of ``home_of`` (entries of ``common``) go there and nowhere else; ``hears`` are those whose words and doings it is told of beside the shopper's (none: everyone's), ``passes_over`` words of what the shopper did elsewhere that is no matter of its papers; ``enforces`` are the statutes whose breach it punishes. ``instead`` are other ways in when this one is closed. ``otherwise``
    ends the letter; the first ``ending`` whose conditions all hold is said in its stead.
    The door is open once every ``when`` is known to hold, not yet known while one is unknown, closed when one fails. An ``unless`` is
    something that may have happened and closes it (someone else took the matter already): like a step that was never recorded it closes
    nothing while it is unknown, and is said as what would close it.
    """

    title: str
    kind: Literal["store", "platform", "regulator", "postal", "association", "mediation", "court", "hotline", "other"]
    rank: int
    addressee: str
    voice: Slug
    to: Respondent | None = None
    reaches: tuple[Respondent, ...] = ()
    plain: str
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    cannot: tuple[Asks, ...] = ()
    only_of_itself: tuple[Asks, ...] = ()
    cannot_why: str | None = None
    alone: tuple[Asks, ...] = ()
    alone_why: str | None = None
    one_respondent: bool = False
    home_of: tuple[Slug, ...] = ()
    hears: tuple[Literal["seller", "platform", "maker", "carrier", "passenger_carrier", "installer"], ...] = ()
    passes_over: tuple[str, ...] = ()
    enforces: tuple[Slug, ...] = ()
    needs: tuple[str, ...] = ()
    prepare: tuple[str, ...] = ()
    ways_in: tuple[Way, ...] = ()
    instead: tuple[Slug, ...] = ()
    closes: tuple[Closing, ...] = ()
    after: tuple[Slug, ...] = ()
    fields: tuple[ChannelField, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    caution: tuple[Caution, ...] = ()
    reply_within: Span | None = None
    reply_days: int | None = None
    otherwise: str | None = None
    ending: tuple[Caution, ...] = ()


class Platform(Entry):
    """Where people buy, or who carries what they bought: how people name it, who answers for it, what its own dispute procedure takes.

    ``rank`` orders the list, the most usual first; ``goods`` (choices of the goods' kind) and ``disputes`` are those for which it is
    likelier than others. ``unnamed``: the title says what kind of place it is, and its name is what the shopper writes. ``carries``: a
    carrier, which is known by the name of the case's carrier. ``shut`` says why nobody there steps in: there is no third party, or the
    place is no more; and whom to turn to.
    """

    title: str
    also: tuple[str, ...] = ()
    operator: str | None = None
    rank: int = 50
    goods: tuple[str, ...] = ()
    disputes: tuple[Slug, ...] = ()
    unnamed: bool = False
    carries: bool = False
    shut: Checked | None = None
    self_operated: Literal["no", "mixed", "yes"] = "no"
    intervene: tuple[Checked, ...] = ()
    limits: tuple[Checked, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    cannot: tuple[Asks, ...] = ()
    cannot_why: str | None = None
    fields: tuple[ChannelField, ...] = ()


class Calendar(Entry):
    """The days off and make-up workdays of one year, as the State Council gave them."""

    year: int
    holidays: dict[str, tuple[date, ...]]
    workdays: tuple[date, ...]
    statutory: tuple[date, ...] = ()
    source: str
    checked_on: date


class Elsewhere(Entry):
    """A matter that is not a consumer dispute, or not the market regulator's: how people say it and who handles it."""

    title: str
    where: str
    because: str
    still: tuple[Slug, ...] = ()
