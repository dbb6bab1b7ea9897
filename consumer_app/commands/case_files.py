"""A case from the file a command is given: ``case.json``, an export (ZIP), a story's folder, or a worked example (TOML)."""

import json
import tomllib
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from consumer_app.domain.case import Case
from consumer_app.domain.judging.examples import Example

LARGEST_CASE = 20_000_000


class CaseFileError(ValueError):
    """A file that holds no case: the file, and what is wrong with it."""


@dataclass(frozen=True)
class CaseFile:
    """A case read from a file, with the day a worked example is judged on."""

    name: str
    case: Case
    today: date | None = None


def read_case(path: Path) -> CaseFile:
    """The case in that file. Raises CaseFileError, which names the field and what was found, never more of the content."""
    try:
        if path.is_dir():
            return CaseFile(str(path), _case((path / "case.json").read_bytes(), path), _story_day(path))
        if path.suffix == ".toml":
            table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
            example = Example.model_validate({"expected": {}, **table})
            return CaseFile(str(path), example.case, example.today)
        return CaseFile(
            str(path), _case(_json_of(path), path), _story_day(path.parent) if path.name == "case.json" else None
        )
    except OSError as error:
        raise CaseFileError(f"{path}：打不开（{error.strerror or error}）") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseFileError(f"{path}：不是 UTF-8 的 TOML 文件（{error}）") from error
    except ValidationError as error:
        raise CaseFileError(_what_is_wrong(path, error)) from error


def _json_of(path: Path) -> bytes:
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] != b"PK":
        if path.stat().st_size > LARGEST_CASE:
            raise CaseFileError(f"{path}：超过 {LARGEST_CASE // 1_000_000} MB，不像案件文件")
        return path.read_bytes()
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo("case.json")
            if entry.file_size > LARGEST_CASE:
                raise CaseFileError(f"{path}：里面的 case.json 超过 {LARGEST_CASE // 1_000_000} MB")
            with archive.open(entry) as file:
                return file.read(LARGEST_CASE + 1)[:LARGEST_CASE]
    except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise CaseFileError(f"{path}：压缩包里没有能读的 case.json") from error


def _case(content: bytes, path: Path) -> Case:
    try:
        document = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise CaseFileError(f"{path}：不是有效的 JSON") from error
    return Case.model_validate(document)


def _story_day(folder: Path) -> date | None:
    """The day a story is judged on, when the folder is one."""
    expected = folder / "expected.toml"
    if not expected.is_file():
        return None
    day = tomllib.loads(expected.read_text(encoding="utf-8")).get("today")
    return day if isinstance(day, date) else None


def _what_is_wrong(path: Path, error: ValidationError) -> str:
    faults = [
        f"{'.'.join(map(str, fault['loc'])) or '整个文件'}：{fault['msg'].removeprefix('Value error, ')}"
        for fault in error.errors(include_url=False, include_input=False)[:5]
    ]
    return f"{path}：不是有效的案件文件：" + "；".join(faults)
