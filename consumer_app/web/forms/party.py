"""The forms of the other side: seller and platform on one page, and any further party."""

from collections.abc import Iterable
from typing import Self

from consumer_app.domain.case import Case, Party
from consumer_app.domain.case.parts import part, replaced
from consumer_app.web.forms.fields import ChoiceField, LicenceNoField, PhoneField, TextField
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
