"""The journey as a list you can read: its stops, how far each is, and which page comes next on the shopper's path."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from flask import url_for

from consumer_app.domain.case import Case
from consumer_app.domain.judging.findings import Assessment
from consumer_app.web import current
from consumer_app.web.open_questions import answered_pages

State = Literal["todo", "doing", "done"]


@dataclass(frozen=True)
class Progress:
    """How far a stop is, and in a few words what would make it stronger."""

    state: State
    hint: str = ""


@dataclass(frozen=True)
class Stop:
    """One stop of the journey: its title, its page, and how to tell how far it is."""

    title: str
    endpoint: str
    progress: Callable[[Case, Assessment], Progress]


def _filled(needed: dict[str, object], hint: str) -> Progress:
    missing = [label for label, value in needed.items() if not value]
    if not missing:
        return Progress("done")
    return Progress("todo" if len(missing) == len(needed) else "doing", hint + "、".join(missing))


def _disputes(case: Case, _: Assessment) -> Progress:
    return Progress("done") if case.disputes else Progress("todo", "选一下是哪类问题")


def _order(case: Case, _: Assessment) -> Progress:
    what = case.order.lines[0].what if case.order.lines else None
    return _filled(
        {"买了什么": what, "下单时间": case.order.ordered_at, "实付金额": case.order.paid is not None}, "还差"
    )


def _parties(case: Case, _: Assessment) -> Progress:
    seller = case.party("seller")
    return _filled(
        {
            "店铺名称": seller and (seller.shop or seller.registered_name),
            "登记名称": seller and seller.registered_name,
            "商家地址": seller and seller.address,
        },
        "还差",
    )


def _timeline(case: Case, _: Assessment) -> Progress:
    if not case.events:
        return Progress("todo", "按时间写下发生了什么")
    quoted = any(event.quote for event in case.events)
    return Progress("done" if quoted else "doing", "" if quoted else "把客服的原话抄上会更有力")


def _promises(case: Case, _: Assessment) -> Progress:
    return Progress("done") if case.promises else Progress("todo", "商品页、客服答应过什么")


def _evidence(case: Case, found: Assessment) -> Progress:
    if not case.evidence:
        return Progress("todo", "截图、照片、付款记录")
    return Progress("doing", f"还有 {len(found.evidence_gaps)} 样值得补上") if found.evidence_gaps else Progress("done")


def _facts(case: Case, found: Assessment) -> Progress:
    if found.questions:
        return Progress("doing" if case.answers else "todo", "再答最要紧的几个")
    return Progress("done")


def _claims(case: Case, found: Assessment) -> Progress:
    settled = sum(claim.status == "settled" for claim in found.claims)
    contested = sum(claim.status == "contested" for claim in found.claims)
    if settled:
        return Progress("done", f"{settled} 项有法律支持")
    return Progress("done", f"{contested} 项可以提，法院看法不一") if contested else Progress("todo")


def _demands(case: Case, _: Assessment) -> Progress:
    return Progress("done") if case.demands else Progress("todo", "选您想要的")


def _shopper(case: Case, _: Assessment) -> Progress:
    you = case.party("shopper")
    return _filled(
        {"姓名": you and you.name, "电话": you and you.phone, "联系地址（向 12315 投诉要）": you and you.address},
        "还差",
    )


def _check(case: Case, _: Assessment) -> Progress:
    return Progress("done" if case.papers else "todo")


def _papers(case: Case, _: Assessment) -> Progress:
    letters = sum(paper.kind == "letter" for paper in case.papers)
    return Progress("done", f"已定稿 {letters} 份投诉函") if letters else Progress("todo")


def _checklist(case: Case, found: Assessment) -> Progress:
    if case.steps:
        return Progress("doing", f"已走 {len(case.steps)} 步")
    unsure = sum(one.door == "not_yet_known" for one in found.channels)
    return Progress("todo", f"有 {unsure} 条路，答一个问题才知道能不能走" if unsure else "")


STOPS = (
    Stop("纠纷类型", "disputes.choose_disputes", _disputes),
    Stop("订单", "order.edit_order", _order),
    Stop("商家与平台", "parties.edit_seller", _parties),
    Stop("经过（时间线）", "timeline.list_events", _timeline),
    Stop("商家承诺", "promises.list_promises", _promises),
    Stop("证据", "evidence.list_evidence", _evidence),
    Stop("还差哪些事实", "questions.answer_questions", _facts),
    Stop("可以主张什么", "claims.show_claims", _claims),
    Stop("诉求", "demands.choose_demands", _demands),
    Stop("您的信息", "shopper.edit_shopper", _shopper),
    Stop("核对", "check.check_answers", _check),
    Stop("文书", "papers.list_papers", _papers),
    Stop("升级清单与跟进", "checklist.show_checklist", _checklist),
)


def _purchase(case: Case, _: Assessment) -> Progress:
    seller = case.party("seller")
    what = case.order.lines[0].what if case.order.lines else None
    return _filled({"店铺名称": seller and (seller.shop or seller.registered_name), "买了什么": what}, "还差")


def _name(case: Case, _: Assessment) -> Progress:
    you = case.party("shopper")
    return Progress("done" if you and (you.name or you.phone) else "todo")


def _ask(case: Case, found: Assessment) -> Progress:
    return Progress("done" if case.answers or case.demands or not found.questions else "todo")


SHORT_STOPS = (
    Stop("订单和商家", "order.edit_short_order", _purchase),
    Stop("几个问题", "questions.ask", _ask),
    Stop("想要什么", "demands.choose_demands", _demands),
    Stop("姓名和电话", "shopper.edit_shopper", _name),
    Stop("文书", "papers.list_papers", _papers),
)
SHORT = tuple(stop.endpoint for stop in SHORT_STOPS)
FIRST_ON_SHORT_PATH = 3
ASIDE = "proof.add_proof"
"""The page of screenshots and photos: reached from the demands by whoever has any, and passed by the others."""
HOME = "home.show_case"


def after(endpoint: str | None) -> str:
    """The address of the page after this one on the shopper's path; the case home after the last, or off the path."""
    if endpoint == ASIDE:
        return url_for("shopper.edit_shopper")
    stops = SHORT_STOPS if current.path() == "short" else STOPS
    at = next((place for place, stop in enumerate(stops, 1) if stop.endpoint == endpoint), len(stops))
    return url_for(stops[at].endpoint if at < len(stops) else HOME)


