"""Rules about kinds: a test fits its fact, a deadline starts on a day, a formula exists and takes numbers."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from consumer_app.domain.case.sources import source
from consumer_app.domain.judging.remedies import BASES, FORMULAS
from consumer_app.domain.law import LawBook, Remedy, Test, Value
from consumer_app.domain.law.walk import RESERVED_FACTS, conditions, deadlines, remedies_of
from consumer_app.lawbook_checks.finding import Finding

NUMBERS = ("money", "number")
DATED = ("multiple", "loss_multiple", "floor", "cap", "rate")
DAY_INPUTS = ("from", "until", "stopped")
THE_REST = "other"
"""The choice that stands for whatever the others do not name."""


def _kind(book: LawBook, fact: str) -> str | None:
    if fact in RESERVED_FACTS:
        return "date"
    return book.facts[fact].kind if fact in book.facts else None


def tests_of_another_kind(book: LawBook) -> Iterator[Finding]:
    """A fact is tested for what it can be: a choice for one of its choices, a number for a bound, a day against a day."""
    for file, key, condition in conditions(book):
        for test in condition.every_test:
            kind = _kind(book, test.fact)
            if kind is not None and (right := _right_test(book, test, kind)):
                yield Finding(file, key, f"{test.fact} ({kind}) is tested with {_written(test)}", right)


def breaches_of_no_answer(book: LawBook) -> Iterator[Finding]:
    """A breach is an answer of its fact, of a duty in a law that some authority which takes reports enforces; its tests fit their facts."""
    suspecting = {name for name, voice in book.voices.items() if voice.suspects}
    enforced = {slug for place in book.channels.values() if place.voice in suspecting for slug in place.enforces}
    for name, fact in book.facts.items():
        answers = (True, False) if fact.kind == "yes_no" else tuple(fact.choices)
        for number, one in enumerate(fact.breach, 1):
            file, key = book.file_of(name), f"{name}.breach[{number}]"
            if one.answer not in answers or (isinstance(one.answer, bool) and fact.kind != "yes_no"):
                yield Finding(
                    file, f"{key}.answer", str(one.answer), f"an answer of it: {', '.join(map(str, answers))}"
                )
            for cited in one.provisions:
                if cited.statute not in enforced:
                    yield Finding(file, f"{key}.provisions", str(cited), "a statute under enforces of a channel")
            if one.day and _kind(book, one.day) not in ("date", None):
                yield Finding(file, f"{key}.day", one.day, "a date fact")
            for test in (*one.where, *one.unless):
                kind = _kind(book, test.fact)
                if kind is not None and (right := _right_test(book, test, kind)):
                    yield Finding(file, f"{key}.where", f"{test.fact} ({kind}) is tested with {_written(test)}", right)


def _written(test: Test) -> str:
    return ", ".join(
        f"{key} = {value}"
        for key, value in test.model_dump(
            by_alias=True, exclude_none=True, exclude={"fact", "also", "source", "why"}
        ).items()
    )


def _right_test(book: LawBook, test: Test, kind: str) -> str | None:
    """What would be right, when the test does not fit the fact's kind."""
    if test.within or test.beyond or test.before is not None or test.after is not None:
        other = next((o for o in (test.before, test.after) if isinstance(o, str)), None)
        span = test.within or test.beyond
        other = span.after if span else other
        if kind != "date":
            return "a date fact"
        return None if other is None or _kind(book, other) in ("date", None) else f"{other} to be a date fact"
    if test.at_least is not None or test.at_most is not None:
        return None if kind in NUMBERS else "a number or money fact"
    if (kind == "choices") is not (test.has is not None):
        return (
            f"has = one of {', '.join(book.facts[test.fact].choices)}"
            if kind == "choices"
            else "a fact of kind choices"
        )
    wanted = test.choices if test.has is not None else (test.is_,) if test.is_ is not None else test.in_ or ()
    wrong = [value for value in wanted if not _fits(book, test.fact, kind, value)]
    return _what_fits(book, test.fact, kind) if wrong else None


def _fits(book: LawBook, fact: str, kind: str, value: Value | None) -> bool:
    if kind == "yes_no":
        return isinstance(value, bool)
    if kind in NUMBERS:
        return isinstance(value, int | Decimal) and not isinstance(value, bool)
    if kind == "date":
        return isinstance(value, date)
    definition = book.facts[fact]
    if definition.source == "platform":
        return value in book.platforms
    return isinstance(value, str) and (kind == "text" or value in definition.choices)


def _what_fits(book: LawBook, fact: str, kind: str) -> str:
    if kind == "yes_no":
        return "true or false"
    if kind in NUMBERS:
        return "a number"
    return f"one of {', '.join(book.facts[fact].choices or book.platforms)}" if kind != "date" else "a day"


