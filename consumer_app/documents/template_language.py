"""What a letter template may say: Jinja cut down to names, ``if`` and ``for`` over the published vocabulary. Everything else is an error at its line."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from consumer_app.documents.context import ListOf, Vocabulary, Words, shapes

DEEPEST, MOST_NESTED_LOOPS, LONGEST_CONSTANT = 40, 2, 200
_FREE = (
    nodes.Template, nodes.Output, nodes.If, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_LOOP_NAMES = ("index", "first", "last")
Scope = Mapping[str, Any]


@dataclass(frozen=True)
class TemplateError:
    """A fault in a template: the line of the file (from 1) and what to do about it, in Chinese."""

    line: int
    message: str


class _Loop:
    """The shape of Jinja's ``loop`` within a for."""


def joined(values: tuple[Words, ...], separator: str = "、") -> Words:
    """The words of a list in one."""
    known = tuple(value for value in values if value)
    return Words(
        str(separator).join(value.text for value in known), tuple(s for v in known for s in v.source), bool(known)
    )


def capitals(value: Words) -> Words:
    """A sum in capitals."""
    return Words(value.capitals or value.text, value.source, value.known)


def otherwise(value: Words, words: str) -> Words:
    """The value, or these words while it is unknown."""
    return value if value else Words(str(words), (), True)


FILTERS: dict[str, Callable[..., Words]] = {"join": joined, "capitals": capitals, "default": otherwise}
FILTERS_SAY = {
    "join": "把一列文字连起来：{{ facts | join('；') }}",
    "capitals": "金额大写：{{ total | capitals }}",
    "default": "没有填时改用别的文字：{{ order.no | default('（无订单号）') }}",
}


def environment(finalize: Callable[[Any], str] = str) -> ImmutableSandboxedEnvironment:
    """The sandbox templates run in: no globals, only the listed filters, no tests, no escaping (its output is text)."""
    found = ImmutableSandboxedEnvironment(
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=finalize,
        cache_size=0,
        extensions=(),
    )
    found.globals.clear()
    found.tests.clear()
    found.filters.clear()
    found.filters.update(FILTERS)
    return found


def faults(source: str) -> tuple[TemplateError, ...]:
    """What the language refuses in a template's text. Lines count from 1 within ``source``. Never raises for any text."""
    try:
        tree = environment().parse(source)
        return tuple(dict.fromkeys(_Check().walk(tree, {}, 0, 0)))
    except TemplateSyntaxError as error:
        return (TemplateError(error.lineno, _syntax(error.message or "")),)
    except RecursionError:
        return (TemplateError(1, "括号或标记套得太深，请写简单一些"),)
    except Exception:
        return (TemplateError(1, "这个模板读不懂，请检查 {{ }} 和 {% %} 是否成对"),)


def names_used(source: str) -> frozenset[str]:
    """The names of the vocabulary that a checked template's text mentions (``order`` for ``order.no``): all that has to be worked out for it."""
    tree = environment().parse(source)
    return frozenset(name.name for name in tree.find_all(nodes.Name)) & frozenset(shapes(Vocabulary))


def _syntax(message: str) -> str:
    if "Unknown" in message or "unknown tag" in message:
        return "这里用了不支持的标签；只能用 {% if %}、{% elif %}、{% else %}、{% for %} 和对应的 {% endif %}、{% endfor %}"
    if "No filter" in message or "No test" in message:
        return f"这里用了没有的过滤器或判断；可用的过滤器有：{'、'.join(FILTERS)}"
    return "这里的标记没有写完整：{{ }} 和 {% %} 要成对，{% if %} 要有 {% endif %}，{% for %} 要有 {% endfor %}"


