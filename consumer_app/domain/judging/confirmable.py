"""Claims that lack little: exceptions nobody has spoken of, or one or two facts. Which answers would settle them."""

from consumer_app.domain.judging.findings import ClaimFound
from consumer_app.domain.judging.questions import decides
from consumer_app.domain.law import Claim, LawBook


def exceptions_left(found: ClaimFound, book: LawBook) -> tuple[tuple[str, bool], ...]:
    """The facts, each with the answer by which its exception does not hold, that would make an open claim settled, or contested.

    Empty when the claim is not open, or when anything but yes-or-no exceptions is missing. Unknown is not no: only a person who says so
    can answer them, but can do it in one go.
    """
    if found.status != "open":
        return ()
    claim = book.claims[found.id]
    harmless = _harmless_answers(claim)
    waiting = [missing.fact for missing in found.missing if decides(missing)]
    unknown = {*waiting, *(reason.fact for reason in found.why if reason.holds is None)}
    if found.text_not_held or not unknown <= harmless.keys():
        return ()
    return tuple((fact, harmless[fact]) for fact in waiting)


FEW = 2
"""So many answers are asked beside a claim; one that lacks more is asked for elsewhere."""


def lacks_little(found: ClaimFound, book: LawBook) -> tuple[str, ...]:
    """The few facts that stand between a claim and its being sure, with its sum: to be asked beside it. Empty where it lacks none, or many.

    Exceptions that nobody has spoken of are asked however many they are.
    """
    if found.status == "excluded" or found.text_not_held:
        return ()
    if exceptions := exceptions_left(found, book):
        return tuple(fact for fact, _ in exceptions)
    lacked = [one.fact for one in found.missing if found.status != "open" or decides(one)]
    lacked += [] if found.amount else found.amount_needs
    facts = tuple(dict.fromkeys(lacked))
    return facts if len(facts) <= FEW else ()


def _harmless_answers(claim: Claim) -> dict[str, bool]:
    """By fact that only exceptions of the claim ask: the answer by which they do not hold."""
    asserted = {test.fact for when in claim.when for test in when.every_test}
    answers: dict[str, bool] = {}
    for exception in claim.unless:
        test = exception.test
        if test and isinstance(test.is_, bool) and test.fact not in asserted:
            answers[test.fact] = not test.is_
    return answers
