"""Rules about worked examples: every claim has one, and each comes out as it says."""

from collections.abc import Iterator, Mapping

from consumer_app.domain.judging.contradictions import contradictions
from consumer_app.domain.judging.examples import Example, surprises
from consumer_app.domain.judging.facts import FactConflict, FactError, facts_of, unknown_names
from consumer_app.domain.law import LawBook
from consumer_app.lawbook_checks.finding import Finding


def _file(slug: str, example: Example) -> str:
    return f"examples/{slug}/expected.toml" if example.files else f"examples/{slug}.toml"


def claims_without_example(book: LawBook, examples: Mapping[str, Example]) -> Iterator[Finding]:
    """Every claim is expected to come out, one way or another, of some example."""
    shown = {
        slug
        for example in examples.values()
        for slug in (
            *example.expected.settled,
            *example.expected.contested,
            *example.expected.open,
            *example.expected.excluded,
            *example.expected.must_not,
        )
    }
    for slug in sorted(book.claims.keys() - shown):
        yield Finding(f"claims/{slug}.toml", "", "no example expects it", "an example in examples/ that names it")


def names_nobody_knows(book: LawBook, examples: Mapping[str, Example]) -> Iterator[Finding]:
    """An example names disputes, facts, claims, channels and excuses that the book has."""
    for slug, example in examples.items():
        for part, name in unknown_names(example.case, book):
            yield Finding(_file(slug, example), part, name, f"a name the law book has in {part}")
        expected = example.expected
        stated = (*expected.settled, *expected.contested, *expected.open, *expected.excluded)
        named = [("claims", n, book.claims) for n in stated]
        named += [("claims", n, book.claims) for n in (*expected.must_not, *expected.amounts, *expected.at_least)]
        for kind, name, known in named:
            if name not in known:
                yield Finding(_file(slug, example), "expected", name, f"a file {kind}/{name}.toml")


def examples_that_fail(book: LawBook, examples: Mapping[str, Example]) -> Iterator[Finding]:
    """An example comes out as it expects, and its facts can all be so."""
    for slug, example in examples.items():
        file = _file(slug, example)
        try:
            for surprise in surprises(example, book):
                yield Finding(file, f"expected.{surprise.key}", surprise.found, surprise.expected)
            for clash in contradictions(example.case, facts_of(example.case, book, example.today), example.today):
                yield Finding(file, " / ".join(clash.facts), f"{clash.kind}: {clash.found}", "facts that can all be so")
        except FactError as error:
            yield Finding(
                file, f"answers.{error.fact}", repr(error.found), f"{error.expected} {', '.join(error.choices)}"
            )
        except FactConflict as error:
            right = f"the same in the answers and in {error.source}"
            yield Finding(file, f"answers.{error.fact}", f"{error.answered} and {error.in_case}", right)
