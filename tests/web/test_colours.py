"""The colours of the one stylesheet: what is read can be read, in the light and in the dark, and a paper stays paper."""

import re
from itertools import product

import pytest

from consumer_app import paths

SHEET = (paths.STATIC / "site.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "sheet", "shade")
READ_ON = [
    *product(("ink", "muted", "vermilion", "vermilion-deep"), GROUNDS),
    *product(("jade", "ochre", "ink", "muted"), ("paper", "sheet")),
    ("jade", "jade-wash"),
    ("ochre", "ochre-wash"),
    ("vermilion-deep", "vermilion-wash"),
    *product(("ink",), ("jade-wash", "ochre-wash", "vermilion-wash")),
    *(("paper", actor) for actor in ("muted", "jade", "vermilion", "indigo", "ochre", "plum", "ink")),
    ("white", "press"),
    ("white", "press-deep"),
]
SEEN_ON = [*product(("edge", "ink", "vermilion", "jade"), ("paper", "sheet"))]


def tokens(rule: str) -> dict[str, str]:
    found = re.search(re.escape(rule) + r"\s*\{([^}]*)\}", SHEET)
    assert found, rule
    colours = dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{3,6});", found[1]))
    return {name: value if len(value) == 6 else "".join(c * 2 for c in value) for name, value in colours.items()} | {
        "white": "ffffff"
    }


LIGHT = tokens(":root, .paper")
DARK = tokens("@media screen and (prefers-color-scheme: dark) {\n  :root")


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((brightness(one), brightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_can_be_read_on_every_ground_it_is_used_on(scheme: dict[str, str]) -> None:
    faint = {
        (one, on): round(contrast(scheme[one], scheme[on]), 2)
        for pairs, least in ((READ_ON, 4.5), (SEEN_ON, 3))
        for one, on in pairs
        if contrast(scheme[one], scheme[on]) < least
    }
    assert faint == {}


def test_both_schemes_have_the_same_colours_and_no_rule_has_one_of_its_own_that_would_not_turn() -> None:
    assert LIGHT.keys() == DARK.keys()
    rules = SHEET[SHEET.index("/* Ground */") :]
    own = re.findall(r"[^{};]*\{[^{}]*?(?:color|background|border[\w-]*): [^;{}]*#[0-9a-f]{3,6}[^;{}]*;", rules)
    assert [rule for rule in own if not re.search(r"\.button|\.qr|body, \.paper", rule)] == []
