"""A whole case as a ZIP and back; and what hostile ZIPs get."""

import hashlib
import io
import json
import stat
import struct
import tracemalloc
import zipfile
from datetime import datetime

import pytest

from consumer_app.documents.archive import ArchivedFile, ArchiveRefused, read_archive, write_archive
from consumer_app.domain.case import EMPTY_CASE, Case, Evidence, FileRef
from consumer_app.domain.law.moments import SHANGHAI

AT = datetime(2026, 11, 4, 10, 0, tzinfo=SHANGHAI)
PHOTO = b"\xff\xd8 photo " * 5000


def ref(data: bytes, name: str = "外箱 照片.jpg", blob: str = "a" * 32) -> FileRef:
    return FileRef(
        blob=blob, name=name, media_type="image/jpeg", size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )


def case_with(*files: FileRef) -> Case:
    items = tuple(Evidence(id=f"x{n}", kind="photo", title="照片", files=(file,)) for n, file in enumerate(files, 1))
    return EMPTY_CASE.model_copy(update={"told": "䶮㛃 <b>", "evidence": items})


def packed(case: Case, data: bytes = PHOTO) -> bytes:
    files = [
        ArchivedFile(item.id, file.blob, file.name, file.sha256, lambda: [data[:7], data[7:]])
        for item in case.evidence
        for file in item.files
    ]
    return b"".join(write_archive(case, files, AT))


def zipped(entries: dict[str, bytes | str], **options: object) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return kept.getvalue()


def why(data: bytes) -> str:
    with pytest.raises(ArchiveRefused) as refusal:
        read_archive(data)
    return refusal.value.why


def test_a_case_comes_back_as_it_was_with_its_files() -> None:
    case = case_with(ref(PHOTO))
    data = packed(case)
    archive = read_archive(data)
    assert archive.case == case
    assert archive.files["a" * 32].read() == PHOTO
    listed = zipfile.ZipFile(io.BytesIO(data))
    assert listed.namelist() == ["case.json", "files/x1-外箱 照片.jpg", "manifest.json"]
    manifest = json.loads(listed.read("manifest.json"))
    assert manifest["files"][1]["sha256"] == hashlib.sha256(PHOTO).hexdigest()
    assert manifest["made_at"] == "2026-11-04T10:00:00+08:00"


def test_a_bare_case_json_is_a_case_without_files() -> None:
    archive = read_archive(b'{"v": 1, "told": "x"}')
    assert (archive.case.told, dict(archive.files)) == ("x", {})


def test_a_zip_unpacked_and_packed_again_in_a_folder_is_still_read() -> None:
    case = case_with(ref(PHOTO))
    inner = zipfile.ZipFile(io.BytesIO(packed(case)))
    again = zipped({f"我的案件/{name}": inner.read(name) for name in inner.namelist()} | {"__MACOSX/case.json": "x"})
    assert read_archive(again).files["a" * 32].read() == PHOTO


def test_files_beside_a_case_are_found_by_their_names_without_a_manifest() -> None:
    case = case_with(ref(PHOTO))
    data = zipped({"case.json": case.model_dump_json(), "files/外箱 照片.jpg": PHOTO})
    assert read_archive(data).files["a" * 32].read() == PHOTO


def test_a_file_that_is_not_what_the_case_says_is_refused() -> None:
    case = case_with(ref(PHOTO))
    archive = read_archive(zipped({"case.json": case.model_dump_json(), "files/外箱 照片.jpg": PHOTO + b"x"}))
    with pytest.raises(ArchiveRefused) as refusal:
        archive.files["a" * 32].read()
    assert refusal.value.why == "changed"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_an_archive"),
        (b"hello", "not_an_archive"),
        (b"[]", "not_an_archive"),
        (b'{"told": "x"}', "not_an_archive"),
        (b"[" * 100_000, "not_an_archive"),
        (b'{"v": 3}', "newer"),
        (b'{"v": 1, "unheard": 1}', "odd_case"),
        (b'{"v": 1, "order": {"paid": "-1"}}', "odd_case"),
        (b'{"v": 1, "order": {"paid": "1e30"}}', "odd_case"),
        (b'{"v": 1, "told": "\\u0000"}', "odd_case"),
        (b"PK\x03\x04 not really", "damaged"),
        (zipped({"readme.txt": "x"}), "no_case"),
        (zipped({"case.json": "{"}), "not_an_archive"),
        (zipped({"../case.json/x": "{}"}), "no_case"),
        (zipped({"case.json": '{"v": 1}'})[:-30], "damaged"),
        (zipped({str(n): "" for n in range(5001)}), "too_many"),
    ],
    ids=[f"{number}" for number in range(16)],  # not by the bytes: a ZIP holds the second in which it was made
)
def test_what_is_no_case_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    assert why(data) == reason


