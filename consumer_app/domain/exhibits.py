"""Which exhibit comes where: 证据1, 证据2 … in the order in which a reader first meets them."""

from collections.abc import Iterator

from consumer_app.domain.case import Case, Event, Evidence, Promise


def in_order_of_mention(case: Case) -> tuple[Evidence, ...]:
    """Every piece of evidence once: those of the events as they stand in the timeline, of the promises, then the rest as they were put.

    The place in this order, counted from 1, is the number an exhibit has until a paper is issued and freezes its own.
    """
    held = {item.id: item for item in case.evidence}
    return tuple(held[i] for i in dict.fromkeys([*mentioned(case), *held]))


def mentioned(case: Case) -> tuple[str, ...]:
    """The ids that an event or a promise names, in the order of first mention."""
    return tuple(dict.fromkeys(exhibit for item in _tellers(case) for exhibit in item.evidence))


def what_it_belongs_to(case: Case, evidence_id: str) -> tuple[tuple[Event, ...], tuple[Promise, ...]]:
    """The events and the promises that name this exhibit."""
    return (
        tuple(event for event in case.events if evidence_id in event.evidence),
        tuple(promise for promise in case.promises if evidence_id in promise.evidence),
    )


def belonging_to(case: Case, evidence_id: str, events: frozenset[str], promises: frozenset[str]) -> Case:
    """The case with this exhibit named by exactly these events and promises."""

    def named(exhibits: tuple[str, ...], wanted: bool) -> tuple[str, ...]:
        if wanted:
            return exhibits if evidence_id in exhibits else (*exhibits, evidence_id)
        return tuple(one for one in exhibits if one != evidence_id)

    return case.model_copy(
        update={
            "events": tuple(e.model_copy(update={"evidence": named(e.evidence, e.id in events)}) for e in case.events),
            "promises": tuple(
                k.model_copy(update={"evidence": named(k.evidence, k.id in promises)}) for k in case.promises
            ),
        }
    )


def _tellers(case: Case) -> Iterator[Event | Promise]:
    yield from case.events
    yield from case.promises
