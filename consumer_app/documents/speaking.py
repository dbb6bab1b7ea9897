"""The law book's sentences spoken in one paper: who asks, who is asked, the goods and the sum put in their places."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from consumer_app import formats
from consumer_app.domain.case import Role

GOODS = "所购商品"
TERM = "合理期限内"
MYSELF = "本人"
SPOKEN_TO = re.compile("请|[你您我]|[。！？!?]")
"""What shows that words are said to somebody, or are more than one thing to do."""
OPENINGS = ("届时", "如", "若", "不再", "于", "将", "把", "按", "单独", "停止")
"""How a request begins besides: the case in which it is asked, the day, the thing."""


@dataclass(frozen=True)
class Speaking:
    """``me`` and ``you`` stand for the shopper and for the business complained of within a sentence; ``party`` names any of several before its name; ``reader`` is the role of the one who reads it, where something is asked of them too, and what they are called."""

    me: str
    you: str
    party: str = ""
    reader: tuple[Role, str] | None = None

    def say(self, text: str | None, amount: str = "") -> str:
        """A sentence of the law book as this paper says it, without a full stop; empty where there is none."""
        spoken = (text or "").strip().rstrip("。；;")
        places = {"{asker}": self.me, "{asked}": self.you, "{amount}": amount, "{goods}": GOODS, "{term}": TERM}
        for place, words in places.items():
            spoken = spoken.replace(place, words)
        return spoken

    def own(self, text: str, amount: str, begins: Collection[str]) -> str:
        """A demand in the shopper's own words: as it is, with the sides as this paper calls them, where it can stand behind 请…于某日前; else word for word, as what was said.

        ``begins`` are the words that requests begin with: 退还, 书面.
        """
        spoken = text.strip().rstrip("。；;").removeprefix("请").replace("{amount}", amount)
        if spoken.startswith((*begins, *OPENINGS)) and not SPOKEN_TO.search(spoken):
            return spoken.replace("贵方", self.you).replace("本人", self.me)
        return f"满足{self.me}的以下要求（原话）：{formats.quoted(text.strip().rstrip('。；;').replace('{amount}', amount))}"

    def named(self, role: Role, name: str, kind: str) -> str:
        """Who is to do something, where several are asked: 被告某公司, 贵平台; ``kind`` is what they are where no name is known."""
        if self.reader and role == self.reader[0]:
            return self.reader[1]
        return f"{self.party}{name or f'（{kind}）'}" if self.party else name or kind
