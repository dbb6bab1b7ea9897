"""A disk that really is full: what was answered is whole, what was refused leaves nothing, people still read, unlock, export and delete, and it works again when there is room."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BEGINNING = """
import io, json, os, random, shutil, sys
from pathlib import Path
from consumer_app.domain.case import EMPTY_CASE, Event, Evidence, FileRef
from consumer_app.domain.case.parts import replaced
from consumer_app.storage import StorageSettings, open_storage
from consumer_app.storage.errors import CaseGone, StorageFull, UnknownCode
disk = Path(sys.argv[1])
folder = disk / "data"

def named(case, ref):
    number = len(case.evidence) + 1
    file = FileRef(blob=ref.id, name="a.png", media_type="image/png", size=ref.size, sha256=ref.sha256)
    return replaced(case, f"evidence/x{number}", Evidence(id=f"x{number}", kind="photo", title="照片", files=(file,)))

def keep(opened, data):
    with vault.blobs.arriving(opened) as arriving:
        ref = arriving.put(io.BytesIO(data))
        vault.cases.change(opened, lambda case: named(case, ref), arriving=arriving, now=vault.settings.clock())
    return ref

def fill():
    '''Leave not one byte.'''
    with (disk / "filler").open("ab", buffering=0) as filler:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                pass

vault = open_storage(folder)
now = vault.settings.clock()
said = {}
"""

UPLOADS = """
_, opened = vault.cases.create(EMPTY_CASE, now=now)
kept, refused, other = {}, 0, []
for number in range(60):
    data = random.Random(number).randbytes(250_000)
    try:
        kept[keep(opened, data).id] = data
    except StorageFull:
        refused += 1
    except Exception as error:
        other.append(type(error).__name__)
whole = all(vault.blobs.read(name, opened) == data for name, data in kept.items())
files = sum(1 for path in (folder / "blobs").glob("??/*"))
left = len(list((folder / "tmp").iterdir()))
for number in (1, 2):
    opened = vault.cases.change(opened, lambda case: replaced(case, f"evidence/x{number}", None), now=now)
vault.blobs.clear(after=vault.settings.clock() - vault.settings.clock())
again = keep(opened, b"x" * 200_000).size
changed = vault.cases.change(opened, lambda case: case.model_copy(update={"told": "x"}), now=now).case.told
print(json.dumps([len(kept), refused, other, whole, files, left, again, changed]))
"""

LIVING_ON = """
code, opened = vault.cases.create(EMPTY_CASE.model_copy(update={"told": "七月买的电视"}), now=now)
other_code, other = vault.cases.create(EMPTY_CASE.model_copy(update={"told": "别人的"}), now=now)
large = EMPTY_CASE.model_copy(update={"events": tuple(Event(id=f"e{n}", what="说" * 3000) for n in range(250))})
large_code, large_opened = vault.cases.create(large, now=now)
photos = [keep(opened, random.Random(number).randbytes(700_000)) for number in range(3)]
cookie = vault.sessions.start(opened, now=now)
said["reserve"] = vault.reserve.held
shutil.copytree(folder, disk.parent / "older", ignore=shutil.ignore_patterns("reserve"))
fill()

def refused(work):
    try:
        work()
    except StorageFull:
        return True
    return False

def free():
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize

said["free"] = free()
def save():
    grows = lambda case: replaced(case, "told", (case.told or "") + "改" * 100)
    vault.cases.change(other, grows, now=now)

said["saving is refused before long"] = any(refused(save) for _ in range(190))
said["uploading is refused"] = refused(lambda: keep(opened, b"y" * 700_000))
said["the session is found"] = vault.sessions.find(cookie, now=now) is not None
said["reading"] = vault.cases.open(opened.case_id, opened.dek).case.told
said["a photo is read"] = len(vault.blobs.read(photos[0].id, opened))
unlocked = vault.cases.unlock(code.text, now=now)
said["unlocking"] = [vault.sessions.find(vault.sessions.start(unlocked, now=now), now=now) is not None for _ in range(200)].count(True)
said["after that saving is still refused"] = refused(save)
fewer = vault.cases.change(unlocked, lambda case: replaced(case, "evidence/x1", None), now=now)
said["an exhibit is deleted"] = len(fewer.case.evidence)
vault.cases.delete(large_opened.case_id, now=now)
vault.cases.delete(other.case_id, now=now)
said["the largest is deleted"] = refused(lambda: None) or (folder / "deleted-cases").read_text().count("gone ")
vault.close()
vault = open_storage(folder)   # a start on the full disk
said["a start"] = vault.cases.unlock(code.text, now=now).case.told
vault.blobs.clear(after=vault.settings.clock() - vault.settings.clock())
(disk / "filler").unlink()
said["with room again"] = vault.cases.change(unlocked, lambda case: replaced(case, "told", "改好了"), now=now).case.told
said["the reserve is back"] = vault.reserve.held
vault.cases.delete(opened.case_id, now=now)
vault.close()
# a copy from before all deletions, put back under the list as it is now
for name in ("cases.sqlite3", "cases.sqlite3-wal", "cases.sqlite3-shm"):
    (folder / name).unlink(missing_ok=True)
    if (disk.parent / "older" / name).exists():
        shutil.copy(disk.parent / "older" / name, folder / name)
vault = open_storage(folder)
opens = []
for one in (code, other_code, large_code):
    try:
        vault.cases.unlock(one.text, now=now)
        opens.append(True)
    except UnknownCode:
        opens.append(False)
said["restored"] = opens
print(json.dumps(said))
"""


def on_a_disk_of(size: str, script: str, where: Path) -> Any:
    unshare = shutil.which("unshare")
    assert unshare is not None, "this drill needs unshare (util-linux)"
    disk = where / "disk"
    disk.mkdir()
    command = f'mount -t tmpfs -o size={size} tmpfs "{disk}" && exec "{sys.executable}" - "{disk}"'
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", command], input=BEGINNING + script, text=True, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.drill
def test_sixty_uploads_into_six_megabytes_leave_no_half_file(tmp_path: Path) -> None:
    kept, refused, other, whole, files, left, again, changed = on_a_disk_of("6m", UPLOADS, tmp_path)
    assert kept > 10
    assert refused > 10
    assert kept + refused == 60
    assert (other, whole, files, left) == ([], True, kept, 0)
    assert (again, changed) == (200_000, "x")


@pytest.mark.drill
def test_on_a_full_disk_people_read_unlock_and_delete_and_what_is_deleted_stays_deleted(tmp_path: Path) -> None:
    said = on_a_disk_of("24m", LIVING_ON, tmp_path)
    assert said == {
        "reserve": True,
        "free": 0,
        "saving is refused before long": True,
        "uploading is refused": True,
        "the session is found": True,
        "reading": "七月买的电视",
        "a photo is read": 700_000,
        "unlocking": 200,
        "after that saving is still refused": True,
        "an exhibit is deleted": 2,
        "the largest is deleted": 2,
        "a start": "七月买的电视",
        "with room again": "改好了",
        "the reserve is back": True,
        "restored": [False, False, False],
    }
