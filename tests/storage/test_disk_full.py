"""A disk that really is full: what was answered is whole, what was refused leaves nothing, and it works again when there is room."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import io, json, random, sys
from pathlib import Path
from consumer_app.domain.case import EMPTY_CASE
from consumer_app.storage import open_storage
from consumer_app.storage.errors import StorageFull
folder = Path(sys.argv[1])
vault = open_storage(folder / "data")
now = vault.settings.clock()
_, opened = vault.cases.create(EMPTY_CASE, now=now)
kept, refused, other = {}, 0, []
for number in range(60):
    data = random.Random(number).randbytes(250_000)
    try:
        kept[vault.blobs.put(io.BytesIO(data), opened).id] = data
    except StorageFull:
        refused += 1
    except Exception as error:
        other.append(type(error).__name__)
whole = all(vault.blobs.read(name, opened) == data for name, data in kept.items())
files = sum(1 for path in (folder / "data" / "blobs").glob("??/*"))
left = len(list((folder / "data" / "tmp").iterdir()))
first = next(iter(kept))
vault.blobs.remove(first, opened)
vault.blobs.remove(list(kept)[1], opened)
again = vault.blobs.put(io.BytesIO(b"x" * 200_000), opened).size
changed = vault.cases.change(opened, lambda case: case.model_copy(update={"told": "x"}), now=now).version
print(json.dumps([len(kept), refused, other, whole, files, left, again, changed]))
"""


@pytest.mark.drill
def test_sixty_uploads_into_six_megabytes_leave_no_half_file(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    assert unshare is not None, "this drill needs unshare (util-linux)"
    command = f'mount -t tmpfs -o size=6m tmpfs "{tmp_path}" && exec "{sys.executable}" - "{tmp_path}"'
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", command], input=SCRIPT, text=True, capture_output=True, check=True
    )

    kept, refused, other, whole, files, left, again, changed = json.loads(done.stdout)
    assert kept > 10
    assert refused > 10
    assert kept + refused == 60
    assert (other, whole, files, left) == ([], True, kept, 0)
    assert (again, changed) == (200_000, 2)