def facts_settled_by_what_cannot_be(book: LawBook) -> Iterator[Finding]:
    """What settles a fact is a value that the other fact can have, and settles it as something that it can be itself; nobody lists nearly every choice."""
    for name, fact in book.facts.items():
        for number, one in enumerate(fact.settled_by, 1):
            key, other = f"{name}.settled_by[{number}]", book.facts.get(one.fact)
            pairs = [(name, fact.kind, value) for value in _values_in(one.value)]
            pairs += [(one.fact, other.kind, value) for value in (*one.in_, *one.but)] if other else []
            for which, kind, value in pairs:
                if not _fits(book, which, kind, value):
                    yield Finding(book.file_of(name), key, f"{which} = {value}", _what_fits(book, which, kind))
            if bool(one.in_) == bool(one.but):
                yield Finding(book.file_of(name), key, "both in and but, or neither", "one of them: in, or but")
            if (one.value is None) == (one.value_of is None):
                yield Finding(book.file_of(name), key, "both value and value_of, or neither", "one of them")
            if other and len(one.in_) * 2 > len(other.choices) > 2:
                rest = ", ".join(choice for choice in other.choices if choice not in one.in_)
                yield Finding(
                    book.file_of(name), key, f"{len(one.in_)} of {len(other.choices)} choices", f"but = [{rest}]"
                )
            for slug in one.not_in:
                if slug not in book.disputes:
                    yield Finding(book.file_of(name), key, slug, f"a dispute: a file disputes/{slug}.toml")


def facts_worked_out_of_what_is_no_number(book: LawBook) -> Iterator[Finding]:
    """What a fact is worked out from are sums or numbers; it is a yes_no where one is held against the other, else a sum or number itself."""
    for name, fact in book.facts.items():
        if one := fact.worked_out:
            kinds = {book.facts[other].kind for other in one.sums if other in book.facts}
            right = fact.kind == "yes_no" if one.more else fact.kind in ("money", "number")
            if kinds - {"money", "number"} or not right:
                found = f"{fact.kind} out of {', '.join(sorted(kinds))}"
                yield Finding(book.file_of(name), f"{name}.worked_out", found, "numbers, and a yes_no only with more")


def facts_asked_after_what_cannot_be(book: LawBook) -> Iterator[Finding]:
    """What makes a question worth asking is a value that the other fact can have; and the other fact is itself asked, or held by the case."""
    for name, fact in book.facts.items():
        for slug in fact.asked_in:
            if slug not in book.disputes:
                yield Finding(book.file_of(name), f"{name}.asked_in", slug, f"a dispute: a file disputes/{slug}.toml")
        for number, one in enumerate(fact.asked_if, 1):
            key, other = f"{name}.asked_if[{number}]", book.facts.get(one.fact)
            for value in (*one.in_, *one.but) if other else ():
                if other and not _fits(book, one.fact, other.kind, value):
                    yield Finding(
                        book.file_of(name), key, f"{one.fact} = {value}", _what_fits(book, one.fact, other.kind)
                    )
            if bool(one.in_) == bool(one.but):
                yield Finding(book.file_of(name), key, "both in and but, or neither", "one of them: in, or but")


GOODS_KIND = "order.lines.goods_kind"


def kinds_that_say_what_cannot_be(book: LawBook) -> Iterator[Finding]:
    """What a kind of dispute says of a fact (``says``) is a value that the fact can have, as an answer of the case, or what kind of goods it was until the order says."""
    for slug, dispute in book.disputes.items():
        for fact, said in dispute.says.items():
            definition, key = book.facts.get(fact), f"says.{fact}"
            for value in _values_in(said) if definition else ():
                held = definition and definition.source not in (None, GOODS_KIND)
                if definition and (held or not _fits(book, fact, definition.kind, value)):
                    yield Finding(f"disputes/{slug}.toml", key, str(value), _what_fits(book, fact, definition.kind))


