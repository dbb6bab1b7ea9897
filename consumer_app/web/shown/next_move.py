"""What to do now that a letter was issued, in words, with the one button that does it."""

from dataclasses import dataclass

from flask import url_for

from consumer_app import formats
from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import part
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.judging.next_move import Move, next_move
from consumer_app.domain.law import LawBook
from consumer_app.web.shown.channels import sourced, writes_letters

WAYS = 3


@dataclass(frozen=True)
class ShownMove:
    """The move: its heading, what to do, how it can be sent, the button, and a second way on."""

    title: str
    says: str
    ways: list[tuple[str, str, str]]
    label: str
    url: str
    other: str
    other_url: str


def shown_move(case: Case, found: Assessment, book: LawBook) -> ShownMove | None:
    """The move that the case is at; None before a letter was issued or a step was taken."""
    move = next_move(case, found, book)
    if move is None or move.channel not in book.channels:
        return None
    return _send(move, found, book) if move.kind == "send" else _later(move, case, book, found)


def _send(move: Move, found: Assessment, book: LawBook) -> ShownMove:
    whom = _called(move.channel, book, found)
    channel = next((one for one in found.channels if one.id == move.channel), None)
    return ShownMove(
        f"把信发给{whom}",
        "信已经定稿。发出去，截图或底单留好，再回来记一笔：哪天发的、怎么发的。",
        sourced(channel.ways[:WAYS]) if channel else [],
        "打开信，发出去",
        url_for("issued.show_paper", paper_id=move.paper),
        "已经发了，记一笔",
        url_for("checklist.add_step", channel=move.channel, paper=move.paper),
    )


def _later(move: Move, case: Case, book: LawBook, found: Assessment) -> ShownMove:
    whom = _called(move.channel, book, found)
    step = part(case, f"steps/{move.step}")
    sent = f"{formats.day(step.done_on)}已经提出。" if step and step.done_on else "已经提出。"
    record = url_for("checklist.edit_step", step_id=move.step)
    next_step, next_url, leads = _next(move, book, found)
    until = formats.day_and_weekday(move.until) if move.until else ""
    if move.kind == "wait":
        left = (move.until - found.today).days if move.until else 0
        title = f"等{whom}答复：到{until}，还有 {left} 天" if until else f"等{whom}答复"
        says = f"{sent}有答复就记下来；到时不答复、或者拒绝，{leads}"
        return ShownMove(
            title, says, [], "有答复了，记下来", record, "看以后怎么走", url_for("checklist.show_checklist")
        )
    if move.kind == "agreed":
        says = "等钱到账、事情办好再算完：先不要撤诉、不要确认。到了说好的日子没有办，就走下一步。"
        return ShownMove(f"{whom}答应了", says, [], "看答复的记录", record, next_step, next_url)
    titles = {
        "overdue": f"{until}过了，{whom}没有答复：走下一步",
        "refused": f"{whom}不答应：走下一步",
        "answered": f"{whom}有了答复",
    }
    says = leads if move.kind != "answered" else f"谈成了，等办好再算完；没谈成，{leads}"
    return ShownMove(titles[move.kind], says, [], next_step, next_url, "改答复的记录", record)


def _called(channel: str, book: LawBook, found: Assessment) -> str:
    """Whom the letter goes to, as one says it: the shop rather than the operator."""
    entry = book.channels[channel]
    return found.sides.get(entry.to) or formats.RESPONDENTS[entry.to] if entry.to else entry.addressee


def _next(move: Move, book: LawBook, found: Assessment) -> tuple[str, str, str]:
    """The button to the next door, its address, and a sentence that names it."""
    if move.then is None:
        return "看还有哪些路", url_for("checklist.show_checklist"), "看看还有哪些路可走。"
    entry = book.channels[move.then]
    url = url_for("papers.write_letter", channel=move.then) if writes_letters(move.then) else _card(move.then)
    title, plain = (formats.of_the_side(words, found.sides, book) for words in (entry.title, entry.plain))
    return f"下一步：{title}", url, f"下一步是「{title}」。{plain}"


def _card(channel: str) -> str:
    return url_for("checklist.show_checklist", _anchor=f"channel-{channel}")
