"""A save writes what it changed, lands on the latest version however many save, and holds nobody up but those of the same case."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from consumer_app.domain.case import EMPTY_CASE, Case, Event, IssuedPaper, Moment, Party
from consumer_app.domain.case.parts import fingerprint, replaced
from consumer_app.domain.case.writing import text_of
from consumer_app.storage import Storage, StorageSettings, kept
from consumer_app.storage.cases import MOST_WAITING
from consumer_app.storage.errors import CaseGone, CaseTooLong, Conflict, StorageBusy, Tampered
from consumer_app.storage.vault import open_document, seal_document

AT = Moment(at="2026-11-04T10:00+08:00", precision="minute")


def told_at_length(events: int, words: int = 900) -> Case:
    return EMPTY_CASE.model_copy(
        update={
            "events": tuple(
                Event(id=f"e{n}", what=f"第{n}次打电话，" + "店家说再等等" * (words // 6)) for n in range(1, events + 1)
            )
        }
    )


LONG = told_at_length(280)


def with_words(event_id: str, words: str) -> Callable[[Case], Case]:
    def edit(case: Case) -> Case:
        old = next(one for one in case.events if one.id == event_id)
        return replaced(case, f"events/{event_id}", old.model_copy(update={"what": words}))

    return edit


def pieces(vault: Storage) -> dict[str, bytes]:
    with vault.engine.connect() as connection:
        return {row.id: row.sealed for row in connection.execute(text("select id, sealed from pieces"))}


# ---- long documents


def test_a_long_document_comes_back_as_it_was(vault: Storage, clock: Any) -> None:
    code, made = vault.cases.create(LONG, now=clock())
    assert made.size == len(text_of(LONG)) > 700_000
    assert len(pieces(vault)) > 10
    again = vault.cases.unlock(code.text, now=clock())
    assert (again.case, again.size, again.pieces) == (LONG, made.size, made.pieces)


def test_a_short_one_lies_in_one(vault: Storage, clock: Any) -> None:
    vault.cases.create(told_at_length(3), now=clock())
    assert pieces(vault) == {}


@pytest.mark.parametrize("place", ["e1", "e140", "e280"])
def test_a_change_to_a_long_document_writes_a_small_part_of_it(vault: Storage, clock: Any, place: str) -> None:
    _, made = vault.cases.create(LONG, now=clock())
    before = pieces(vault)
    vault.cases.change(made, with_words(place, "他们又说没有货了" * 30), now=clock())
    after = pieces(vault)
    assert 0 < sum(len(after[name]) for name in after.keys() - before.keys()) < 200_000
    assert len(before.keys() & after.keys()) >= len(before) - 4
    changed = vault.cases.open(made.case_id, made.dek)
    assert changed.case == with_words(place, "他们又说没有货了" * 30)(LONG)
    assert set(after) == {piece.id for piece in changed.pieces}


def test_an_item_put_in_or_taken_out_moves_the_pieces_near_it_only(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(LONG, now=clock())
    for edit in (
        lambda case: case.model_copy(
            update={"events": (*case.events[:40], Event(id="e999", what="新"), *case.events[40:])}
        ),
        lambda case: replaced(case, "events/e999", None),
        lambda case: replaced(case, "parties/p1", Party(id="p1", role="seller", shop="顺木")),
    ):
        before = pieces(vault)
        opened = vault.cases.change(opened, edit, now=clock())
        assert len(before.keys() & pieces(vault).keys()) >= len(before) - 3
        assert vault.cases.open(opened.case_id, opened.dek).case == opened.case


def test_a_document_grows_into_pieces_and_shrinks_out_of_them(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(told_at_length(3), now=clock())
    opened = vault.cases.change(opened, lambda _: LONG, now=clock())
    assert pieces(vault)
    opened = vault.cases.change(opened, lambda _: told_at_length(2), now=clock())
    assert pieces(vault) == {}
    assert vault.cases.open(opened.case_id, opened.dek).case == told_at_length(2)


def test_pieces_swapped_changed_missing_or_older_are_refused(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(LONG, now=clock())
    _, other = vault.cases.create(told_at_length(279), now=clock())

    def refused() -> None:
        with pytest.raises(Tampered):
            vault.cases.open(opened.case_id, opened.dek)

    held = pieces(vault)
    first, second = opened.pieces[0].id, opened.pieces[1].id
    stranger = other.pieces[0].id
    for sealed in (held[second], held[stranger], held[first][:-1], held[first][:-1] + b"x", b""):
        with vault.engine.begin() as connection:
            connection.execute(
                text("update pieces set sealed = :sealed where id = :id"), {"sealed": sealed, "id": first}
            )
        refused()
    with vault.engine.begin() as connection:
        connection.execute(text("delete from pieces where id = :id"), {"id": first})
    refused()
    with vault.engine.begin() as connection:
        connection.execute(text("insert into pieces values (:id, :case_id, :sealed)"), {"id": first, "case_id": opened.case_id, "sealed": held[first]})  # fmt: skip
    assert vault.cases.open(opened.case_id, opened.dek).case == LONG


def test_a_deleted_long_case_leaves_no_piece(vault: Storage, folder: Path, clock: Any) -> None:
    _, opened = vault.cases.create(LONG, now=clock())
    held = pieces(vault)
    vault.cases.delete(opened.case_id, now=clock())
    assert pieces(vault) == {}
    on_disk = b"".join(path.read_bytes() for path in folder.glob("cases.sqlite3*"))
    assert not [name for name, sealed in held.items() if sealed[500:700] in on_disk]


# ---- how large a case may be


def too_long(case: Case) -> Case:
    return case.model_copy(update={"events": told_at_length(300, 3_000).events, "told": "长" * 20_000})


def test_a_case_that_grows_too_long_is_refused_and_its_parts_are_named(
    vault: Storage, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LARGEST_DOCUMENT", 2_000_000)
    _, opened = vault.cases.create(LONG, now=clock())
    with pytest.raises(CaseTooLong) as refused:
        vault.cases.change(opened, too_long, now=clock())
    assert list(refused.value.parts)[:2] == ["events", "told"]
    assert refused.value.parts["events"] > refused.value.limit == 2_000_000
    assert vault.cases.open(opened.case_id, opened.dek).case == LONG
    with pytest.raises(CaseTooLong):
        vault.cases.create(too_long(EMPTY_CASE), now=clock())


def test_an_older_case_that_is_larger_opens_stays_and_shrinks(
    vault: Storage, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, opened = vault.cases.create(too_long(EMPTY_CASE), now=clock())
    monkeypatch.setattr(kept, "LARGEST_DOCUMENT", 2_000_000)
    opened = vault.cases.open(opened.case_id, opened.dek)
    smaller = vault.cases.change(opened, lambda case: replaced(case, "events/e7", None), now=clock())
    assert 2_000_000 < smaller.size < opened.size
    vault.cases.change(smaller, with_words("e8", smaller.case.events[6].what[::-1]), now=clock())
    with pytest.raises(CaseTooLong):
        vault.cases.change(smaller, with_words("e8", smaller.case.events[6].what + "还有"), now=clock())


# ---- papers


def test_a_papers_text_leaves_the_document_with_the_save(vault: Storage, clock: Any, folder: Path) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    words = '{"title":"投诉函","blocks":"' + "事实与理由" * 20_000 + '"}'
    paper = IssuedPaper(id="d1", number=1, kind="letter", title="投诉函", issued_at=AT, frozen=words)
    changed = vault.cases.change(opened, lambda case: replaced(case, "papers/d1", paper), now=clock())
    (kept_paper,) = changed.case.papers
    assert kept_paper.frozen is None
    assert kept_paper.says(words)
    assert kept_paper.frozen_file is not None
    assert vault.blobs.read(kept_paper.frozen_file.blob, changed).decode() == words
    assert changed.size < 2_000
    assert vault.blobs.usage(opened.case_id).files == 1
    again = vault.cases.change(changed, lambda case: replaced(case, "told", "又来了"), now=clock())
    assert again.case.papers == changed.case.papers
    vault.cases.change(again, lambda case: replaced(case, "papers/d1", None), now=clock())
    assert vault.blobs.usage(opened.case_id).files == 0


def test_a_case_that_an_older_version_kept_with_its_papers_inside_is_eased_at_its_first_change(
    vault: Storage, clock: Any
) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    words = '{"blocks":"' + "长" * 500_000 + '"}'
    at = AT.model_dump(mode="json")
    papers = [
        {"id": f"d{n}", "number": n, "kind": "letter", "title": "信", "issued_at": at, "frozen": words}
        for n in (1, 2, 3)
    ]
    document = json.dumps({**json.loads(EMPTY_CASE.model_dump_json()), "papers": papers}, ensure_ascii=False).encode()
    with vault.engine.begin() as connection:
        sealed = seal_document(opened.dek, document, f"case:{opened.case_id}:1")
        connection.execute(text("update cases set document = :sealed"), {"sealed": sealed})
    older = vault.cases.open(opened.case_id, opened.dek)
    assert (older.size, older.case.papers[0].frozen) == (len(document), words)
    changed = vault.cases.change(older, lambda case: replaced(case, "told", "改了"), now=clock())
    assert changed.size < 5_000
    (held,) = _rows(vault)  # the same text is put away once
    assert {paper.frozen_file.blob for paper in changed.case.papers if paper.frozen_file} == {held}
    assert vault.blobs.read(held, changed).decode() == words


def _rows(vault: Storage) -> list[str]:
    with vault.engine.connect() as connection:
        return list(connection.scalars(text("select id from blobs")))


# ---- at the same time


def event_added(name: str) -> Callable[[Case], Case]:
    return lambda case: case.model_copy(update={"events": (*case.events, Event(id=name, what="说了一次"))})


@pytest.fixture
def elsewhere(vault: Storage, open_vault: Callable[[StorageSettings], Storage], clock: Any) -> Storage:
    """The same vault, as another process has it open."""
    return open_vault(StorageSettings(clock=clock))


def test_a_save_that_another_process_outran_is_done_again_on_the_latest(
    vault: Storage, elsewhere: Storage, clock: Any
) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    seen: list[int] = []

    def edit(case: Case) -> Case:
        seen.append(len(case.events))
        if len(seen) < 4:
            elsewhere.cases.change(opened, event_added(f"e{len(seen)}"), now=clock())
        return event_added("mine")(case)

    changed = vault.cases.change(opened, edit, now=clock())
    assert seen == [0, 1, 2, 3]
    assert [one.id for one in changed.case.events] == ["e1", "e2", "e3", "mine"]


def test_a_save_that_is_outrun_again_and_again_says_so_and_changes_nothing(
    vault: Storage, elsewhere: Storage, clock: Any
) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    count = iter(range(100))

    def edit(case: Case) -> Case:
        elsewhere.cases.change(opened, event_added(f"e{next(count)}"), now=clock())
        return event_added("mine")(case)

    with pytest.raises(StorageBusy):
        vault.cases.change(opened, edit, now=clock())
    assert "mine" not in {one.id for one in vault.cases.open(opened.case_id, opened.dek).case.events}


def test_a_part_changed_between_looking_and_writing_is_still_a_conflict(
    vault: Storage, elsewhere: Storage, clock: Any
) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())

    def edit(case: Case) -> Case:
        elsewhere.cases.change(opened, lambda other: replaced(other, "told", "别处写的"), now=clock())
        return replaced(case, "told", "这里写的")

    with pytest.raises(Conflict) as conflict:
        vault.cases.change(opened, edit, part="told", seen=fingerprint(opened.case, "told"), now=clock())
    assert conflict.value.theirs.told == "别处写的"


def test_a_case_deleted_while_a_save_is_made_ready_is_not_brought_back(
    vault: Storage, elsewhere: Storage, clock: Any
) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())

    def edit(case: Case) -> Case:
        elsewhere.cases.delete(opened.case_id, now=clock())
        return event_added("mine")(case)

    with pytest.raises(CaseGone):
        vault.cases.change(opened, edit, now=clock())


def test_a_case_kept_longer_while_it_is_saved_stays_kept_longer(vault: Storage, elsewhere: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    far = clock().date().replace(year=2028)

    def edit(case: Case) -> Case:
        elsewhere.cases.keep_until(opened, far, now=clock())
        return event_added("mine")(case)

    assert vault.cases.change(opened, edit, now=clock()).expires_on == far


def test_who_saves_one_case_does_not_wait_for_who_saves_another(vault: Storage, clock: Any) -> None:
    _, slow = vault.cases.create(EMPTY_CASE, now=clock())
    _, quick = vault.cases.create(EMPTY_CASE, now=clock())
    thinking, done = threading.Event(), threading.Event()

    def edit(case: Case) -> Case:
        thinking.set()
        assert done.wait(10)
        return event_added("slow")(case)

    thread = threading.Thread(target=lambda: vault.cases.change(slow, edit, now=clock()))
    thread.start()
    assert thinking.wait(10)
    start = time.perf_counter()
    vault.cases.change(quick, event_added("quick"), now=clock())
    took = time.perf_counter() - start
    done.set()
    thread.join()
    assert took < 5  # and not until the other was done
    assert [one.id for one in vault.cases.open(slow.case_id, slow.dek).case.events] == ["slow"]


def test_whoever_works_on_a_long_case_does_so_alone_and_a_full_line_is_said_at_once(vault: Storage, clock: Any) -> None:
    _, long = vault.cases.create(LONG, now=clock())
    _, other = vault.cases.create(LONG, now=clock())
    _, short = vault.cases.create(told_at_length(60), now=clock())  # in pieces as well, but read in no time
    order: list[int] = []

    def work(number: int) -> None:
        with vault.cases.alone(long.case_id):
            order.append(number)

    waiting = []
    with vault.cases.alone(long.case_id):
        for number in range(MOST_WAITING):
            waiting.append(threading.Thread(target=work, args=(number,)))
            waiting[-1].start()
            while len(vault.cases._long._lines[long.case_id]._waiting) <= number:
                time.sleep(0.001)
        start = time.perf_counter()
        with pytest.raises(StorageBusy):
            work(99)
        assert time.perf_counter() - start < 5
        with vault.cases.alone(other.case_id), vault.cases.alone(short.case_id), vault.cases.alone(short.case_id):
            assert order == []
    for thread in waiting:
        thread.join()
    assert order == list(range(MOST_WAITING))


def test_nothing_is_unsealed_again_when_nobody_else_saved(
    vault: Storage, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, opened = vault.cases.create(LONG, now=clock())
    opened = vault.cases.open(opened.case_id, opened.dek)
    monkeypatch.setattr("consumer_app.storage.pieces.open_document", lambda *_: pytest.fail("unsealed"))
    vault.cases.change(opened, with_words("e3", "又一次"), now=clock())


def test_what_a_save_returns_is_what_is_read_afterwards(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(LONG, now=clock())
    saved = vault.cases.change(opened, with_words("e3", "又一次"), now=clock())
    assert saved == vault.cases.open(opened.case_id, opened.dek)
    assert open_document(opened.dek, _document(vault), f"case:{opened.case_id}:2").startswith(b'[["')


def _document(vault: Storage) -> bytes:
    with vault.engine.connect() as connection:
        return bytes(connection.scalar(text("select document from cases")))  # type: ignore[arg-type]
