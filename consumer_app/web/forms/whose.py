"""Whose matter it is, as forms ask it: the shopper's own, a child's under a guardian, or a relative's for whom somebody helps."""

from consumer_app.domain.case import Case, Representative
from consumer_app.domain.case.document import Capacity
from consumer_app.web.forms.order import put_party

MINE, CHILD, FAMILY = "self", "child", "family"
WHOSE = ((MINE, "我自己"), (CHILD, "我的孩子（未成年）"), (FAMILY, "父母或家人，我帮着办"))
CAPACITY: dict[str, Capacity] = {CHILD: "guardian", FAMILY: "family"}


def whose(case: Case) -> str | None:
    """Whose matter it is; None while nobody was asked."""
    you = case.party("shopper")
    if you is None or not you.is_known:
        return MINE if case.order.lines else None
    if you.representative is None:
        return MINE
    return CHILD if you.representative.capacity == "guardian" else FAMILY


def put_whose(case: Case, chosen: str | None) -> Case:
    """The case filed by the buyer, or for them: as guardian, or as family; unchanged where nothing was chosen or it is so already.

    A name and a telephone given before are those of whoever fills in the page: they go with them, and the other's are asked.
    """
    before = whose(case)
    if chosen is None or chosen == before:
        return case
    you, capacity = case.party("shopper"), CAPACITY.get(chosen)
    helper = (you and you.representative) or Representative()
    if you is not None and capacity and you.representative is None:
        helper = Representative(name=you.name, phone=you.phone)
        case = put_party(case, "shopper", name=None, phone=None)
    elif you is not None and capacity is None and you.representative is not None:
        case = put_party(case, "shopper", name=helper.name, phone=helper.phone)
    elif you is not None and capacity:
        case = put_party(case, "shopper", name=None, phone=None)
    acting = helper.model_copy(update={"capacity": capacity}) if capacity else None
    return put_party(case, "shopper", representative=acting)
