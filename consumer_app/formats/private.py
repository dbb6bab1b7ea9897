"""Numbers that no paper needs and no stranger should read: those of an identity card and of a bank card, hidden but for their last four figures."""

import re

SHOWN = 4
IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
CARD = re.compile(
    r"(?<!\d)(?<!单号)(?<!编号)(?<!单号[:：是 ])(?<!编号[:：是 ])[3-6]\d{3}(?: ?\d{4}){2,3}(?: ?\d{1,3})?(?!\d)"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
FIGURES = range(16, 20)


def hidden(text: str) -> str:
    """The text with every identity number and bank card number as stars before its last four figures; what only looks like one stays."""
    return CARD.sub(lambda hit: _starred(hit[0], _is_card(hit[0])), IDENTITY.sub(_identity, text))


def hides(text: str) -> bool:
    """Whether the text holds a number that is hidden on papers."""
    return hidden(text) != text


def _identity(hit: re.Match[str]) -> str:
    written = hit[0].upper()
    right = CHECKS[sum(int(figure) * weight for figure, weight in zip(written, WEIGHTS, strict=False)) % 11]
    return _starred(hit[0], written[-1] == right)


def _starred(written: str, known: bool) -> str:
    return "*" * (len(written) - SHOWN) + written[-SHOWN:] if known else written


def _is_card(written: str) -> bool:
    """Whether its last figure checks the others, as on every bank card; an order number does so one time in ten."""
    figures = [int(one) for one in written if one.isdigit()]
    doubled = [sum(divmod(2 * one, 10)) if at % 2 else one for at, one in enumerate(reversed(figures))]
    return len(figures) in FIGURES and sum(doubled) % 10 == 0
