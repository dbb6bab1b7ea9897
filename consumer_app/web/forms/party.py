"""The forms of the other side: seller and platform on one page, and any further party; and the shopper's own page."""

from collections.abc import Iterable
from typing import Self

from consumer_app.domain.case import Case, Party, Representative
from consumer_app.domain.case.parts import fingerprint, part, replaced
from consumer_app.web.forms.fields import ChoiceField, LicenceNoField, PhoneField, TextField, TickField
from consumer_app.web.forms.order import put_party, put_platform
from consumer_app.web.forms.part_form import CasePartForm

Choices = Iterable[tuple[str, str]]
SELLER = ("shop", "registered_name", "licence_no", "address", "phone")


class SellerForm(CasePartForm):
    """Where it was bought and who sold it: the shop's name, and the registered name that a complaint needs."""

    address = "parties"
    platform = ChoiceField(
        "在哪里买的", as_list=True, hint="平台自己卖的（自营）也选这个平台；名单里没有的，选「其他平台」"
    )
    platform_name = TextField("平台的名字", most=300, hint="上面选了「其他平台」的，照它自己的叫法写；别的不用填")
    shop = TextField("店铺名称", most=300, hint="照平台或招牌上显示的写")
    registered_name = TextField(
        "商家的登记名称（公司或个体户全称）", most=300, hint="在店铺首页的「证照信息」「经营执照」里；小票、发票上也有"
    )
    licence_no = LicenceNoField("统一社会信用代码", hint="执照上那 18 位；没有就空着")
    seller_address = TextField("商家地址", most=300, hint="执照或平台公示的地址；12315 按它决定哪个市场监管局处理")
    phone = PhoneField("商家电话")

    @classmethod
    def of(cls, case: Case, platforms: Choices) -> Self:
        """The form as the case has it."""
        seller = case.party("seller")
        values = {name: getattr(seller, name) for name in SELLER} if seller else {}
        values["seller_address"] = values.pop("address", None)
        there = case.party("platform")
        values["platform_name"] = there.shop if there else None
        form = cls.filled(case, cls.address, platform=case.platform, **values)
        form.platform.choices = tuple(platforms)
        return form

    def onto(self, case: Case) -> Case:
        """The case with this seller and platform; other parties stay."""
        values = {name: self["seller_address" if name == "address" else name].data for name in SELLER}
        return put_platform(put_party(case, "seller", **values), self.platform.data, shop=self.platform_name.data)


class PartyForm(CasePartForm):
    """A further party: the maker, the courier, the carrier of passengers, the installer."""

    role = ChoiceField(
        "是哪一方",
        required="请选是哪一方",
        choices=(
            ("maker", "生产厂家"),
            ("carrier", "快递、物流公司"),
            ("passenger_carrier", "航空公司、铁路（不是卖票的那一家）"),
            ("installer", "安装或维修方"),
        ),
    )
    registered_name = TextField("名称", most=300, required="请写名称，例如包装上印的生产企业全称")
    party_address = TextField("地址", most=300)
    phone = PhoneField("电话")

    @classmethod
    def of(cls, case: Case, party_id: str) -> Self:
        """The form of that party, or of a new one of that id."""
        address = f"parties/{party_id}"
        party: Party | None = part(case, address)
        values = party.model_dump(include={"role", "registered_name", "phone"}) if party else {}
        return cls.filled(case, address, party_address=party.address if party else None, **values)

    def onto(self, case: Case) -> Case:
        """The case with this party changed or added."""
        values = {name: self[name].data for name in ("role", "registered_name", "phone")}
        values["address"] = self.party_address.data
        known: Party | None = part(case, self.address)
        party = known.model_copy(update=values) if known else Party(id=self.address.partition("/")[2], **values)
        return replaced(case, self.address, party)


class ShopperForm(CasePartForm):
    """Who complains. Asked last, only what a paper needs; a representative may file, the buyer stays the complainant."""

    address = "parties"
    name = TextField(
        "姓名", most=40, autocomplete="name", hint="下单人的真实姓名。12315 要求实名；只写给商家，可以先不填"
    )
    phone = PhoneField("电话", hint="商家和 12315 回复您用")
    own_address = TextField(
        "联系地址", most=300, autocomplete="street-address", hint="12315 投诉必须有；只写给商家可以不填"
    )
    for_family = TickField("我是替家人办的", hint="例如替父母、替孩子：上面写家人的，下面写您自己的")
    helper_name = TextField("您的姓名", most=40)
    helper_relation = TextField("您是家人的什么人", most=40, hint="例如「儿子」「母亲」")
    helper_phone = PhoneField("您的电话")

    @classmethod
    def of(cls, case: Case) -> Self:
        """The form as the case has it."""
        you = case.party("shopper")
        helper = you.representative if you else None
        return cls(
            data={
                "seen": fingerprint(case, cls.address), "name": you.name if you else None, "phone": you.phone if you else None,
                "own_address": you.address if you else None, "for_family": helper is not None,
                "helper_name": helper.name if helper else None, "helper_relation": helper.relation if helper else None,
                "helper_phone": helper.phone if helper else None,
            }
        )  # fmt: skip

    def check(self) -> None:
        """One who files for somebody says who they are."""
        if self.for_family.data and not self.helper_name.data:
            self.complain(self.helper_name, "请写上您自己的姓名；不是替家人办，就把上面的勾去掉")

    def onto(self, case: Case) -> Case:
        """The case with the shopper's details."""
        helper, you = None, case.party("shopper")
        if self.for_family.data:
            values = {name: self[f"helper_{name}"].data for name in ("name", "relation", "phone")}
            helper = ((you and you.representative) or Representative()).model_copy(update=values)
        return put_party(
            case,
            "shopper",
            name=self.name.data,
            phone=self.phone.data,
            address=self.own_address.data,
            representative=helper,
        )
