"""Kinds of trouble that words alone often cannot tell apart, and the one question that does."""

from pydantic import Field, model_validator

from consumer_app.domain.law.entries import Entry, FactName


class Pair(Entry):
    """A question that tells two or three kinds apart (disputes by slug, matters elsewhere as ``elsewhere:`` and slug), with its buttons.

    ``answers`` are the words on the button of each kind, in the order they are shown; ``fact`` is the fact that decides, when one does,
    ``says`` what the buttons that answer it say of that fact.
    """

    question: str
    answers: dict[str, str]
    fact: FactName | None = None
    says: dict[str, bool | str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _between_two_or_three(self) -> "Pair":
        if not 2 <= len(self.answers) <= 3:
            raise ValueError(f"a question between two or three kinds, not {len(self.answers)}")
        return self
