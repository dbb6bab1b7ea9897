"""Facts said, put where a case holds them: a day of purchase into the order, a platform among the parties, the rest among the answers."""

from collections.abc import Mapping
from datetime import date

from consumer_app.domain.case import Case, Moment, OrderLine, Party
from consumer_app.domain.law import LawBook, Value
from consumer_app.domain.parts import new_id, replaced


def placed(case: Case, book: LawBook, said: Mapping[str, Value]) -> Case:
    """The case with these facts; a fact that the book reads from the case goes there, and never over what is there already."""
    for name, value in said.items():
        definition = book.facts.get(name)
        if definition is None:
            continue
        room, _, field = (definition.source or "").partition(".")
        if room == "order" and field.startswith("lines."):
            case = _on_the_line(case, field.removeprefix("lines."), value)
        elif room == "order" and getattr(case.order, field) is None:
            held = Moment.on(value) if isinstance(value, date) else value
            case = replaced(case, "order", case.order.model_copy(update={field: held}))
        elif room == "platform" and case.party("platform") is None:
            party = Party(id=new_id(case, "parties"), role="platform", platform=str(value))
            case = replaced(case, f"parties/{party.id}", party)
        elif not room:
            case = replaced(case, "answers", {**case.answers, name: value})
    return case


def _on_the_line(case: Case, field: str, value: Value) -> Case:
    lines = case.order.lines or (OrderLine(id="l1"),)
    if len(lines) > 1 or getattr(lines[0], field) is not None:
        return case
    line = lines[0].model_copy(update={field: value})
    return replaced(case, "order", case.order.model_copy(update={"lines": (line,)}))
