"""The house of docs/decisions/0001 as one table: who may import whom, who may use which library, and where law and Chinese may stand."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "consumer_app"

# Each line may import the lines above it, and itself; never one beside it, never one below.
STOREYS = [
    ["domain"],
    ["formats", "lawbook", "paths", "config", "isolated"],
    ["bench", "learning"],
    ["intake", "documents", "storage", "as_json"],
    ["issuing"],
    ["web"],
    ["__init__", "__main__", "cli", "commands", "serving"],
]
# Inside domain/, likewise.
WINGS = [["law"], ["case", "listening"], ["judging"]]
ONE_ROOM = {
    "lawbook_checks": "lawbook",
    "told_texts": "lawbook",
    "isolated_child": "isolated",
    "isolated_parent": "isolated",
}  # a room that has outgrown its file

# Library: the only rooms that may use it. A library that is not named here is the standard library, pydantic, or a mistake.
LIBRARIES = {
    "flask": {"web", "__init__", "cli", "serving"},
    "wtforms": {"web"},
    "flask_wtf": {"web"},
    "werkzeug": {"web"},
    "markupsafe": {"web", "documents"},
    "itsdangerous": {"web"},
    "segno": {"web", "documents"},
    "jinja2": {"web", "documents"},
    "jinja2.sandbox": {"documents"},
    "weasyprint": {"documents"},
    "pydyf": {"documents"},
    "uharfbuzz": {"documents"},
    "fontTools": {"documents"},
    "docx": {"documents"},
    "icalendar": {"documents"},
    "PIL": {"intake", "documents/card_drawing.py"},  # both only in a child process
    "pillow_heif": {"intake"},
    "pikepdf": {"intake"},
    "pypdfium2": {"intake"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "pysqlite3": {"storage"},
    "nacl": {"storage"},
    "cryptography": {"storage"},
    "argon2": {"storage"},
    "gunicorn": {"serving"},
    "tomli": {"lawbook"},
    "numpy": {
        "domain/listening/answers.py",
        "domain/listening/grams.py",
        "domain/listening/ears.py",
        "domain/listening/kinds.py",
        "learning",
    },
    "scipy": {"learning"},
    "sklearn": {"learning"},
    "pydantic": {"domain", "lawbook", "intake", "documents", "storage", "issuing", "web", "commands"},
}

# domain/ is pure: what these give it would come from a clock, a file, chance or another process.
NOT_IN_DOMAIN = {
    "os",
    "io",
    "pathlib",
    "time",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "threading",
    "sqlite3",
    "tempfile",
    "shutil",
    "logging",
    "glob",
}
CLOCKS_AND_FILES = {
    "now",
    "today",
    "utcnow",
    "open",
    "print",
    "input",
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
}

LAW_IN_WORDS = re.compile(
    r"第(?!一条)[〇零一二三四五六七八九十百千\d]+[条款项]|[二两三五十]倍|五百元|500\s*元|一千元|1000\s*元|七[日天]|7\s*[日天]"
)
PROSE = re.compile(r"(?![〇零一二三四五六七八九十百千条款项])[\u3400-\u9fff]")  # numerals and 条款项 are notation

MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def room(path: Path) -> str:
    """The storey or room a module is in."""
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return ONE_ROOM.get(name, name)


def storey(name: str) -> int:
    return next(number for number, rooms in enumerate(STOREYS) if name in rooms)


def imports(path: Path) -> Iterator[str]:
    """Every module that a module imports, by its full name, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import; write consumer_app.… out"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def words(path: Path) -> Iterator[tuple[int, str]]:
    """The texts in a module's code, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    standing_alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in standing_alone:
            yield node.lineno, node.value


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_module_imports_only_what_stands_below_it() -> None:
    wrong = []
    for path in MODULES:
        mine = room(path)
        if not any(mine in rooms for rooms in STOREYS):
            wrong.append(f"{name(path)}: no storey has a room {mine!r}; add it to STOREYS and DESIGN")
            continue
        for imported in imports(path):
            if imported.partition(".")[0] != "consumer_app":
                continue
            part = imported.partition(".")[2].partition(".")[0]
            theirs = ONE_ROOM.get(part, part) if any(part in rooms for rooms in [*STOREYS, ONE_ROOM]) else "__init__"
            if not (theirs == mine or storey(theirs) < storey(mine) or storey(mine) == len(STOREYS) - 1):
                wrong.append(f"{name(path)}: {mine} may not import {theirs} ({imported})")
    assert not wrong, "\n".join(wrong)


def test_a_wing_of_the_domain_imports_only_wings_below_it() -> None:
    wrong = []
    for path in (one for one in MODULES if room(one) == "domain" and len(one.relative_to(PACKAGE).parts) > 2):
        mine = path.relative_to(PACKAGE).parts[1]
        for imported in imports(path):
            parts = imported.split(".")
            if parts[:2] == ["consumer_app", "domain"] and len(parts) > 2 and parts[2] != mine:
                low, high = (next(n for n, wings in enumerate(WINGS) if wing in wings) for wing in (parts[2], mine))
                wrong += [] if low < high else [f"{name(path)} may not import {imported}"]
    assert not wrong, "\n".join(wrong)


def test_a_library_is_used_only_where_the_table_says() -> None:
    wrong = []
    for path in MODULES:
        for imported in imports(path):
            top = imported.partition(".")[0]
            if top == "consumer_app" or top in sys.stdlib_module_names:
                continue
            keys = (".".join(imported.split(".")[:2]), top)
            known = next((LIBRARIES[key] for key in keys if key in LIBRARIES), set())
            if not {room(path), path.relative_to(PACKAGE).as_posix()} & known:
                allowed = ", ".join(sorted(known)) or "nowhere"
                wrong.append(f"{name(path)}: {room(path)} may not use {imported} (allowed in: {allowed})")
    assert not wrong, "\n".join(wrong)


def test_one_sqlite_is_used_in_a_process() -> None:
    everywhere = [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    theirs = {name(path) for path in everywhere if any(i.partition(".")[0] == "sqlite3" for i in imports(path))}
    assert theirs == {"consumer_app/storage/sqlite.py"}, "two libraries on one database lose each other's locks"


def test_the_domain_has_no_clock_no_file_no_chance_and_no_chinese() -> None:
    wrong = []
    for path in (one for one in MODULES if room(one) == "domain"):
        used = {imported.partition(".")[0] for imported in imports(path)} & NOT_IN_DOMAIN
        wrong += [f"{name(path)}: import {library}" for library in sorted(used)]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                wrong += [f"{name(path)}:{node.lineno}: {called}()"] if called in CLOCKS_AND_FILES else []
        prose = [f"{name(path)}:{line}: {text!r}" for line, text in words(path) if PROSE.search(text)]
        wrong += [f"{one}: Chinese belongs in formats.py, templates or legal_refs/" for one in prose]
    assert not wrong, "\n".join(wrong)


def test_no_article_and_no_legal_number_stands_in_python() -> None:
    found = [
        f"{name(path)}:{line}: {text!r}" for path in MODULES for line, text in words(path) if LAW_IN_WORDS.search(text)
    ]
    assert not found, "law belongs in legal_refs/:\n" + "\n".join(found)


def test_no_article_and_no_legal_number_stands_in_a_template() -> None:
    found = [
        f"{name(path)}:{number}: {line.strip()}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LAW_IN_WORDS.search(line)
    ]
    assert not found, "law belongs in legal_refs/:\n" + "\n".join(found)


def test_nothing_outside_the_project_is_mentioned() -> None:
    outside = re.compile(r"\.\./shared|/work/|/root/|/tmp/")
    files = [*MODULES, *TEMPLATES, *sorted((ROOT / "legal_refs").rglob("*.toml"))]
    found = [name(path) for path in files if outside.search(path.read_text(encoding="utf-8"))]
    assert not found, "these name a place that only one machine has:\n" + "\n".join(found)


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 100
    assert len(TEMPLATES) > 50


def vocabularies() -> dict[frozenset[str], str]:
    """The closed lists of names that the domain declares (Literal of texts), each with a place where it does."""
    found: dict[frozenset[str], str] = {}
    for path in (path for path in MODULES if room(path) == "domain"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Literal":
                names = [one.value for one in ast.walk(node.slice) if isinstance(one, ast.Constant)]
                if len(names) > 1 and all(isinstance(one, str) for one in names):
                    found.setdefault(frozenset(names), f"{name(path)}:{node.lineno}")
    return found


def test_label_tables_have_one_home() -> None:
    """What the kinds of things are called stands in formats/: a table anywhere else would sooner or later say something else."""
    closed = vocabularies()
    assert len(closed) > 10, "the domain's closed lists were not found"
    wrong = []
    for path in (path for path in MODULES if room(path) not in ("formats", "domain")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Dict):
                continue
            keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            labels = [one for one in node.values if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            of = next((where for names, where in closed.items() if names <= keys), None)
            if of and len(labels) == len(node.values):
                wrong.append(f"{name(path)}:{node.lineno}: a label for each name of {of}; take the table of formats/")
    assert not wrong, "\n".join(wrong)
