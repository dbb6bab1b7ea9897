"""The form of the demands: the claims ticked by law beforehand, each with the little it lacks asked beside it, and words of one's own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from consumer_app.domain.case import Case, Demand
from consumer_app.domain.case.parts import fingerprint, replaced
from consumer_app.domain.judging.asking import with_answers
from consumer_app.domain.judging.same_money import one_then_the_other
from consumer_app.domain.law import LawBook
from consumer_app.web.forms.fields import HiddenTextField, LongTextField, ManyField, MoneyField, TickField
from consumer_app.web.forms.part_form import CasePartForm
from consumer_app.web.forms.questions import answers_of, asking, known_answers


@dataclass(frozen=True)
class Askable:
    """A claim that can be asked: its words, the sum the law gives (None when it asks no money or the sum is open), what never goes with it.

    ``state`` is how it stands (settled, contested, open); ``asks`` are the facts asked beside it, each of them beside one claim only.
    """

    claim: str
    title: str
    hint: str
    most: Decimal | None
    asks_money: bool
    never_with: frozenset[str]
    ticked: bool
    state: str = "settled"
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One claim as the page draws it: its box, its sum, and the questions beside it."""

    item: Askable
    option: Any
    sum: MoneyField | None
    questions: list[Any]


class DemandsForm(CasePartForm):
    """What is asked, in the order of the page. ``asked`` are the facts asked beside the claims; ``offer`` gives the claims that a case can ask.

    ``taken`` is the claim that the pressed button named and asks, unless it is never asked with one that was ticked.
    """

    address = "demands"
    asked: tuple[str, ...] = ()
    claims = ManyField("勾上您要的")
    own = LongTextField("还有别的要求（选填）", rows=3, hint="一行一条，例如「向我书面道歉」")
    taken = HiddenTextField(most=80)
    report = TickField("什么都不要，只把情况反映上去")
    askable: Sequence[Askable] = ()
    offer: Callable[[Case], Sequence[Askable]]
    book: LawBook

    def check(self) -> None:
        """Nothing twice, nothing above the law. To ask nothing is no mistake."""
        self._take()
        chosen = set(self.claims.data)
        if self.claims.errors:
            self.claims.errors = ["有的项目按现在的事实已经不能主张了，请照下面新的列表再勾一遍"]
        for item in self.askable:
            if item.claim not in chosen:
                continue
            if clash := sorted(
                other
                for other in item.never_with & chosen
                if not one_then_the_other(self.book.claims[item.claim], self.book.claims[other])
            ):
                other = next(one.title for one in self.askable if one.claim == clash[0])
                self.complain(self.claims, f"「{item.title}」和「{other}」法律只允许选一项，请去掉其中一项")
            if (
                (field := self.sum_of(item.claim)) is not None
                and item.most is not None
                and field.data is not None
                and field.data > item.most
            ):
                self.complain(field, f"按您填的事实，这一项依法最多 {item.most:,.2f} 元；写多了反而容易被整项驳回")

    def _take(self) -> None:
        chosen = set(self.claims.data)
        taken = next((item for item in self.askable if item.claim == self.taken.data), None)
        if taken is not None and taken.claim not in chosen and not taken.never_with & chosen:
            self.claims.data = [*self.claims.data, taken.claim]

    def sum_of(self, claim: str) -> MoneyField | None:
        """The sum's field of a claim that asks money."""
        return self._fields.get(f"sum-{claim}")  # type: ignore[no-any-return]

    @property
    def rows(self) -> dict[str, Row]:
        """Every claim on offer, each with its box, its sum and its questions, by its name."""
        return {
            item.claim: Row(item, option, self.sum_of(item.claim), [self[name] for name in item.asks])
            for item, option in zip(self.askable, self.claims.options, strict=True)
        }

    def onto(self, case: Case) -> Case:
        """The case with these answers, and with these demands as far as the law still gives them.

        What an answer has just made possible is asked as well, as it would have been ticked beforehand. What was asked before keeps its order.
        """
        before = {item.claim for item in self.askable if item.ticked}
        if self.asked:
            case = with_answers(case, self.book, answers_of(self, self.asked, case))
        offered = {item.claim: item for item in (self.offer(case) if self.asked else self.askable)}
        gained = {claim for claim, item in offered.items() if item.ticked and claim not in before}
        chosen = {claim for claim in self.claims.data if claim in offered and not offered[claim].never_with & gained}
        places = {demand.claim: place for place, demand in enumerate(case.demands)}
        kept_first = sorted(offered, key=lambda claim: places.get(claim, len(places)))
        demands = [self._demand(case, offered[claim]) for claim in kept_first if claim in chosen | gained]
        kept = {_on_one_line(demand): demand for demand in _own(case)}
        lines = [line.strip() for line in (self.own.data or "").splitlines()]
        lines += [self.book.words.only_report] if self.report.data and not demands and not any(lines) else []
        demands += [kept.get(line) or Demand(text=line) for line in lines if line]
        return replaced(case, "demands", tuple(demands))

    def _demand(self, case: Case, item: Askable) -> Demand:
        field = self.sum_of(item.claim)
        amount = field.data if field is not None else _kept(case, item)
        amount = item.most if amount is None else amount
        before = next((demand for demand in case.demands if demand.claim == item.claim), None)
        text = before.text if before else None
        return Demand(claim=item.claim, amount=amount if item.asks_money else None, text=text)


