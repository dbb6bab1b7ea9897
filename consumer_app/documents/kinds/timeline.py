"""The account of what happened (事实经过): every event in order of time, for papers that it goes with."""

from consumer_app.documents.kinds.kind import Content, Kind, Wish
from consumer_app.documents.paper_material import Material
from consumer_app.documents.sections import parties, teller
from consumer_app.documents.sections.closing import signature
from consumer_app.documents.sections.story import timeline


def make(material: Material, wish: Wish) -> Content:
    """Who against whom, what happened, the signature."""
    about = parties.about(material)
    return Content(
        (*((about,) if about else ()), *teller.in_its_person(material, timeline(material)), *signature(material))
    )


KIND = Kind(
    name="timeline",
    address="timeline",
    title="事实经过",
    letterhead="消费者权益争议　事实经过",
    says="按时间排好的经过，适合附在投诉函后面",
    next_step="附在投诉函后面一起交。以后又发生了什么，回来接着写，再出一份新的。",
    make=make,
)
