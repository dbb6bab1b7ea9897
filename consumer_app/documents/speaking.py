"""The law book's sentences spoken in one paper: who asks, who is asked, the goods and the sum put in their places."""

from dataclasses import dataclass

GOODS = "所购商品"
TERM = "合理期限内"
MYSELF = "本人"


@dataclass(frozen=True)
class Speaking:
    """``me`` and ``you`` stand for the shopper and for the business complained of within a sentence; ``party`` names any of several before its name."""

    me: str
    you: str
    party: str = ""

    def say(self, text: str | None, amount: str = "") -> str:
        """A sentence of the law book as this paper says it, without a full stop; empty where there is none."""
        spoken = (text or "").strip().rstrip("。；;")
        places = {"{asker}": self.me, "{asked}": self.you, "{amount}": amount, "{goods}": GOODS, "{term}": TERM}
        for place, words in places.items():
            spoken = spoken.replace(place, words)
        return spoken