def unfinished(case: Case, found: Assessment) -> Stop | None:
    """The first stop on the shopper's path that is not done; None when all are."""
    way = SHORT_STOPS if current.path() == "short" else STOPS
    return next((stop for stop in way if stop.progress(case, found).state != "done"), None)


def first() -> str:
    """The address of the first page after a case was made."""
    return url_for(SHORT[0] if current.path() == "short" else HOME)


@dataclass(frozen=True)
class Place:
    """Where a page stands on the path: the words for it, and the page before."""

    words: str
    back: str


def back_to_questions() -> str:
    """The address of the last page of questions that were answered; of the page of the purchase where none was."""
    pages = answered_pages()
    return url_for("questions.ask", page=len(pages) - 1) if pages else url_for(SHORT[0])


def now(endpoint: str | None) -> Place:
    """The place of a page; off the path it leads back to the case home."""
    if current.path() == "short" and endpoint in SHORT:
        at = SHORT.index(endpoint)
        before = url_for(SHORT[at - 1] if at else "disputes.choose_disputes")
        return Place(
            f"第 {at + FIRST_ON_SHORT_PATH} 步，共 {len(SHORT) + FIRST_ON_SHORT_PATH - 1} 步",
            back_to_questions() if endpoint == "demands.choose_demands" else before,
        )
    return Place("", url_for("demands.choose_demands" if endpoint == ASIDE else HOME))
