"""Days, moments and periods in Chinese."""

from collections.abc import Iterable
from datetime import date, timedelta

from consumer_app.domain.case import Moment
from consumer_app.domain.judging.findings import Due
from consumer_app.domain.law import CountedDay, DayRange
from consumer_app.domain.law.moments import month_of
from consumer_app.formats.names import UNITS

WEEKDAYS = "一二三四五六日"
ONE_DAY = timedelta(days=1)


def day(when: date) -> str:
    """2026年6月1日."""
    return f"{when.year}年{when.month}月{when.day}日"


def weekday(when: date) -> str:
    """星期一."""
    return f"星期{WEEKDAYS[when.weekday()]}"


def day_and_weekday(when: date) -> str:
    """2026年6月1日（星期一）."""
    return f"{day(when)}（{weekday(when)}）"


def calendar_date(when: date) -> str:
    """6月1日, where the year is clear."""
    return f"{when.month}月{when.day}日"


def moment(at: Moment | None) -> str:
    """A moment as precisely as it is known: 2026年6月5日10:20, 2026年6月5日, 2026年6月1日至10日之间, 2026年6月, 时间不详."""
    if at is None or at.first_day is None:
        return "时间不详"
    if at.instant:
        return f"{day(at.instant.date())}{at.instant:%H:%M}"
    if at.precision == "month":
        return f"{at.first_day.year}年{at.first_day.month}月"
    return day_range(at.days) if isinstance(at.days, DayRange) else day(at.first_day)


def day_range(days: DayRange) -> str:
    """2026年6月1日至10日之间; the month alone where it is the whole month."""
    first, last = days.first, days.last
    if days == month_of(first.year, first.month):
        return f"{first.year}年{first.month}月"
    if first.year != last.year:
        return f"{day(first)}至{day(last)}之间"
    return f"{day(first)}至{calendar_date(last) if first.month != last.month else f'{last.day}日'}之间"


def day_span(days: Iterable[date]) -> str:
    """Days in words, those in a row as one: 9月25日至9月27日、10月1日."""
    runs: list[list[date]] = []
    for when in sorted(set(days)):
        if runs and when - runs[-1][-1] == ONE_DAY:
            runs[-1].append(when)
        else:
            runs.append([when])
    return "、".join(
        calendar_date(run[0]) if len(run) == 1 else f"{calendar_date(run[0])}至{calendar_date(run[-1])}" for run in runs
    )


def days_left(due: Due) -> str:
    """还剩3天, 今天到期, 已过2天, 日期未知."""
    if due.days_left is None:
        return "日期未知"
    if due.days_left == 0:
        return "今天到期"
    return f"还剩{due.days_left}天" if due.days_left > 0 else f"已过{-due.days_left}天"


def working(due: Due, started_by: str | None = None) -> str:
    """How a deadline was counted, in sentences. ``started_by`` is the label of the fact it runs from."""
    if due.on is None or due.raw_on is None or due.started_on is None:
        return f"还不知道「{started_by}」，填上之后就能算出来。" if started_by else "起算的日子还不知道。"
    start = f"{day(due.started_on)}（{started_by}）" if started_by else day(due.started_on)
    length = f"{due.count}{UNITS[due.unit]}"
    if due.unit == "working_day":
        text = f"{start}当天不算，从第二天起数{length}{_passed(due.working)}，到{day_and_weekday(due.on)}为止"
    elif due.unit == "hour":
        text = f"从{start}起{length}，至迟到{day_and_weekday(due.raw_on)}"
    else:
        text = f"{start}当天不算，满{length}是{day_and_weekday(due.raw_on)}"
        if due.on != due.raw_on:
            off = [step.day for step in due.working if step.kind in ("rest", "holiday")]
            text += f"；{day_span(off)}放假，顺延到{day_and_weekday(due.on)}"
    unknown = "" if due.calendar_known else "（预计：当年的放假安排未公布，只按周末推算）"
    return f"{text}{unknown}。"


def _passed(steps: Iterable[CountedDay]) -> str:
    steps = tuple(steps)
    off = [step.day for step in steps if step.kind in ("rest", "holiday")]
    made_up = [step.day for step in steps if step.kind == "make_up"]
    parts = [f"{day_span(off)}休息不算"] if off else []
    parts += [f"{day_span(made_up)}补班要算"] if made_up else []
    return f"（{'，'.join(parts)}）" if parts else ""
