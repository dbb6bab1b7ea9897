"""How far the case is, as the task list of its home."""

from dataclasses import dataclass

from flask import url_for

from consumer_app.domain.case import Case
from consumer_app.domain.judging.findings import Assessment
from consumer_app.web import steps


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
    """The journey's steps with how far each is."""
    shown = []
    for step in steps.STEPS:
        progress = step.progress(case, found)
        words = STATE_WORDS[progress.state]
        shown.append(ShownTask(step.title, url_for(step.endpoint), progress.state, words, progress.hint))
    return shown
