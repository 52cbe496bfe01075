"""Small changes to a program that its tests have to notice: one at a time, made in the syntax tree.

A library would do it too, but slowly: mutmut and cosmic-ray start an interpreter, with numpy and
neurokit2 to import, for every one of them. These need a fork each, and nothing but `ast`.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Change = Callable[[ast.AST], str]

_KINDS = (
    *(ast.Compare, ast.BinOp, ast.AugAssign, ast.BoolOp, ast.UnaryOp, ast.IfExp, ast.Constant),
)
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed program.

    Attributes
    ----------
    line, what
        Where it is changed, and how.
    name
        The function, the line's text and the change: what stays when lines move.
    source, place
        The module as it is, and which of its places that can be changed.
    """

    line: int
    what: str
    name: str
    source: str
    place: int

    def tree(self) -> ast.Module:
        """Return the whole module, changed."""
        tree = ast.parse(self.source)
        _change(_places(tree)[self.place][1])
        return ast.fix_missing_locations(tree)


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module, in the order of its lines."""
    lines, names = source.splitlines(), Counter[str]()
    for place, (where, node) in enumerate(_places(ast.parse(source))):
        line, what = getattr(node, "lineno", 0), _change(node)
        code = lines[line - 1].partition("  # ")[0].strip()
        name = f"{where or 'module'} | {code} | {what}"
        names[name] += 1
        again = f" ({names[name]})" if names[name] > 1 else ""
        yield Mutant(line, what, name + again, source, place)


def _places(tree: ast.Module) -> list[tuple[str, ast.AST]]:
    """Return what can be changed, with its function, in the order of the lines."""
    found = [(where, node) for where, node in _running(tree) if _can_change(node)]
    return sorted(found, key=lambda each: (getattr(each[1], "lineno", 0), _column(each[1])))


def _can_change(node: ast.AST) -> bool:
    return isinstance(node, _KINDS) and bool(_change(copy.deepcopy(node)))


def _column(node: ast.AST) -> int:
    return int(getattr(node, "col_offset", 0))


def _running(node: ast.AST, where: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Yield the nodes that run, each with its function: no type, no docstring, no text."""
    yield where, node
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = f"{where}.{node.name}".removeprefix(".")
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _only_says(child):
                yield from _running(child, where)


def _only_says(node: ast.AST) -> bool:
    """Tell whether a node is words for people, or for the type checker."""
    if isinstance(node, ast.Raise | ast.JoinedStr | ast.Import | ast.ImportFrom):
        return True  # a raise is reached by a changed condition; its words are tested as such
    checking = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    return checking or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _change(node: ast.AST) -> str:
    """Change a node in place and say how; an empty text if there is nothing to change."""
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARED:
            node.ops[0] = _COMPARED[type(op)]()
            return _said(op, node.ops[0])
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _COMPUTED:
            node.op = _COMPUTED[type(op)]()
            return _said(op, node.op)
        case ast.BoolOp(op=op):
            node.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            return _said(op, node.op)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            was, node.op = node.op, ast.UAdd() if isinstance(node.op, ast.USub) else ast.Not()
            if isinstance(was, ast.Not):
                node.operand = ast.UnaryOp(ast.Not(), node.operand)
            return f"without {type(was).__name__}"
        case ast.IfExp(test=test):
            node.test = ast.UnaryOp(ast.Not(), test)
            return "the other branch"
        case ast.Constant(value=bool() | int() | float() as value):
            node.value = (not value) if isinstance(value, bool) else value + 1
            return f"{value!r} becomes {node.value!r}"
    return ""


def _said(was: ast.AST, now: ast.AST) -> str:
    return f"{type(was).__name__} becomes {type(now).__name__}"
