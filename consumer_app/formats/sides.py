"""What the law book says of any business, said of the one at hand by what it is."""

from collections.abc import Mapping

from consumer_app.domain.law import LawBook, Respondent


def of_the_side(text: str, sides: Mapping[Respondent, str], book: LawBook) -> str:
    """The words of the book with what the other side is in this case (和酒店交涉) where they speak of any business."""
    usual, here = book.purchase.side, sides.get("seller")
    return text.replace(usual, here) if usual and here else text
