"""Facts, reasons and questions in plain Chinese, with the labels of the law book."""

from datetime import date
from decimal import Decimal

from consumer_app.domain.case import Answer
from consumer_app.domain.case.sources import source
from consumer_app.domain.judging.findings import Missing, Reason
from consumer_app.domain.law import DayRange, FactDefinition, LawBook, Value
from consumer_app.formats.money import plain_number, yuan
from consumer_app.formats.names import CERTAINTIES, part_name
from consumer_app.formats.times import day, day_range

UNKNOWN = "还不清楚"
NAMED = 4
BOUNDS = {
    "within": "不晚于{}",
    "beyond": "晚于{}",
    "before": "早于{}",
    "after": "晚于{}",
    "at_least": "至少{}",
    "at_most": "至多{}",
    "is": "{}",
    "in": "{}",
    "has": "有{}",
}


def fact_label(fact: str, book: LawBook) -> str:
    """What a fact is called."""
    if fact == "today":
        return "今天"
    return book.facts[fact].label if fact in book.facts else part_name(fact)


def fact_value(fact: str, value: Value | None, book: LawBook) -> str:
    """A fact's value as a person says it: the word on its button, 食品, 597.00元, 2026年6月1日; 还不清楚 while unknown."""
    if value is None:
        return UNKNOWN
    definition = book.facts.get(fact)
    if isinstance(value, bool):
        yes, no = (definition.yes, definition.no) if definition else (None, None)
        return (yes or "是") if value else (no or "不是")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, DayRange):
        return day_range(value)
    if isinstance(value, tuple):
        return "、".join(fact_value(fact, one, book) for one in value) or "都没有"
    if isinstance(value, int | Decimal):
        return yuan(Decimal(value)) if definition and definition.kind == "money" else plain_number(Decimal(value))
    if definition and value in definition.choices:
        return definition.choices[value]
    platform = book.platforms.get(value) if definition and definition.source == "platform" else None
    return platform.title if platform else value


def fact_in_words(definition: FactDefinition, answer: Answer | Value, asker: str, asked: str) -> str | None:
    """The law book's sentence for this answer, without a full stop; None where it has none.

    ``asker`` is what the paper calls the shopper, ``asked`` what it calls the business the shopper dealt with. Of several choices each has its clause.
    """
    if definition.kind in ("choice", "choices"):
        chosen = answer if isinstance(answer, list | tuple) else (answer,)
        sentence = "；".join(said for one in chosen if (said := definition.statement_for.get(str(one))))
    else:
        said = definition.statement if answer else definition.denial
        sentence = (said or "") if definition.kind == "yes_no" and isinstance(answer, bool) else ""
    return sentence.replace("{asker}", asker).replace("{asked}", asked).rstrip("。") or None


def reason(found: Reason, book: LawBook) -> str:
    """A reason as one clause: what is so, what would have to be, and the editor's own sentence where there is one."""
    if found.test == "closed_by":
        channel = book.channels.get(str(found.wanted))
        text = f"已经走了「{channel.title if channel else found.wanted}」"
        return f"{text}：{found.note}" if found.note else text
    if found.test == "shut":
        known = book.platforms[str(found.found)]
        unsure = f"（{CERTAINTIES['C']}）" if known.shut and known.shut.certainty == "C" else ""
        return f"{known.title}：{found.note}{unsure}"
    text = f"{fact_label(found.fact, book)}：{fact_value(found.fact, found.found, book)}"
    if found.test == "repaid":
        return f"{text}，减掉以后没有剩下可以要的钱"
    if found.test == "nothing_due":
        return f"{text}，算下来没有可以要的钱"
    if found.test == "only":
        text += "（不属于这一条说的情形）"
    elif wanted := _wanted(found, book):
        text += f"（{wanted}）"
    return f"{text}。{found.note}" if found.note else text


def why_not(found: Reason, book: LawBook) -> str:
    """Why something cannot be asked, in one sentence: the law editor's own where there is one, with the day that came too late; else the reason."""
    if found.note and found.test == "within":
        return f"{fact_label(found.fact, book)}：{fact_value(found.fact, found.found, book)}，过了时间。{found.note}"
    return found.note or reason(found, book)


def _wanted(found: Reason, book: LawBook) -> str:
    """What the test looks for, where the value found does not already say it."""
    if found.wanted is None or isinstance(found.wanted, bool) or (found.holds and found.test in ("is", "in")):
        return ""
    wanted = found.wanted if isinstance(found.wanted, tuple) else (found.wanted,)
    values = "、".join(fact_value(found.fact, value, book) for value in wanted[:NAMED])
    values += "等" if len(wanted) > NAMED else ""
    return f"要看是否{BOUNDS[found.test].format(values)}"


def question(fact: str, book: LawBook) -> str:
    """The question that asks a fact."""
    definition = book.facts.get(fact)
    return (definition.question if definition else None) or f"{fact_label(fact, book)}？"


def could_become(missing: Missing) -> str:
    """What an answer to a missing fact could make of the claim."""
    could = set(missing.could_become)
    if could == {"settled", "contested"}:
        return "答案决定把握大不大"
    if "excluded" in could and could & {"settled", "contested"}:
        return "答案决定能不能主张"
    if could & {"settled", "contested"}:
        return "答了就可能可以主张"
    return "可能因此不能主张" if "excluded" in missing.could_become else "答了会更清楚"


def channel_need(need: str, book: LawBook) -> str:
    """What a channel still needs: a part of the case or a fact, by its name."""
    return fact_label(need, book) if need in book.facts and source(need) is None else part_name(need)