class _Check:
    """One walk over the parsed template, knowing what each name stands for."""

    def walk(self, node: nodes.Node, scope: Scope, depth: int, loops: int) -> Iterator[TemplateError]:
        if depth > DEEPEST:
            yield TemplateError(node.lineno, "括号或标记套得太深，请写简单一些")
            return
        match node:
            case nodes.TemplateData():
                return
            case nodes.Const():
                yield from self._constant(node)
            case nodes.Name() | nodes.Getattr():
                shape, found = self._shape(node, scope)
                yield from found
                if not found and shape is _Loop:
                    yield TemplateError(
                        node.lineno, f"loop 要写明用哪一个：{'、'.join('loop.' + n for n in _LOOP_NAMES)}"
                    )
            case nodes.For():
                yield from self._for(node, scope, depth, loops)
            case nodes.Filter():
                yield from self._filter(node, scope, depth, loops)
            case nodes.Output():
                for part in node.nodes:
                    yield from self.walk(part, scope, depth + 1, loops)
                    yield from self._printable(part, scope)
            case _ if isinstance(node, _FREE):
                for child in node.iter_child_nodes():
                    yield from self.walk(child, scope, depth + 1, loops)
            case _:
                yield TemplateError(_line(node), _refusal(node))

    def _constant(self, node: nodes.Const) -> Iterator[TemplateError]:
        value = node.value
        if isinstance(value, str) and len(value) > LONGEST_CONSTANT:
            yield TemplateError(node.lineno, f"引号里的文字超过{LONGEST_CONSTANT}字，请直接写在标记外面")
        elif not isinstance(value, str | bool | int | None) or (isinstance(value, int) and abs(value) > 1_000_000):
            yield TemplateError(node.lineno, "这里只能写引号里的文字或不大的整数")

    def _for(self, node: nodes.For, scope: Scope, depth: int, loops: int) -> Iterator[TemplateError]:
        if loops >= MOST_NESTED_LOOPS:
            yield TemplateError(node.lineno, f"{{% for %}} 最多套{MOST_NESTED_LOOPS}层")
            return
        if node.recursive:
            yield TemplateError(node.lineno, "{% for %} 不能写 recursive")
            return
        if not isinstance(node.target, nodes.Name):
            yield TemplateError(node.lineno, "{% for %} 只能取一个名字，例如 {% for event in events %}")
            return
        if node.target.name in shapes(Vocabulary) or node.target.name == "loop":
            yield TemplateError(node.lineno, f"「{node.target.name}」已经有别的意思，{{% for %}} 请换一个名字")
            return
        if not isinstance(node.iter, nodes.Name | nodes.Getattr):
            yield TemplateError(node.lineno, "{% for %} 只能逐个取列表，例如 events、promises、demands")
            return
        shape, found = self._shape(node.iter, scope)
        yield from found
        if found:
            return
        if not isinstance(shape, ListOf):
            yield TemplateError(node.lineno, f"「{_written(node.iter)}」不是列表，不能用 {{% for %}}")
            return
        inner = {**scope, node.target.name: shape.item, "loop": _Loop}
        for child in filter(None, (node.test, *node.body)):
            yield from self.walk(child, inner, depth + 1, loops + 1)
        for child in node.else_:
            yield from self.walk(child, scope, depth + 1, loops)

    def _filter(self, node: nodes.Filter, scope: Scope, depth: int, loops: int) -> Iterator[TemplateError]:
        if node.name not in FILTERS:
            close = did_you_mean(node.name, tuple(FILTERS))
            yield TemplateError(node.lineno, f"没有「{node.name}」这个过滤器{close}；可用的有：{'、'.join(FILTERS)}")
            return
        if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) > 1:
            yield TemplateError(node.lineno, f"过滤器「{node.name}」这样写不行；正确写法：{FILTERS_SAY[node.name]}")
            return
        if any(not isinstance(arg, nodes.Const) for arg in node.args):
            yield TemplateError(node.lineno, f"过滤器「{node.name}」的括号里只能写引号里的文字")
            return
        if node.name == "default" and not node.args:
            yield TemplateError(node.lineno, f"default 要写明改用什么文字：{FILTERS_SAY['default']}")
            return
        for child in (node.node, *node.args):
            yield from self.walk(child, scope, depth + 1, loops)
        shape = self._result(node.node, scope)
        fits = isinstance(shape, ListOf) and shape.item is Words if node.name == "join" else shape is Words
        if shape is not None and not fits:
            yield TemplateError(
                node.lineno,
                f"过滤器「{node.name}」不能用在「{_written(node.node)}」上；正确写法：{FILTERS_SAY[node.name]}",
            )

    def _result(self, node: nodes.Node, scope: Scope) -> Any:
        """The shape of an expression, None where another error already says what is wrong."""
        if isinstance(node, nodes.Filter):
            return Words
        if isinstance(node, nodes.Const):
            return str
        if isinstance(node, nodes.Name | nodes.Getattr):
            shape, found = self._shape(node, scope)
            return None if found else shape
        return bool

    def _printable(self, node: nodes.Node, scope: Scope) -> Iterator[TemplateError]:
        if not isinstance(node, nodes.Name | nodes.Getattr):
            return
        shape, found = self._shape(node, scope)
        if found or shape in (Words, int, _Loop):
            return
        name = _written(node)
        if isinstance(shape, ListOf):
            yield TemplateError(node.lineno, f"「{name}」是列表，请用 {{% for x in {name} %}} 逐个写出来")
        elif shape is bool:
            yield TemplateError(node.lineno, f"「{name}」只回答是或不是，请用在 {{% if {name} %}} 里")
        else:
            example = next(iter(shapes(shape)), "")
            yield TemplateError(node.lineno, f"「{name}」是一组内容，请写明哪一项，例如 {name}.{example}")

    def _shape(self, node: nodes.Node, scope: Scope) -> tuple[Any, tuple[TemplateError, ...]]:
        """What a dotted name stands for, or the error that says it stands for nothing."""
        if isinstance(node, nodes.Name):
            known = {name: shape for name, (shape, _) in shapes(Vocabulary).items()} | dict(scope)
            if node.name in known:
                return known[node.name], ()
            return None, (
                TemplateError(node.lineno, f"没有「{node.name}」这个名字{did_you_mean(node.name, tuple(known))}"),
            )
        if not isinstance(node, nodes.Getattr):
            return None, (TemplateError(node.lineno, _refusal(node)),)
        shape, found = self._shape(node.node, scope)
        if found:
            return None, found
        if shape is _Loop:
            inner: dict[str, Any] = {"index": int, "first": bool, "last": bool}
        elif isinstance(shape, ListOf) or shape in (Words, bool, int):
            inner = {}
        else:
            inner = {name: kind for name, (kind, _) in shapes(shape).items()}
        if node.attr in inner:
            return inner[node.attr], ()
        parent = _written(node.node)
        close = did_you_mean(node.attr, tuple(inner), f"{parent}.")
        return None, (TemplateError(node.lineno, f"「{parent}」里没有「{node.attr}」{close}"),)


