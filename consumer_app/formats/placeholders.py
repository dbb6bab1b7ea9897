"""The places in the law book's words for papers that a case fills: who asks, who is asked, the sum, the goods, the term."""

from collections.abc import Mapping

IN_GENERAL: Mapping[str, str] = {
    "{asker}": "消费者",
    "{asked}": "对方",
    "{amount}": "",
    "{goods}": "商品",
    "{term}": "合理期限内",
}
"""What stands there where no case is meant."""


def in_general(text: str | None) -> str:
    """The words as they read for any case; empty where there are none."""
    text = text or ""
    for placeholder, words in IN_GENERAL.items():
        text = text.replace(placeholder, words)
    return text
