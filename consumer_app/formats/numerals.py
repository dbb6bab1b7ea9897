"""Whole numbers in Chinese numerals."""

DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")
MYRIADS = ("", "万", "亿", "万亿")


def chinese_number(number: int) -> str:
    """A whole number from 0 below 10^16: 148 is 一百四十八, 10 is 十, 1010 is 一千零一十. Raises ValueError outside."""
    if not 0 <= number < 10**16:
        raise ValueError(f"{number} has no numeral here; a whole number from 0 below 10^16 is expected")
    text = grouped(number, DIGITS, PLACES)
    return text.removeprefix("一") if text.startswith("一十") else text


def grouped(number: int, digits: str, places: tuple[str, ...]) -> str:
    """A whole number in groups of four with the digits and places given; a gap between digits is one zero."""
    if number == 0:
        return digits[0]
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group:
            if text and (group < 1000 or (groups[place + 1] == 0)):
                text += digits[0]
            text += _four(group, digits, places) + MYRIADS[place]
    return text


def _four(group: int, digits: str, places: tuple[str, ...]) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + places[place]
            gap = False
        else:
            gap = True
    return text
