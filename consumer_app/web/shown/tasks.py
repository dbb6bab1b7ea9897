"""How far the case is, as the task list of its home."""

from dataclasses import dataclass

from flask import url_for

from consumer_app.domain.case import Case
from consumer_app.domain.judging.findings import Assessment
from consumer_app.web import journey


@dataclass(frozen=True)
class ShownTask:
    """One line of the task list."""

    title: str
    url: str
    state: str
    word: str
    hint: str


STATE_WORDS = {"todo": "未开始", "doing": "进行中", "done": "已完成"}


def tasks(case: Case, found: Assessment) -> list[ShownTask]:
    """The stops of the journey with how far each is."""
    shown = []
    for stop in journey.STOPS:
        progress = stop.progress(case, found)
        words = STATE_WORDS[progress.state]
        shown.append(ShownTask(stop.title, url_for(stop.endpoint), progress.state, words, progress.hint))
    return shown
