"""A real vault in a temporary folder."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consumer_app.domain.case import Case, Evidence, FileRef
from consumer_app.storage import Storage, StorageSettings, open_storage
from consumer_app.storage.arriving import BlobRef
from consumer_app.storage.open_case import OpenCase


@pytest.fixture
def open_vault_in() -> Iterator[Callable[[Path, StorageSettings], Storage]]:
    """Opens the vault of a folder with these settings, again and again, and closes it in the end."""
    opened: list[Storage] = []

    def another(folder: Path, settings: StorageSettings) -> Storage:
        opened.append(open_storage(folder, settings))
        return opened[-1]

    yield another
    for vault in opened:
        vault.close()


@pytest.fixture
def open_vault(
    folder: Path, open_vault_in: Callable[[Path, StorageSettings], Storage]
) -> Callable[[StorageSettings], Storage]:
    """Opens the vault of the folder with these settings."""
    return lambda settings: open_vault_in(folder, settings)


@pytest.fixture
def vault(open_vault: Callable[[StorageSettings], Storage], settings: StorageSettings) -> Storage:
    return open_vault(settings)


def naming(case: Case, *refs: BlobRef) -> Case:
    """The case with one more exhibit that has these files."""
    files = tuple(
        FileRef(blob=ref.id, name="a.png", media_type="image/png", size=ref.size, sha256=ref.sha256) for ref in refs
    )
    number = 1 + max((int(item.id[1:]) for item in case.evidence), default=0)
    exhibit = Evidence(id=f"x{number}", kind="photo", title="照片", files=files)
    return case.model_copy(update={"evidence": (*case.evidence, exhibit)})


@pytest.fixture
def keep() -> Callable[..., list[BlobRef]]:
    """Keeps files in a case, as the files of one more exhibit."""

    def kept(vault: Storage, opened: OpenCase, *files: bytes) -> list[BlobRef]:
        with vault.blobs.arriving(opened) as arriving:
            refs = [arriving.put(io.BytesIO(data)) for data in files]
            now = vault.settings.clock()
            vault.cases.change(opened, lambda case: naming(case, *refs), arriving=arriving, now=now)
        return refs

    return kept