def _line(node: nodes.Node) -> int:
    """A node's line; Jinja gives some blocks none, then it is that of what stands in them."""
    inner = (child.lineno for child in node.find_all(nodes.Node))
    return node.lineno or next(filter(None, inner), 1)


def _refusal(node: nodes.Node) -> str:
    if isinstance(node, nodes.Call):
        return "模板里不能写带括号的调用"
    if isinstance(node, nodes.Getitem | nodes.Slice):
        return "模板里不能用方括号取内容，请写成 order.no 这样"
    if isinstance(node, nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends | nodes.Block):
        return "模板里不能引用别的文件"
    if isinstance(node, nodes.BinExpr | nodes.UnaryExpr | nodes.Concat):
        return "模板里不能做运算；金额由系统算好"
    if isinstance(node, nodes.Macro | nodes.CallBlock | nodes.Assign | nodes.AssignBlock | nodes.FilterBlock):
        return "这里用了不支持的标签；只能用 if 和 for"
    return "这里的写法不支持；只能写名字、if、for 和列出的过滤器"


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_written(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else "…"


def did_you_mean(name: str, known: tuple[str, ...], prefix: str = "") -> str:
    """The end of an error message: the nearest name there is, or all there are."""
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if found:
        return f"，是不是「{prefix}{found[0]}」？"
    return f"；可以写：{'、'.join(prefix + one for one in known[:12])}" if prefix and known else "；全部名字见模板说明"