def test_the_reason_names_the_key_and_never_the_content() -> None:
    with pytest.raises(ArchiveRefused) as refusal:
        read_archive('{"v": 1, "order": {"paid": "王小花 13800138000"}}'.encode())
    assert refusal.value.where == "order.paid"
    assert "138" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    assert why(zipped({"case.json": b" " * (31 * 1024 * 1024) + b'{"v": 1}'})) == "too_large"


def test_a_bomb_that_lies_about_its_size_is_cut_off() -> None:
    case = case_with(ref(b"\0" * 1000, "bomb.jpg"))
    data = bytearray(zipped({"case.json": case.model_dump_json(), "files/bomb.jpg": b"\0" * 20_000_000}))
    struct.pack_into(
        "<I", data, data.rfind(b"PK\x01\x02") + 24, 1000
    )  # the last entry of the central directory is the bomb
    archive = read_archive(bytes(data))
    tracemalloc.start()
    with pytest.raises(ArchiveRefused) as refusal:
        archive.files["a" * 32].read()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refusal.value.why in ("damaged", "changed")
    assert peak < 4_000_000


def test_many_entries_that_together_are_too_large_are_refused() -> None:
    entries: dict[str, bytes | str] = {"case.json": '{"v": 1}'}
    entries |= {f"files/{n}": b"\0" * 11_000_000 for n in range(50)}
    assert why(zipped(entries)) == "too_large"


def test_links_and_encrypted_entries_are_not_followed() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        link = zipfile.ZipInfo("case.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert why(kept.getvalue()) == "no_case"
    locked = bytearray(zipped({"case.json": '{"v": 1}'}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + at] |= 1
    assert why(bytes(locked)) == "encrypted"


def test_an_entry_without_a_name_is_passed_over() -> None:
    data = zipped({"case.json": '{"v":2,"told":"柜门掉了"}', "x": b""})
    start = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    record = bytearray(data[start : start + 46]) + b"x"
    record[28:32] = struct.pack("<HH", 0, 1)  # no name; its byte is what an extra field would be
    assert read_archive(data[:start] + bytes(record) + data[start + 47 :]).case.told == "柜门掉了"


def test_two_entries_of_one_name_are_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("case.json", '{"v": 1}')
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("case.json", '{"v": 1, "told": "another"}')
    assert why(kept.getvalue()) == "damaged"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\x.jpg", "CON", "a\nb.jpg", "." * 300, "\u202egpj.exe"]
)
def test_a_hostile_file_name_cannot_leave_its_folder(name: str) -> None:
    case = case_with(ref(PHOTO).model_copy(update={"name": name}))
    for entry in zipfile.ZipFile(io.BytesIO(packed(case))).namelist():
        assert entry.count("/") <= 1
        assert not entry.startswith("/")
        assert "\\" not in entry
        assert len(entry) < 160
    assert read_archive(packed(case_with(ref(PHOTO)))).files


def test_a_large_case_is_written_piece_by_piece() -> None:
    case = case_with(*(ref(PHOTO, blob=f"{n:032x}") for n in range(40)))
    piece = b"x" * 1_000_000
    files = [
        ArchivedFile(f"x{n}", f"{n:032x}", "f.jpg", "0" * 64, lambda: (piece for _ in range(3))) for n in range(40)
    ]
    tracemalloc.start()
    total = sum(len(part) for part in write_archive(case, files, AT))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total > 120_000_000
    assert peak < 8_000_000


def test_an_exhibit_of_several_files_keeps_them_in_order_even_under_one_name() -> None:
    first, second = ref(PHOTO, "聊天.jpg", "a" * 32), ref(PHOTO[::-1], "聊天.jpg", "b" * 32)
    chat = Evidence(id="x1", kind="chat", title="聊天记录", files=(first, second))
    case = EMPTY_CASE.model_copy(update={"evidence": (chat,)})
    files = [
        ArchivedFile("x1", file.blob, file.name, file.sha256, lambda data=data: [data])
        for file, data in ((first, PHOTO), (second, PHOTO[::-1]))
    ]
    whole = b"".join(write_archive(case, files, AT))
    assert zipfile.ZipFile(io.BytesIO(whole)).namelist()[1:3] == ["files/x1-聊天.jpg", "files/x1-聊天-2.jpg"]
    back = read_archive(whole)
    assert back.case == case
    assert [back.files[file.blob].read() for file in back.case.evidence[0].files] == [PHOTO, PHOTO[::-1]]