def demands_form(
    case: Case,
    offer: Callable[[Case], Sequence[Askable]],
    *,
    with_sums: bool,
    book: LawBook,
    posted: Sequence[str] = (),
) -> DemandsForm:
    """The form over the claims on offer, as the case has its demands, or as the law ticks them when it has none yet.

    Without sums each claim asks what the law gives, and a smaller sum chosen before stays. ``posted`` are facts that the posted page asked beside them.
    """
    askable = offer(case)
    asked = tuple(dict.fromkeys((*posted, *(name for item in askable for name in item.asks))))
    chosen = {demand.claim: demand for demand in case.demands if demand.claim}
    sums = {
        f"sum-{item.claim}": MoneyField(
            f"{item.title}：金额", hint=f"依法最多 {item.most:,.2f} 元" if item.most is not None else ""
        )
        for item in askable
        if item.asks_money and with_sums
    }
    address = "answers+demands+order" if asked else "demands"
    parts = {**sums, **asking(asked, book), "asked": asked, "address": address}
    form_class: type[DemandsForm] = type("AskableForm", (DemandsForm,), parts)
    data: dict[str, Any] = {"seen": fingerprint(case, address), **known_answers(case, book, asked)}
    data["claims"] = list(chosen) if case.demands else [item.claim for item in askable if item.ticked]
    own = [_on_one_line(demand) for demand in _own(case)]
    data["report"] = own == [book.words.only_report] and not chosen
    data["own"] = "" if data["report"] else "\n".join(own)
    for item in askable:
        kept = chosen[item.claim].amount if item.claim in chosen else None
        data[f"sum-{item.claim}"] = kept if kept is not None else item.most
    form = form_class(data=data)
    for name in asked:
        form[name].unmarked = True
    form.askable, form.offer, form.book = askable, offer, book
    form.claims.choices = tuple((item.claim, item.title, item.hint) for item in askable)
    return form


def _kept(case: Case, item: Askable) -> Decimal | None:
    """A smaller sum than the law gives, chosen on another page."""
    chosen = next((demand.amount for demand in case.demands if demand.claim == item.claim), None)
    return chosen if chosen is not None and (item.most is None or chosen < item.most) else None


def _own(case: Case) -> list[Demand]:
    """The demands in words of their own."""
    return [demand for demand in case.demands if demand.text and not demand.claim]


def _on_one_line(demand: Demand) -> str:
    """As the field shows it, where each line is a demand."""
    return " ".join((demand.text or "").split())
