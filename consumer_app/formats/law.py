"""Citations as papers write them, and when what is not law was last checked."""

from collections.abc import Iterable
from datetime import date

from consumer_app.domain.law import Checked, Citation, LawBook, Statute, in_force
from consumer_app.formats.numerals import chinese_number


def statute_title(statute: Statute) -> str:
    """《中华人民共和国消费者权益保护法》; a title within it stands in 〈 〉 (GB/T 15834)."""
    return _marked(statute.title)


def _marked(title: str) -> str:
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def provision(cited: Citation) -> str:
    """第五十五条第一款第二项, without the statute."""
    text = f"第{chinese_number(int(cited.article))}条"
    if cited.paragraph:
        text += f"第{chinese_number(cited.paragraph)}款"
    return f"{text}第{chinese_number(cited.item)}项" if cited.item else text


def citation(cited: Citation, book: LawBook, day: date | None, today: date, *, short: bool = False) -> str:
    """《中华人民共和国消费者权益保护法》第五十五条第一款, in the text that applies; ``short`` uses the statute's short name."""
    statute = in_force(book, cited, day, today) or next(iter(book.texts.get(cited.statute, ())), None)
    name = cited.statute if statute is None else _marked(statute.short) if short else statute_title(statute)
    return f"{name}{provision(cited)}"


def citations(several: Iterable[Citation], book: LawBook, day: date | None, today: date, *, short: bool = False) -> str:
    """Several citations joined by 、; the statute is named once for those that follow each other."""
    texts, before = [], None
    for cited in several:
        texts.append(provision(cited) if cited.statute == before else citation(cited, book, day, today, short=short))
        before = cited.statute
    return "、".join(texts)


def checked_in(several: Iterable[Checked]) -> str:
    """核对于2026年11月: the month in which these were checked, the earliest where they differ; empty when none was."""
    days = [one.verified_on for one in several if one.verified_on]
    return f"核对于{min(days).year}年{min(days).month}月" if days else ""
