"""The letter templates people share on this site: plain text with front matter, public, the same as the shipped files."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consumer_app.storage.database import writing
from consumer_app.storage.tables import LetterTemplateRow


@dataclass(frozen=True)
class SharedTemplate:
    """One shared template: its slug, its whole text, and when it was added and last changed."""

    slug: str
    text: str
    added_on: date
    changed_on: date


class TemplateLibrary:
    """Keeps shared letter templates. It does not judge them: they are checked before they come here."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, slug: str, text: str, *, today: date) -> SharedTemplate:
        """Add a template, or replace the one of that slug."""
        with writing(self._engine) as session:
            row = session.get(LetterTemplateRow, slug)
            if row is None:
                row = LetterTemplateRow(slug=slug, text=text, added_on=today, changed_on=today)
                session.add(row)
            row.text, row.changed_on = text, today
            return _shared(row)

    def get(self, slug: str) -> SharedTemplate | None:
        """The template of that slug, if there is one."""
        with Session(self._engine) as session:
            row = session.get(LetterTemplateRow, slug)
            return _shared(row) if row else None

    def all(self) -> list[SharedTemplate]:
        """Every shared template, by slug."""
        with Session(self._engine) as session:
            return [_shared(row) for row in session.scalars(select(LetterTemplateRow).order_by(LetterTemplateRow.slug))]

    def remove(self, slug: str) -> None:
        """Take a template out; papers issued from it keep their text."""
        with writing(self._engine) as session:
            if row := session.get(LetterTemplateRow, slug):
                session.delete(row)


def _shared(row: LetterTemplateRow) -> SharedTemplate:
    return SharedTemplate(row.slug, row.text, row.added_on, row.changed_on)
