"""Draws the rooms of the house, and who knows whom, from the code: `python3 dev.py docs`."""

from __future__ import annotations

import ast
from collections import Counter
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "pictures" / "rooms.svg"
OURS = ("analysis", "biofeedback", "devices", "practices")
WIDTH, ROW, BOX, HEIGHT = 960, 120, 118, 54
MET = ("biofeedback.commands", "biofeedback.ui")
SITTING = ("biofeedback.runs", "biofeedback.results", "biofeedback.store")
LOWEST = ("devices", "analysis", "practices")


def room_of(module: str) -> str:
    """Return the room of a module: its package, and in the application the folder in it."""
    package, *inside = module.split(".")
    if package != "biofeedback" or not inside:
        return package
    folder = ROOT / package / inside[0]
    return f"{package}.{inside[0]}" if (folder / "__init__.py").exists() else package


def read() -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Return how many lines each room has, and how many files of one know another."""
    lines: Counter[str] = Counter()
    known: Counter[tuple[str, str]] = Counter()
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            room = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
            text = path.read_text(encoding="utf-8")
            lines[room] += len(text.splitlines())
            others = {room_of(name) for name in imported(text)} - {room}
            known.update((room, other) for other in others)
    return lines, known


def imported(text: str) -> set[str]:
    """Return the modules of ours that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return {name for name in names if name.partition(".")[0] in OURS}


def layers(rooms: list[str]) -> list[list[str]]:
    """Return what people meet, what serves it, a sitting's own rooms, and the rooms below."""
    serves = [room for room in rooms if room not in (*MET, *SITTING, "biofeedback", *LOWEST)]
    return [list(MET), serves, list(SITTING), ["biofeedback"], list(LOWEST)]


def picture() -> str:
    """Return the drawing as SVG."""
    lines, known = read()
    place = {}
    rows = layers(sorted(lines))
    for number, row in enumerate(rows):
        for index, room in enumerate(row):
            place[room] = (WIDTH * (index + 0.5) / len(row), 50 + ROW * number)
    height = 50 + ROW * (len(rows) - 1) + 50
    arrows = "".join(_arrow(place[a], place[b], n) for (a, b), n in sorted(known.items()))
    boxes = "".join(_box(room, lines[room], *at) for room, at in place.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" role="img" aria-label="Rooms, and who knows whom">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#fbfaf7"/>\n{arrows}{boxes}</svg>\n'
    )


def _arrow(start: tuple[float, float], end: tuple[float, float], files: int) -> str:
    (x1, y1), (x2, y2) = start, end
    down = HEIGHT / 2 if y2 > y1 else -HEIGHT / 2
    if y1 == y2:
        bend = f"M{x1:.0f} {y1 + HEIGHT / 2:.0f} Q{(x1 + x2) / 2:.0f} {y1 + 70:.0f}"
        path = f"{bend} {x2:.0f} {y2 + HEIGHT / 2:.0f}"
    else:
        middle = (y1 + y2) / 2
        path = (
            f"M{x1:.0f} {y1 + down:.0f} C{x1:.0f} {middle:.0f} "
            f"{x2:.0f} {middle:.0f} {x2:.0f} {y2 - down:.0f}"
        )
    width = min(1 + files / 6, 5)
    return (
        f'<path d="{path}" fill="none" stroke="#7fa8a3" stroke-width="{width:.1f}" opacity=".6"/>\n'
    )


def _box(room: str, lines: int, x: float, y: float) -> str:
    name = escape(room.removeprefix("biofeedback."))
    own = "#dfeeeb" if room in LOWEST or room == "biofeedback" else "#f1ece2"
    return (
        f'<rect x="{x - BOX / 2:.0f}" y="{y - HEIGHT / 2:.0f}" width="{BOX}" height="{HEIGHT}" '
        f'rx="12" fill="{own}" stroke="#5f7f7b"/>\n'
        f'<text x="{x:.0f}" y="{y - 3:.0f}" text-anchor="middle" font-size="15" '
        f'fill="#23413e">{name}</text>\n'
        f'<text x="{x:.0f}" y="{y + 16:.0f}" text-anchor="middle" font-size="11" '
        f'fill="#4d6663">{round(lines, -2):,} lines</text>\n'
    )


if __name__ == "__main__":
    TARGET.write_text(picture(), encoding="utf-8")
