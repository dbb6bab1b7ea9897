"""Sums of money: in figures, and in capitals as on a bill (《正确填写票据和结算凭证的基本规定》)."""

from decimal import ROUND_HALF_UP, Decimal

from consumer_app.formats.numerals import grouped

CAPITAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
CAPITAL_PLACES = ("", "拾", "佰", "仟")
FEN = Decimal("0.01")


def yuan(value: Decimal) -> str:
    """1,597.00元."""
    return f"{value.quantize(FEN, ROUND_HALF_UP):,.2f}元"


def plain_number(value: Decimal) -> str:
    """A number as short as it is exact: 3, 0.5, 12.35."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def capitals(value: Decimal) -> str:
    """人民币伍佰玖拾柒元整: 整 after 元 or 角, none after 分; 零 where 角 is missing before 分. Raises ValueError below zero."""
    if value < 0:
        raise ValueError("a sum in capitals is not below zero")
    fen = int((value.quantize(FEN, ROUND_HALF_UP) * 100).to_integral_value())
    whole, rest = divmod(fen, 100)
    dime, cent = divmod(rest, 10)
    text = grouped(whole, CAPITAL_DIGITS, CAPITAL_PLACES) + "元" if whole or not rest else ""
    if dime:
        text += CAPITAL_DIGITS[dime] + "角"
    if cent:
        text += ("零" if whole and not dime else "") + CAPITAL_DIGITS[cent] + "分"
    return f"人民币{text}{'' if cent else '整'}"
