"""Traditional characters and the simplified ones they are read as."""

from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, model_validator

from consumer_app.domain.law.entries import Entry

Column = Annotated[str, AfterValidator(lambda text: "".join(text.split()))]


class Characters(Entry):
    """A table of characters with its source and licence: the n-th of ``traditional`` is read as the n-th of ``simplified``.

    Raises ValueError (as a fault of the file) when the lists are not equally long or a character stands in the first one twice.
    """

    source: str = ""
    licence: str = ""
    traditional: Column = ""
    simplified: Column = ""

    @model_validator(mode="after")
    def _one_for_one(self) -> "Characters":
        if len(self.traditional) != len(self.simplified):
            raise ValueError(
                f"traditional has {len(self.traditional)} characters, simplified {len(self.simplified)}: as many"
            )
        if len(set(self.traditional)) != len(self.traditional):
            raise ValueError("a character stands in traditional twice: each once")
        return self

    @cached_property
    def table(self) -> dict[int, str]:
        """For ``str.translate``."""
        return {ord(one): other for one, other in zip(self.traditional, self.simplified, strict=True)}