def _values_in(value: Value | None) -> tuple[Value, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def lists_of_all_the_others(book: LawBook) -> Iterator[Finding]:
    """A condition does not list nearly every choice to say that the few others are not meant.

    Such a list treats a choice that is added later unlike its neighbours. As an alternative beside another fact, ``only`` names the few
    that are meant; a list that is meant, after which a new choice must pass the other tests, leaves out ``other`` and a third of the
    choices. By itself it neither names every choice nor ``other`` with more than half: ``unless`` names the few that are left out.
    """
    for file, key, condition in conditions(book):
        beside_another = len({test.fact for test in condition.any}) > 1
        for test in condition.tests:
            choices = book.facts[test.fact].choices if test.fact in book.facts else {}
            named = len(test.in_ or ())
            left_out = ", ".join(f'"{choice}"' for choice in choices if choice not in (test.in_ or ()))
            if not choices or named * 2 <= len(choices):
                continue
            at, found = f"{key}.any" if condition.any else key, f"{test.fact} in {named} of its {len(choices)} choices"
            if beside_another and (THE_REST in (test.in_ or ()) or named * 3 > len(choices) * 2):
                right = f'only = {{ fact = "{test.fact}", in = [{left_out}] }} before the other tests, if those are what is meant'
                yield Finding(file, at, found, right)
            elif not beside_another and condition.only is None and named == len(choices):
                yield Finding(file, at, found, "no such condition: it holds whatever was answered")
            elif not beside_another and condition.only is None and THE_REST in (test.in_ or ()):
                right = f'unless {{ fact = "{test.fact}", in = [{left_out}] }}, if those are what is not meant'
                yield Finding(file, at, found, right)


def deadlines_after_no_day(book: LawBook) -> Iterator[Finding]:
    """A deadline runs from a date fact, and its id is used for one deadline of a file and of what a claim shares."""
    seen: set[tuple[str, str]] = set()
    for file, key, deadline in deadlines(book):
        if _kind(book, deadline.after) not in ("date", None):
            yield Finding(file, f"{key}.after", deadline.after, "a date fact")
        if (file, deadline.id) in seen:
            yield Finding(file, f"{key}.id", deadline.id, "an id used once in the file")
        seen.add((file, deadline.id))
    for slug, claim in book.claims.items():
        times = Counter(one.id for one in claim.deadline) if claim.common else {}
        for twice in (name for name, number in times.items() if number > 1):
            yield Finding(f"claims/{slug}.toml", "deadline", twice, "an id used once, also by what the claim shares")


def claims_dated_by_no_day(book: LawBook) -> Iterator[Finding]:
    """The fact that dates a claim is a date."""
    for slug, claim in book.claims.items():
        if _kind(book, claim.day) not in ("date", None):
            yield Finding(f"claims/{slug}.toml", "day", claim.day, "a date fact")


def unknown_formulas(book: LawBook) -> Iterator[Finding]:
    """A remedy names a formula that exists, with the inputs and dated numbers it takes and no others."""
    for slug, claim in book.claims.items():
        for key, remedy in remedies_of(claim):
            yield from _faults_of_formula(f"claims/{slug}.toml", key, remedy)


def _faults_of_formula(file: str, key: str, remedy: Remedy) -> Iterator[Finding]:
    formula = FORMULAS.get(remedy.formula)
    if formula is None:
        yield Finding(file, f"{key}.formula", remedy.formula, f"one of {', '.join(FORMULAS)}")
        return
    for name in sorted(remedy.inputs.keys() - {*formula.inputs, *formula.optional}):
        known = ", ".join((*formula.inputs, *formula.optional)) or "none"
        yield Finding(file, f"{key}.inputs.{name}", name, f"an input of {remedy.formula}: {known}")
    for name in formula.inputs:
        if name not in remedy.inputs:
            yield Finding(file, f"{key}.inputs", "nothing", f"the input {name}, which {remedy.formula} needs")
    for name in DATED:
        given = getattr(remedy, name) is not None
        if given and name not in (*formula.numbers, *formula.optional_numbers):
            yield Finding(file, f"{key}.{name}", "a number", f"none: {remedy.formula} takes no {name}")
        if not given and name in formula.numbers:
            yield Finding(file, f"{key}.{name}", "nothing", f"{name}.YYYY-MM-DD = …, which {remedy.formula} needs")
    if "price" in formula.optional and not remedy.inputs.keys() & {"price", "loss"} and remedy.base is None:
        yield Finding(file, f"{key}.base", "nothing", f"base = {' or '.join(BASES)}, or the input price")


def inputs_that_are_no_numbers(book: LawBook) -> Iterator[Finding]:
    """What goes into a sum is a number, or a day where the formula counts days."""
    for slug, claim in book.claims.items():
        for key, remedy in remedies_of(claim):
            given = [(f"{key}.inputs.{n}", n, fact) for n, facts in remedy.inputs.items() for fact in _each(facts)]
            given += [(f"{key}.less", "less", fact) for fact in remedy.less]
            for place, name, fact in given:
                kinds = ("date",) if name in DAY_INPUTS else NUMBERS
                if _kind(book, fact) not in (*kinds, None):
                    right = f"a fact of kind {' or '.join(kinds)}"
                    yield Finding(f"claims/{slug}.toml", place, f"{fact} ({_kind(book, fact)})", right)


def _each(facts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (facts,) if isinstance(facts, str) else facts


def channel_fields_of_no_part(book: LawBook) -> Iterator[Finding]:
    """A field that a channel requires, and that names a part by role, names one that can be looked up."""
    for slug, channel in book.channels.items():
        for number, field in enumerate(channel.fields, 1):
            if field.required and field.fill and "." in field.fill and source(field.fill) is None:
                yield Finding(
                    f"channels/{slug}.toml",
                    f"fields[{number}].fill",
                    field.fill,
                    "a part of the case, such as seller.registered_name",
                )
