"""One fault of the law book."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A fault in ``legal_refs/``: the file (relative to it), the key, what was found there and what would be right."""

    file: str
    key: str
    found: str
    right: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: found {self.found}; right would be {self.right}"
