"""The form of the shopper's own page: who complains, and who files for them. Asked last, and only what a paper needs."""

from typing import Self

from consumer_app.domain.case import Case, Representative
from consumer_app.domain.case.parts import fingerprint
from consumer_app.web.forms.fields import ChoiceField, PhoneField, TextField
from consumer_app.web.forms.order import put_party
from consumer_app.web.forms.part_form import CasePartForm
from consumer_app.web.forms.whose import CHILD, FAMILY, MINE, WHOSE, put_whose, whose

HELPING = (
    ("family", "我帮着写，家人自己签字"),
    ("agent", "家人写了委托书，由我代为办理", "委托书上要写明办什么事、到什么时候，家人签字"),
)
LABELS = {
    CHILD: {"name": "孩子的姓名", "helper_name": "您的姓名（监护人）", "helper_relation": "您是孩子的什么人", "helper_phone": "您的电话"},
    FAMILY: {"name": "家人的姓名", "phone": "家人的电话"},
}  # fmt: skip
HINTS = {
    CHILD: {"name": "12315 要求实名；只写给商家，可以先不填", "helper_relation": "例如「母亲」「父亲」"},
    FAMILY: {"name": "买东西的那位家人。12315 要求实名；只写给商家，可以先不填", "phone": "接得到的就写，没有就空着"},
}


class ShopperForm(CasePartForm):
    """Who complains; a representative may file, the buyer stays the complainant."""

    address = "parties"
    name = TextField(
        "姓名", most=40, autocomplete="name", hint="下单人的真实姓名。12315 要求实名；只写给商家，可以先不填"
    )
    phone = PhoneField("电话", hint="商家和 12315 回复您用")
    own_address = TextField(
        "联系地址", most=300, autocomplete="street-address", hint="12315 投诉必须有；只写给商家可以不填"
    )
    helper_name = TextField("您的姓名", most=40)
    helper_relation = TextField("您是家人的什么人", most=40, hint="例如「儿子」「女儿」")
    helper_phone = PhoneField("您的电话", hint="商家和 12315 回复您用")
    capacity = ChoiceField("您怎么帮？", choices=HELPING)
    whose = ChoiceField("这件事是谁的？", choices=WHOSE)

    shown_for: str
    """Whose matter the page was shown for; another choice shows it again with other fields."""

    @classmethod
    def of(cls, case: Case) -> Self:
        """The form as the case has it, with the labels that fit whose matter it is."""
        you = case.party("shopper")
        helper = you.representative if you else None
        shown_for = whose(case) or MINE
        form = cls(
            data={
                "seen": fingerprint(case, cls.address), "name": you.name if you else None, "phone": you.phone if you else None,
                "own_address": you.address if you else None, "whose": whose(case),
                "helper_name": helper.name if helper else None, "helper_relation": helper.relation if helper else None,
                "helper_phone": helper.phone if helper else None, "capacity": "agent" if helper and helper.capacity == "agent" else "family",
            }
        )  # fmt: skip
        form.shown_for = shown_for
        for name, label in LABELS.get(shown_for, {}).items():
            form[name].label.text = label
        for name, hint in HINTS.get(shown_for, {}).items():
            form[name].description = hint
        return form

    def suppose(self) -> None:
        """One's own matter, where nothing else was chosen or heard."""
        if self.whose.is_empty() and not self.is_submitted():
            self.whose.fill(self.shown_for)

    @property
    def title(self) -> str:
        """What the page asks, in a few words."""
        return {CHILD: "孩子和您的姓名", FAMILY: "家人和您的姓名"}.get(self.shown_for, "您的姓名和电话")

    @property
    def changes_whose(self) -> bool:
        """Whether it was chosen that the matter is somebody else's than the page was shown for."""
        return self.whose.data not in (None, self.shown_for)

    def onto(self, case: Case) -> Case:
        """The case with the shopper's details; where it turns out to be somebody else's matter, their page comes next."""
        helper, you = None, case.party("shopper")
        if self.shown_for != MINE:
            values = {name: self[f"helper_{name}"].data for name in ("name", "relation", "phone")}
            values["capacity"] = "guardian" if self.shown_for == CHILD else self.capacity.data or "family"
            helper = ((you and you.representative) or Representative()).model_copy(update=values)
        changed = put_party(
            case,
            "shopper",
            name=self.name.data,
            phone=self.phone.data,
            address=self.own_address.data,
            representative=helper,
        )
        return put_whose(changed, self.whose.data if self.changes_whose else None)
