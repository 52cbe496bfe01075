"""Small changes to a program that its tests have to notice: one at a time, made in the syntax tree.

A library would do it too, but slowly: mutmut and cosmic-ray start an interpreter, with numpy and
neurokit2 to import, for every one of them. These need a fork each, and nothing but `ast`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Change = Callable[[ast.AST], str]

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
        Where it was changed, and how.
    tree
        The whole module, changed.
    """

    line: int
    what: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    places = [place for place in _places(tree) if _change(copy.deepcopy(place))]
    for number in range(len(places)):
        changed = ast.parse(source)
        place = [each for each in _places(changed) if _change(copy.deepcopy(each))][number]
        line = getattr(place, "lineno", 0)
        yield Mutant(line, _change(place), ast.fix_missing_locations(changed))


def _places(tree: ast.Module) -> list[ast.AST]:
    """Return the nodes that run: no type, no docstring, no text."""
    found = list(_running(tree))
    return sorted(found, key=lambda node: (getattr(node, "lineno", 0), _column(node)))


def _column(node: ast.AST) -> int:
    return int(getattr(node, "col_offset", 0))


def _running(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _only_says(child):
                yield from _running(child)


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
