"""What happened, told in sentences in order of time, as a letter tells it."""

import re
from collections.abc import Iterator
from datetime import date

from consumer_app import formats
from consumer_app.documents.paper import Block, Paragraph, Quotation
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.sections import story, teller
from consumer_app.domain.case import Event, Moment
from consumer_app.domain.law import DayRange
from consumer_app.domain.listening.days import days_in
from consumer_app.domain.listening.marks import marks_of_telling

THEIRS = ("店铺", "商家", "店家", "卖家", "店方", "本店", "该店", "平台")
"""How a speaker is named who is said to be of that side anyway."""
NAMED_WITHIN = 14
"""So many characters into a sentence somebody is looked for who does what it tells."""
DOERS = (
    "客服",
    "商家",
    "店",
    "卖家",
    "老板",
    "快递",
    "平台",
    "师傅",
    "厂家",
    "对方",
    "公司",
    "主播",
    "教练",
    "经理",
    "贵方",
)
SAID_THROUGH = {
    "chat": "在聊天中",
    "phone": "在电话中",
    "sms": "在短信中",
    "mail": "来信",
    "video": "在视频中",
    "page": "在页面上",
}
ALREADY = {
    "chat": ("聊天", "微信", "私信"),
    "phone": ("电话", "来电", "致电", "通话"),
    "sms": ("短信",),
    "mail": ("来信", "邮件", "回信"),
    "video": ("视频", "直播"),
    "page": ("页面", "网页", "公告"),
}
SAYS = re.compile("(?:称|说|道|问|表示|回复|答复|回应|告知|写|写着|写道|通知|留言|发来|承认|要求|原话)$")
"""Who is told of at the end of such words speaks what is quoted behind them."""
INSIDE = re.compile("[，,；;。！？]")
ORIGINAL = "原话是"
LONG_QUOTE = 120
"""A quotation longer than this stands whole in its exhibit, and here with its first sentences."""
ENDS = "。！？!?"


def account(material: LetterMaterial) -> tuple[Block, ...]:
    """A paragraph for each day: what happened, the exact words, which exhibit shows it.

    What of the shopper's own story no event holds stands behind it as it was told, unless it was left out.
    """
    blocks: list[Block] = []
    day: tuple[Moment, list[str], list[str]] | None = None
    for event in material.events:
        sentence = _sentence(material, event)
        if not sentence:
            continue
        dated = _with_its_day(material, event, sentence)
        if day is not None and _same_day(day[0], event.at):
            day[1].append(f"{_time(event.at)}{sentence}" if dated is None else dated)
            day[2].append(f"events/{event.id}")
        else:
            blocks += _paragraph(day)
            day = (event.at, [f"{_date(event)}{sentence}" if dated is None else dated], [f"events/{event.id}"])
    blocks += _paragraph(day)
    if beside := story.as_told(material):
        lead = (story.BESIDE if blocks else story.AS_TOLD).format(teller.teller(material))
        blocks += [Paragraph(text=lead, source=("told",)), Quotation(text=beside, source=("told",))]
    return tuple(blocks)


def who_spoke(material: LetterMaterial, event: Event) -> str:
    """What this letter calls whoever acted or spoke: 贵方客服小夏, 被投诉人, 平台客服; empty for the shopper and for nobody known."""
    party = material.party(event.actor)
    if party is None:
        return event.speaker or ""
    if party.role == "shopper":
        return ""
    side = material.speaking.you if party.role == "seller" else material.called[party.role]
    if party.role == material.recipient:
        side = material.voice.you or side
    speaker = event.speaker or ""
    for word in THEIRS:
        speaker = speaker.removeprefix(word)
    return side if not speaker or side in speaker else f"{side}{speaker}"


def _paragraph(day: tuple[Moment, list[str], list[str]] | None) -> Iterator[Paragraph]:
    if day is not None:
        yield Paragraph(text="".join(day[1]), source=tuple(day[2]))


def _sentence(material: LetterMaterial, event: Event) -> str:
    """What happened and the exact words, with the exhibits before the full stop."""
    told = material.telling.event(event)
    what = " ".join(story.for_its_reader(told.what, material, whole=not event.told).split()).rstrip("。；;，, ")
    who = "" if event.told else who_spoke(material, event)  # their own words tell who did it
    says_who = bool(event.told) or any(
        word in what[:NAMED_WITHIN] for word in (who, event.speaker or who, *DOERS) if word
    )
    shown = f"（{told.exhibits}）" if told.exhibits else ""
    if not told.quote:
        return _ended(what if says_who or not who else f"{what}（{who}）", shown) if what else ""
    quote, whole = shortened(told.quote)
    if not whole and told.exhibits:
        shown = f"（全文见{told.exhibits}）"
    elif not whole:
        quote = " ".join(told.quote.split())
    quote = quote.rstrip("。")
    speaker = who or who_spoke(material, event) or "对方"
    spoke = f"{speaker}{_through(event.channel, f'{what}{speaker}')}称"
    if what and says_who and (SAYS.search(what) or not INSIDE.search(what)):
        spoke = what
    elif what:
        named = who or event.speaker or (told.who if event.told else "")
        spoke = f"{what}{'。' if named or says_who else '，'}{spoke if named else ORIGINAL}"
    return f"{spoke}：{formats.quoted(quote)}{shown}。"


def _through(channel: str | None, told: str) -> str:
    """Through what it was said, unless what is told before names that already: 短信通知, 来电."""
    through = SAID_THROUGH.get(channel or "", "")
    named = ALREADY.get(channel or "", ())
    return "" if any(word in told for word in named) else through


def shortened(quote: str) -> tuple[str, bool]:
    """Of a long quotation its first whole sentences, as many as are easily read; and whether that is all of it."""
    words = " ".join(quote.split())
    if len(words) <= LONG_QUOTE:
        return words, True
    end = max((words.rfind(mark, 0, LONG_QUOTE) for mark in ENDS), default=-1) + 1
    return (words[:end], False) if end else (words, True)


def _ended(what: str, shown: str) -> str:
    if not what:
        return ""
    last = what[-1]
    return f"{what[:-1]}{shown}{last}" if last in "！？!?" else f"{what}{shown}。"


def _same_day(one: Moment, other: Moment) -> bool:
    return one.day is not None and one.day == other.day


def _with_its_day(material: LetterMaterial, event: Event, sentence: str) -> str | None:
    """A sentence of the story that names its day itself (上周六), with the date behind that word; None where it names none.

    Of several days it names none is said to be that of the whole sentence, since each may be of another half of it.
    """
    if not event.told:
        return None
    book = material.book
    named: list[tuple[int, date | DayRange | None]] = [
        (one.end, one.days) for one in days_in(sentence, book, material.case.told_on or material.today)
    ]
    if not named and (next_day := book.worked_out(marks_of_telling).after.match(sentence)):
        named = [(next_day.end("day"), event.at.day)]
    if len(named) != 1:
        return sentence if named else None
    end, on = named[0]
    day = event.at.day
    if day is None or on != day or formats.calendar_date(day)[:-1] in sentence:
        return sentence
    return f"{sentence[:end]}（{formats.day(day)}）{sentence[end:]}"


def _date(event: Event) -> str:
    """The time before the words of an event, unless these name the day themselves."""
    at = event.at
    if at.first_day is None or (at.day is not None and formats.calendar_date(at.day)[:-1] in event.what):
        return ""
    return f"{formats.moment(at)}，"


def _time(at: Moment) -> str:
    return f"{at.instant:%H:%M}，" if at.instant else ""
