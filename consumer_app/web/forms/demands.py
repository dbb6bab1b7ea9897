"""The form of the demands: the claims ticked by law beforehand, each sum editable downwards, and words of one's own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from consumer_app.domain.case import EMPTY_CASE, Case, Demand
from consumer_app.domain.case.parts import fingerprint, replaced
from consumer_app.domain.law import LawBook
from consumer_app.web.forms.fields import LongTextField, ManyField, MoneyField
from consumer_app.web.forms.part_form import CasePartForm
from consumer_app.web.forms.questions import answers_of, asking, known_answers


@dataclass(frozen=True)
class Askable:
    """A claim that can be asked: its words, the sum the law gives (None when it asks no money or the sum is open), what never goes with it.

    ``certain`` is whether nothing is missing for it, though courts may differ; otherwise ``confirms`` are the answers that ticking it gives, if these are all that it lacks.
    """

    claim: str
    title: str
    hint: str
    most: Decimal | None
    asks_money: bool
    never_with: frozenset[str]
    ticked: bool
    certain: bool = True
    confirms: tuple[tuple[str, bool], ...] = ()


class DemandsForm(CasePartForm):
    """What is asked, in the order of the page; on the short path with the questions that decide it, ``asked``.

    ``offer`` gives the claims that a case can ask, so that an answer counts at once.
    """

    address = "demands"
    asked: tuple[str, ...] = ()
    claims = ManyField("勾上您要的", hint="有法律支持的已按您说的事实勾好，可以改")
    own = LongTextField("还有别的要求（选填）", rows=3, hint="一行一条，例如「向我书面道歉」")
    askable: Sequence[Askable] = ()
    offer: Callable[[Case], Sequence[Askable]]

    def check(self) -> None:
        """Something is asked, or answered first; nothing twice, nothing above the law."""
        chosen = set(self.claims.data)
        if self.claims.errors:
            self.claims.errors = ["有的项目按现在的事实已经不能主张了，请照下面新的列表再勾一遍"]
        answered = any(answer is not None for answer in answers_of(self, self.asked, EMPTY_CASE).values())
        if not chosen and not self.own.data and not self.claims.errors and not answered:
            first = "请先答上面的问题，或者勾一项" if self.asked else "请至少选一项"
            self.complain(self.claims, f"{first}，也可以在下面写上您的要求")
        for item in self.askable:
            if item.claim not in chosen:
                continue
            if clash := sorted(item.never_with & chosen):
                other = next(one.title for one in self.askable if one.claim == clash[0])
                self.complain(self.claims, f"「{item.title}」和「{other}」法律只允许选一项，请去掉其中一项")
            if (
                (field := self.sum_of(item.claim)) is not None
                and item.most is not None
                and field.data is not None
                and field.data > item.most
            ):
                self.complain(field, f"按您填的事实，这一项依法最多 {item.most:,.2f} 元；写多了反而容易被整项驳回")

    def sum_of(self, claim: str) -> MoneyField | None:
        """The sum's field of a claim that asks money."""
        return self._fields.get(f"sum-{claim}")  # type: ignore[no-any-return]

    @property
    def rows(self) -> list[tuple[Askable, Any, MoneyField | None]]:
        """The claims that the facts support, or would with one word more, each with its box and its sum; and any other that was chosen."""
        return [row for row in self._rows if row[0].certain or row[0].confirms or row[1].chosen]

    @property
    def further(self) -> list[tuple[Askable, Any, MoneyField | None]]:
        """The claims that still lack a fact."""
        return [row for row in self._rows if not (row[0].certain or row[0].confirms or row[1].chosen)]

    @property
    def _rows(self) -> list[tuple[Askable, Any, MoneyField | None]]:
        return [
            (item, option, self.sum_of(item.claim))
            for item, option in zip(self.askable, self.claims.options, strict=True)
        ]

    def onto(self, case: Case) -> Case:
        """The case with these answers, and with these demands as far as the law still gives them.

        What an answer has just made possible is asked as well, as it would have been ticked beforehand. What was asked before keeps its order.
        """
        if self.asked:
            case = replaced(case, "answers", {**case.answers, **answers_of(self, self.asked, case)})
        offered = {item.claim: item for item in (self.offer(case) if self.asked else self.askable)}
        before = {item.claim for item in self.askable if item.ticked}
        gained = {claim for claim, item in offered.items() if item.ticked and claim not in before}
        if confirmed := self._confirmed(case):
            case = replaced(case, "answers", {**case.answers, **confirmed})
            offered = {item.claim: item for item in self.offer(case)}
        chosen = {claim for claim in self.claims.data if claim in offered and not offered[claim].never_with & gained}
        places = {demand.claim: place for place, demand in enumerate(case.demands)}
        kept_first = sorted(offered, key=lambda claim: places.get(claim, len(places)))
        demands = [self._demand(case, offered[claim]) for claim in kept_first if claim in chosen | gained]
        kept = {_on_one_line(demand): demand for demand in _own(case)}
        lines = (line.strip() for line in (self.own.data or "").splitlines())
        demands += [kept.get(line) or Demand(text=line) for line in lines if line]
        return replaced(case, "demands", tuple(demands))

    def _confirmed(self, case: Case) -> dict[str, bool]:
        """What ticking a claim said of its exceptions; an answer given before stays."""
        ticked = [item for item in self.askable if item.claim in self.claims.data]
        return {fact: answer for item in ticked for fact, answer in item.confirms if case.answers.get(fact) is None}

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
    asked: Sequence[str] = (),
) -> DemandsForm:
    """The form over the claims on offer, as the case has its demands, or as the law ticks them when it has none yet.

    Without sums each claim asks what the law gives, and a smaller sum chosen before stays. ``asked`` are facts to ask beside.
    """
    askable = offer(case)
    chosen = {demand.claim: demand for demand in case.demands if demand.claim}
    sums = {
        f"sum-{item.claim}": MoneyField(
            f"{item.title}：金额", hint=f"依法最多 {item.most:,.2f} 元" if item.most is not None else ""
        )
        for item in askable
        if item.asks_money and with_sums
    }
    address = "answers+demands" if asked or any(item.confirms for item in askable) else "demands"
    parts = {**sums, **asking(asked, book), "asked": tuple(asked), "address": address}
    form_class: type[DemandsForm] = type("AskableForm", (DemandsForm,), parts)
    data: dict[str, Any] = {"seen": fingerprint(case, address), **known_answers(case, book, asked)}
    data["claims"] = list(chosen) if case.demands else [item.claim for item in askable if item.ticked]
    data["own"] = "\n".join(map(_on_one_line, _own(case)))
    for item in askable:
        kept = chosen[item.claim].amount if item.claim in chosen else None
        data[f"sum-{item.claim}"] = kept if kept is not None else item.most
    form = form_class(data=data)
    for name in asked:
        form[name].unmarked = True
    form.askable, form.offer = askable, offer
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
