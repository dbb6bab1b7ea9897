"""What people type, read as values: full-width digits, ￥, 元, commas, 2026.3.1, 下午3点. Every error says in Chinese what to do."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

from consumer_app.domain.case import MOST_MONEY, Moment
from consumer_app.domain.law import DayRange
from consumer_app.domain.law.moments import EARLIEST_YEAR, LATEST_YEAR, SHANGHAI, month_of, one_or_range

SHORTEST_ORDER_NO, LONGEST_ORDER_NO = 4, 64
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_WEEKDAY = re.compile(r"[（(]?(星期|周|礼拜)[一二三四五六日天][）)]?")
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?(份)?")
_TO = r"\s*(?:至|到|[~/-]|—+|–)\s*"
_DAYS = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?"
    + _TO
    + r"(?:(?:(\d{4})\s*[-./年]\s*)?(\d{1,2})\s*[-./月]\s*)?(\d{1,2})\s*[日号]?\s*(?:之间)?"
)
_MONTHS = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月?份?" + _TO + r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月份?\s*(?:之间)?")
_TEN_DAYS = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*([上中下])旬")
_HYPHENS = re.compile("[\u2010-\u2015\u2212-]")
_TIME = re.compile(
    r"(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)?\s*(\d{1,2})\s*[:点时]\s*(?:(\d{1,2})\s*分?|(半))?(?::\d{1,2}(?:\.\d+)?|\s*\d{1,2}\s*秒)?"
)
_EXTENSION = re.compile(r"(?:分机号?|转接?|ext\.?|[x#])+\s*[:：]?", re.IGNORECASE)
_EXTENSION_AFTER_A_HYPHEN = re.compile(r"^(0\d{2,3}-?\d{7,8})-(\d{1,6})$")
_AFTERNOON = {"下午", "傍晚", "晚上"}


def clean(text: str) -> str:
    """The text with line breaks as ``\\n``, without control and invisible formatting characters, stripped at both ends."""
    return CONTROL.sub("", _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text))).strip()


def plain(text: str) -> str:
    """Cleaned text with full-width digits, letters and punctuation as their ordinary forms, on one line."""
    return " ".join(unicodedata.normalize("NFKC", clean(text)).split())


def read_money(text: str) -> Decimal:
    """Yuan to two places from ￥1,299.00, 1299元, １２９９ or 1.2万. Raises ValueError."""
    figure = re.sub(r"^(人民币|RMB|CNY)|[¥￥\s]|(元整?|块钱?|圆整?|RMB|CNY)$", "", plain(text), flags=re.IGNORECASE)
    if re.fullmatch(r"[-−–].*", figure):
        raise ValueError("金额不能是负数。请写实际的数，例如 199.00")
    found = re.fullmatch(r"(\d{1,20}|\d{1,3}(?:,\d{3}){1,6})(\.\d{1,12})?(万?)", figure, flags=re.ASCII)
    if not found:
        raise ValueError("请只写数字，例如 199 或 199.00")
    amount = Decimal(found[1].replace(",", "") + (found[2] or "")) * (10000 if found[3] else 1)
    if amount > MOST_MONEY:
        raise ValueError("这个金额太大了，请看看是不是多打了几位")
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError("金额写到分就够了，例如 199.05")
    return amount.quantize(Decimal("0.01"))


def read_day(text: str) -> date:
    """A day from 2026.3.1, 2026-03-01, 2026年3月1日（周日）, 20260301 or a pasted 2026-03-01 10:20:33. Raises ValueError."""
    bare = _WEEKDAY.sub("", plain(text)).strip()
    found = _DAY.match(bare) or _COMPACT_DAY.fullmatch(bare)
    if not found or (found.end() < len(bare) and not _TIME.fullmatch(bare[found.end() :].strip(" T"))):
        if re.fullmatch(r"\d{1,2}\s*[-./年月]\s*\d{1,2}.*", bare):
            raise ValueError("请写上四位数的年份，例如 2026年3月1日")
        raise ValueError("请写成年月日，例如 2026年3月1日 或 2026-03-01")
    year, month, day = (int(part) for part in found.groups()[:3])
    try:
        read = date(year, month, day)
    except ValueError:
        raise ValueError(f"日历上没有{year}年{month}月{day}日，请再看一眼") from None
    return _within_reason(read)


def read_time(text: str) -> time:
    """A time of day to the minute from 10:20, 10：20, 上午10点20分, 晚上8点半. Raises ValueError."""
    found = _TIME.fullmatch(plain(text))
    if not found:
        raise ValueError("时间请写成几点几分，例如 10:20 或 下午3点")
    part, hour, minute = found[1], int(found[2]), 30 if found[4] else int(found[3] or 0)
    if hour < 12 and (part in _AFTERNOON or (part == "夜里" and hour >= 6) or (part == "中午" and hour < 3)):
        hour += 12
    if hour > 23 or minute > 59:
        raise ValueError("一天只有 0:00 到 23:59，请再看一眼时间")
    return time(hour, minute)


def read_days(text: str) -> date | DayRange:
    """A day, or the days it can be: a month, 2026年6月上旬, 2026年6月1日至10日, 2026年6月至7月. Raises ValueError."""
    bare = _WEEKDAY.sub("", plain(text)).strip()
    if not _COMPACT_DAY.fullmatch(bare) and (month := _MONTH.fullmatch(bare)):
        return _month(month[1], month[2])
    if found := _TEN_DAYS.fullmatch(bare):
        month_found = _month(found[1], found[2])
        first, last = {"上": (1, 10), "中": (11, 20), "下": (21, month_found.last.day)}[found[3]]
        return DayRange(month_found.first.replace(day=first), month_found.first.replace(day=last))
    if found := _DAYS.fullmatch(bare):
        year, month_text, day, last_year, last_month, last_day = found.groups()
        begin = read_day(f"{year}-{month_text}-{day}")
        return _from_to(begin, read_day(f"{last_year or year}-{last_month or month_text}-{last_day}"))
    if found := _MONTHS.fullmatch(bare):
        return _from_to(_month(found[1], found[2]).first, _month(found[3] or found[1], found[4]).last)
    return read_day(bare)


def read_moment(day_text: str, time_text: str = "") -> Moment:
    """A moment exactly as precise as what was typed: a month, some days, a day, or a day with a time (Asia/Shanghai). Raises ValueError."""
    days = read_days(day_text)
    if isinstance(days, DayRange):
        if time_text:
            raise ValueError("写了几点几分，就请把日期也写全，例如 2026年3月1日")
        first = days.first
        whole_month = days == month_of(first.year, first.month)
        return Moment(at=f"{first:%Y-%m}", precision="month") if whole_month else Moment.between(days)
    bare = _WEEKDAY.sub("", plain(day_text)).strip()
    if not time_text and not _DAYS.fullmatch(bare) and (whole := _DAY.match(bare)):
        time_text = bare[whole.end() :].strip(" T")
    if not time_text:
        return Moment.on(days)
    instant = datetime.combine(days, read_time(time_text), tzinfo=SHANGHAI)
    return Moment(at=instant.isoformat(timespec="minutes"), precision="minute")


def read_phone(text: str) -> str:
    """A mainland mobile, landline (with area code) or 400/95 number, digits and one hyphen before an extension or number.

    Hyphens of every kind are taken, and an extension however it is written: 转8, 分机8, #8, 010-12345678-8.
    """
    bare = re.sub(r"^(\+|00)86-?", "", re.sub(r"[\s()（）]", "", _HYPHENS.sub("-", plain(text))))
    spoken = _EXTENSION.sub("转", _EXTENSION_AFTER_A_HYPHEN.sub(r"\1转\2", bare))
    number, _, extension = spoken.partition("转")
    digits, further = number.replace("-", ""), f"转{extension}" if extension else ""
    if extension and not re.fullmatch(r"\d{1,6}", extension, flags=re.ASCII):
        raise ValueError("分机号是 1 到 6 位数字，例如 010-12345678转8")
    if re.fullmatch(r"1[3-9]\d{9}|[48]00\d{7}|(95|96|10|12)\d{3,7}", digits, flags=re.ASCII):
        return digits + further
    if found := re.fullmatch(r"(010|02\d|0[3-9]\d{2})(\d{7,8})", digits, flags=re.ASCII):
        return f"{found[1]}-{found[2]}{further}"
    if re.fullmatch(r"1\d*", digits, flags=re.ASCII):
        raise ValueError(f"手机号是 11 位数字，您写了 {len(digits)} 位，请再核对一遍")
    raise ValueError("请写能接通的电话，例如 13800000000 或 010-12345678")


def read_order_no(text: str) -> str:
    """An order number as platforms show it; 「订单编号：… 复制」 around it and blanks inside are dropped."""
    bare = re.sub(r"^.*?(单号|编号|号码)\s*[:：]?|(复制|查看).*$", "", plain(text)).replace(" ", "")
    bare = _HYPHENS.sub("-", bare)
    if not re.fullmatch(r"[A-Za-z0-9_-]+", bare, flags=re.ASCII):
        raise ValueError("订单号只有数字、字母和横线。请从订单详情里复制，不要连同其他文字")
    if not SHORTEST_ORDER_NO <= len(bare) <= LONGEST_ORDER_NO:
        raise ValueError(
            f"订单号是 {SHORTEST_ORDER_NO} 到 {LONGEST_ORDER_NO} 位，您写了 {len(bare)} 位。"
            "请看看是不是少贴了一截，或者连着贴了两遍"
        )
    return bare


def read_licence_no(text: str) -> str:
    """A 18-character unified social credit code whose check character fits (GB 32100-2015), or an old 15-digit licence number."""
    code = plain(text).replace(" ", "").replace("-", "").upper()
    if re.fullmatch(r"\d{15}", code, flags=re.ASCII):
        return code
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(code) != 18 or any(char not in letters for char in code):
        raise ValueError("统一社会信用代码是 18 位数字和大写字母（没有 I、O、S、V、Z），请对照营业执照再看一遍")
    total = sum(letters.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    if letters[-total % 31] != code[17]:
        raise ValueError("这串代码有一位对不上，多半是看错了一个字，请对照营业执照再核对一遍")
    return code


def read_count(text: str, most: int, least: int = 1) -> int:
    """A whole number of pieces from 3, ３ or 3件. Raises ValueError below least or above most."""
    found = re.fullmatch(r"(\d{1,9})\s*(件|个|箱|台|袋|份|次|张|盒|瓶)?", plain(text), flags=re.ASCII)
    if not found:
        raise ValueError("请写一个整数，例如 1")
    if not least <= int(found[1]) <= most:
        raise ValueError(f"数量要在 {least} 到 {most} 之间，请再看一眼")
    return int(found[1])


def _month(year: str, month: str) -> DayRange:
    if not 1 <= int(month) <= 12:
        raise ValueError("月份是 1 到 12，请再看一眼")
    if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        raise ValueError(f"年份写的是 {int(year)}，请检查一下是不是打错了")
    return month_of(int(year), int(month))


def _from_to(first: date, last: date) -> date | DayRange:
    if last < first:
        raise ValueError("后面的日子比前面的早，请看看哪一个写错了")
    return one_or_range(first, last)


def _within_reason(day: date) -> date:
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError(f"年份写的是 {day.year}，请检查一下是不是打错了")
    return day
