"""Rules about the words in which a fact is answered, on the buttons of its question and in a letter."""

import re
from collections.abc import Iterator

from consumer_app.domain.law import FactDefinition, LawBook
from consumer_app.lawbook_checks.finding import Finding

UNSURE = "不清楚"
YES, NO = "是", "不是"
TO_CHOOSE = re.compile(r"选((?:「[^」]+」(?:或者|或|、|和)?)+)")
NAMED = re.compile("「([^」]+)」")
SLOTS = frozenset({"asker", "asked"})
OF_VALUES = {"date": "day", "money": "amount", "number": "number"}
"""The room that the sentence of a day, a sum or a number leaves for it."""


def offered(fact: FactDefinition) -> tuple[str, ...]:
    """The words on the buttons of this fact's question."""
    if fact.kind == "yes_no":
        return fact.yes or YES, fact.no or NO, UNSURE
    return (*fact.choices.values(), UNSURE) if fact.choices else ()


def hints_of_no_answer(book: LawBook) -> Iterator[Finding]:
    """A hint says which answer to choose in words with which a button of its question begins."""
    for name, fact in book.facts.items():
        answers = offered(fact)
        for named in NAMED.findall("".join(TO_CHOOSE.findall(fact.hint or ""))) if answers else ():
            if named not in answers and (fact.kind == "yes_no" or not any(word.startswith(named) for word in answers)):
                yield Finding(book.file_of(name), f"{name}.hint", f"选「{named}」", f"one of {'、'.join(answers)}")


def answers_twice(book: LawBook) -> Iterator[Finding]:
    """No question offers the same words twice; 不清楚 is offered by every question already."""
    for name, fact in book.facts.items():
        words = offered(fact)
        for twice in sorted({word for word in words if words.count(word) > 1}):
            yield Finding(book.file_of(name), f"{name}.choices", f"「{twice}」 twice", "each answer once")


def buttons_of_no_yes_or_no(book: LawBook) -> Iterator[Finding]:
    """Only a yes_no question has buttons for yes and no, and they say two different things."""
    for name, fact in book.facts.items():
        for key in ("yes", "no"):
            if getattr(fact, key) and fact.kind != "yes_no":
                yield Finding(book.file_of(name), f"{name}.{key}", f"a fact of kind {fact.kind}", "a yes_no fact")
        if (fact.yes or YES) == (fact.no or NO) or UNSURE in (fact.yes, fact.no):
            yield Finding(book.file_of(name), f"{name}.no", fact.no or NO, f"neither the word of yes nor {UNSURE}")


def sentences_with_unknown_slots(book: LawBook) -> Iterator[Finding]:
    """A fact's sentence leaves room for who asks and who is asked and, where it has a value, for that; for nothing else."""
    for name, fact in book.facts.items():
        by_choice = ((f"statement_for.{choice}", text) for choice, text in fact.statement_for.items())
        for key, text in (("statement", fact.statement), ("denial", fact.denial), *by_choice):
            for slot in re.findall(r"\{([^}]*)\}", text or ""):
                if slot not in SLOTS and slot != OF_VALUES.get(fact.kind):
                    yield Finding(book.file_of(name), f"{name}.{key}", f"{{{slot}}}", "{asker} or {asked}")
