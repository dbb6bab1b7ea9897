"""Codes as people type them, and sealing that refuses whatever is not exactly what was sealed."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.storage.errors import MalformedCode, Tampered
from consumer_app.storage.vault import (
    ALPHABET,
    CHUNK_BYTES,
    Code,
    StreamSealer,
    new_key,
    open_document,
    open_key,
    open_stream,
    seal_document,
    seal_key,
    sealed_size,
)

CODE = Code("D468Q27RVG5T48EG0Z1QNQEJPF")


@pytest.mark.parametrize(
    "typed",
    [
        "D468Q27RVG5T48EG0Z1QNQEJPF",
        "d468q2-7rvg5-t48eg-0z1qn-qejpf",
        "  D468Q2 7RVG5 T48EG OZIQN QEJPF  ",
        "d468q2 7rvg5 t48eg ozlqn qejpf",
        "Ｄ４６８Ｑ２　７ＲＶＧ５　Ｔ４８ＥＧ　０Ｚ１ＱＮ　ＱＥＪＰＦ",
        "https://juli.example.org/c#D468Q27RVG5T48EG0Z1QNQEJPF",
        "http://127.0.0.1:8000/c#d468q2%2D7rvg5%2Dt48eg%2D0z1qn%2Dqejpf",
        "案件编号：D468Q2 7RVG5 T48EG 0Z1QN QEJPF（请勿转发）",
        "D468Q2—7RVG5—T48EG—0Z1QN—QEJPF",
        "D468Q2\n7RVG5\nT48EG\n0Z1QN\nQEJPF",
    ],
)
def test_a_code_is_read_however_a_person_types_it(typed: str) -> None:
    assert Code.read(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", "一二三", "D468Q2", "U" * 26, CODE.text[:-1], CODE.text + "7", "#", "😀" * 26, "\x00" * 26]
)
def test_what_cannot_be_a_code_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(MalformedCode):
        Code.read(typed)


@given(st.text(max_size=3000))
def test_any_text_is_a_code_or_is_refused_but_never_breaks(typed: str) -> None:
    try:
        found = Code.read(typed).text
    except MalformedCode:
        return
    assert len(found) == 26
    assert set(found) <= set(ALPHABET)


def test_a_code_has_130_bits_in_five_groups_and_does_not_print_itself() -> None:
    code = Code.new()
    assert len(code.text) == 26
    assert [len(group) for group in code.groups] == [6, 5, 5, 5, 5]
    assert "".join(code.groups) == code.text
    assert code.text not in repr(code)
    assert Code.new() != code


def test_lookup_and_key_share_nothing_and_no_two_purposes_share_a_key() -> None:
    assert len(CODE.lookup) == 16
    assert CODE.lookup not in CODE.base
    assert Code.new().lookup != CODE.lookup


def test_a_sealed_key_opens_only_with_its_key() -> None:
    key, secret = new_key(), b"secret"
    sealed = seal_key(key, secret)
    assert open_key(key, sealed) == secret
    assert seal_key(key, secret) != sealed
    for other in (new_key(), key[::-1]):
        with pytest.raises(Tampered):
            open_key(other, sealed)
    for broken in (b"", b"\x01", sealed[:-1], b"\x02" + sealed[1:]):
        with pytest.raises(Tampered):
            open_key(key, broken)


def test_a_document_is_bound_to_its_case_and_version_and_hides_its_size() -> None:
    dek = new_key()
    sealed = seal_document(dek, b'{"v":1}', "case:a:3")
    assert open_document(dek, sealed, "case:a:3") == b'{"v":1}'
    assert len(sealed) == len(seal_document(dek, b'{"v":1,"told":"' + b"x" * 900 + b'"}', "case:a:3"))
    for about in ("case:a:2", "case:b:3", ""):
        with pytest.raises(Tampered):
            open_document(dek, sealed, about)


def sealed_stream(dek: bytes, blob_id: str, pieces: list[bytes]) -> bytes:
    sealer = StreamSealer(dek, blob_id)
    return b"".join([sealer.first, *(sealed for piece in pieces for sealed in sealer.sealed(piece)), sealer.last()])


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 200_001])
def test_a_file_of_any_size_comes_back_as_it_was(size: int) -> None:
    dek, plain = new_key(), random.Random(size).randbytes(size)
    for step in (50_000, CHUNK_BYTES, 700, 250_000):
        pieces = [plain[start : start + step] for start in range(0, size, step)]
        sealed = sealed_stream(dek, "id", pieces)
        assert b"".join(open_stream(dek, "id", io.BytesIO(sealed))) == plain
        assert len(sealed) == sealed_size(size)
    assert size < 16 or plain[:64] not in sealed


def test_a_thousand_ways_of_changing_a_sealed_file_are_all_refused() -> None:
    chance = random.Random(7)
    dek, plain = new_key(), chance.randbytes(5 * CHUNK_BYTES + 100)
    sealed = sealed_stream(dek, "one", [plain])
    other = sealed_stream(dek, "two", [plain])
    head, step = 25, CHUNK_BYTES + 17
    pieces = [sealed[start : start + step] for start in range(head, len(sealed), step)]
    changed = [
        sealed[:at] + bytes([sealed[at] ^ (1 << chance.randrange(8))]) + sealed[at + 1 :]
        for at in chance.sample(range(len(sealed)), 900)
    ]
    changed += [sealed[: chance.randrange(len(sealed))] for _ in range(80)]
    changed += [sealed[: head + step * count] for count in range(6)]
    changed += [sealed[:head] + b"".join(pieces[1:]), sealed[:head] + b"".join([pieces[1], pieces[0], *pieces[2:]])]
    changed += [sealed + b"x", sealed + pieces[0], sealed[:head] + pieces[-1], b"", other, other[:head] + sealed[head:]]
    changed += [sealed[:head] + b"".join([pieces[0], pieces[0], *pieces[1:]])] * 6
    assert len(changed) >= 1000
    for one in changed:
        with pytest.raises(Tampered):
            for _ in open_stream(dek, "one", io.BytesIO(one)):
                pass
    with pytest.raises(Tampered):
        b"".join(open_stream(new_key(), "one", io.BytesIO(sealed)))
