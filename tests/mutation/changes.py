"""Every single change that is tried on a module: a comparison turned, a condition dropped, a number one more or one less."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

TURNED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
NOT_LOOKED_INTO = ("ConfigDict", "Annotated", "Literal", "TypeVar", "compile")
"""Calls and types that describe, and decide nothing of a case."""


@dataclass(frozen=True)
class Change:
    """One change: ``where`` is the function it is in (empty outside of any), ``number`` its place among the changes of the module."""

    module: str
    number: int
    line: int
    where: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.where or '(module)'}: {self.before}  →  {self.after}"


def changes(module: str, source: str) -> list[Change]:
    """Every change of that source, in its order."""
    walk = _Walk(module, None)
    walk.visit(ast.parse(source))
    return walk.found


def changed(change: Change, source: str) -> ast.Module:
    """The source with that one change. Raises IndexError when the source has no such change."""
    walk = _Walk(change.module, change.number)
    tree = walk.visit(ast.parse(source))
    if walk.found[change.number] != change:
        raise IndexError(f"{change} is no change of {change.module} as it stands now")
    assert isinstance(tree, ast.Module)
    return ast.fix_missing_locations(tree)


class _Walk(ast.NodeTransformer):
    """One walk over a module that notes every change, and makes the one that is wanted."""

    def __init__(self, module: str, wanted: int | None) -> None:
        self.module, self.wanted = module, wanted
        self.found: list[Change] = []
        self.inside: list[str] = []
        self.line = 1

    def visit(self, node: ast.AST) -> ast.AST:
        self.line = getattr(node, "lineno", self.line)
        chosen: ast.AST | None = None
        for new in _replacements(node):
            if len(self.found) == self.wanted:
                chosen = ast.copy_location(new, node)
            self.found.append(
                Change(self.module, len(self.found), self.line, self._where(), _written(node), _written(new))
            )
        if chosen is not None:
            return chosen
        named = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            self.inside.append(("" if isinstance(node, ast.ClassDef) else "()") + node.name)
        self._visit_fields(node)
        if named:
            self.inside.pop()
        return node

    def _where(self) -> str:
        """The outermost function, by its name within its class; empty outside of functions."""
        for depth, name in enumerate(self.inside, 1):
            if name.startswith("()"):
                return ".".join(self.inside[:depth]).replace("()", "")
        return ""

    def _visit_fields(self, node: ast.AST) -> None:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_comment"):
                continue
            if isinstance(value, list):
                value[:] = [self.visit(one) if _looked_into(one) else one for one in value]
            elif isinstance(value, ast.AST) and _looked_into(value):
                setattr(node, name, self.visit(value))


def _looked_into(node: object) -> bool:
    if not isinstance(node, ast.AST):
        return False
    head = node.func if isinstance(node, ast.Call) else node.value if isinstance(node, ast.Subscript) else None
    return (head.id if isinstance(head, ast.Name) else getattr(head, "attr", "")) not in NOT_LOOKED_INTO


def _replacements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in TURNED[type(operator)]:
                    turned = copy.deepcopy(node)
                    turned.ops[place] = other()
                    yield turned
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), copy.deepcopy(node.values))
            for place in range(len(node.values)):
                left = copy.deepcopy(node.values[:place] + node.values[place + 1 :])
                yield left[0] if len(left) == 1 else ast.BoolOp(copy.deepcopy(node.op), left)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield copy.deepcopy(node.operand)
        case ast.BinOp() if type(node.op) in CALCULATED:
            yield ast.BinOp(copy.deepcopy(node.left), CALCULATED[type(node.op)](), copy.deepcopy(node.right))
        case ast.AugAssign() if type(node.op) in CALCULATED:
            yield ast.AugAssign(copy.deepcopy(node.target), CALCULATED[type(node.op)](), copy.deepcopy(node.value))
        case ast.If() | ast.While() | ast.IfExp():
            other = copy.deepcopy(node)
            other.test = _inverted(other.test)
            yield other
        case ast.comprehension():
            for place in range(len(node.ifs)):
                inverted, dropped = copy.deepcopy(node), copy.deepcopy(node)
                inverted.ifs[place] = _inverted(inverted.ifs[place])
                del dropped.ifs[place]
                yield inverted
                yield dropped
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            other_call = copy.deepcopy(node)
            other_call.func = ast.Name(CALLED[name], ast.Load())
            yield other_call
        case ast.Call(func=ast.Name(id="Decimal"), args=[ast.Constant(value=str() as digits)]):
            exact = Decimal(digits)
            for other in (exact + 1, exact - 1) if exact == int(exact) else (exact.scaleb(1), exact.scaleb(-1)):
                yield ast.parse(f"Decimal({str(other)!r})", mode="eval").body
        case ast.Constant(value=bool() as truth):
            yield ast.Constant(not truth)
        case ast.Constant(value=int() | float() as number):
            yield ast.Constant(number + 1)
            yield ast.Constant(number - 1)
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()


def _inverted(test: ast.expr) -> ast.expr:
    return (
        test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else ast.UnaryOp(ast.Not(), test)
    )


def _written(node: ast.AST) -> str:
    """The code of a node in one line; of a statement with a block, its head."""
    if isinstance(node, ast.comprehension):
        loops = ast.ListComp(ast.Name("_", ast.Load()), [node])
        return ast.unparse(ast.fix_missing_locations(loops))[3:-1]
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split("\n")[0]
