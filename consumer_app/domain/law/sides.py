"""What the other side is called where no name is meant: a hotel, a studio, a private seller; never a shop where there is none."""

from consumer_app.domain.law.conditions import Condition
from consumer_app.domain.law.entries import Entry, Respondent


class Side(Entry):
    """What a party of that role is called where every condition is known to hold; the first such word counts.

    Before what the kind of purchase says (``PurchaseWords.side``), since it is nearer to the case: whoever sells a thing of their own is a 卖家 in any kind; with ``last`` only where the kind says nothing. With ``platform`` it is the very platform of the case, which took the money: a game company, a live platform.
    """

    name: str
    role: Respondent = "seller"
    when: tuple[Condition, ...]
    last: bool = False
    platform: bool = False
