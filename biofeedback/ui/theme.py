"""The look: colour, type, space and motion by name, in a dark and a light form.

The colours that carry meaning were searched by machine: at least 4.5:1 against their ground, and
apart for colour-blind eyes. A test measures both.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication

FAMILIES = ["Inter", "Segoe UI", "SF Pro Text", "Cantarell", "Noto Sans", "Ubuntu", "DejaVu Sans"]
BASE_PT = 12.0
PHRASE = 1.75  # times that
GAP, SPACE, MARGIN = 12, 24, 56
FADE_MS = 700
TEXT_PERCENT = (100, 125, 150, 175, 200)
_text = {"scale": 1.0}  # of the one window there is; every painter asks for its type


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, by what they mean."""

    name: str
    ground: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    breath: str
    breath_soft: str
    ghost: str
    heart: str
    rmssd: str
    hf: str
    focus: str


DARK = Theme(
    name="dark",
    ground="#11171d",
    surface="#18212a",
    raised="#212d37",
    line="#2b3843",
    text="#e8eef2",
    muted="#9fb1bf",
    breath="#a9ded4",
    breath_soft="#23463f",
    ghost="#4a7f75",
    heart="#dc9550",
    rmssd="#4f9fe6",
    hf="#b87aa8",
    focus="#ffd479",
)
LIGHT = Theme(
    name="light",
    ground="#f6f4ef",
    surface="#fdfcfa",
    raised="#ffffff",
    line="#d9d5cb",
    text="#20272c",
    muted="#56646f",
    breath="#1f7d70",
    breath_soft="#cfe6e0",
    ghost="#8fbfb6",
    heart="#8a5f10",
    rmssd="#1d3f66",
    hf="#a3409c",
    focus="#8a5a00",
)


def theme_for(choice: str) -> Theme:
    """Return the theme for "dark", "light" or "system" (the desktop's)."""
    if choice in ("dark", "light"):
        return DARK if choice == "dark" else LIGHT
    scheme = QGuiApplication.styleHints().colorScheme()
    return LIGHT if scheme is Qt.ColorScheme.Light else DARK


def set_text_percent(percent: int) -> None:
    """Make all type larger from the next painting on."""
    _text["scale"] = max(TEXT_PERCENT[0], min(TEXT_PERCENT[-1], percent)) / 100


def base_pt() -> float:
    """Return the size of plain type, in points."""
    return BASE_PT * _text["scale"]


def scaled(px: int) -> int:
    """Return a length that grows with the type."""
    return round(px * _text["scale"])


def font(scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the program's type at a multiple of the base size."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPointSizeF(base_pt() * scale)
    made.setWeight(weight)
    made.setFeature(QFont.Tag.fromString("tnum"), 1)  # figures of one width don't jump
    return made


def style_sheet(theme: Theme) -> str:
    """Return the Qt style sheet; roles are set as the dynamic property ``role``."""
    pt = base_pt()
    made = (_words(theme, pt), _cards(theme), _buttons(theme), _chips(theme, pt), _fields(theme))
    return "".join((*made, _lists(theme), _bars(theme)))


def _words(t: Theme, pt: float) -> str:
    return f"""
    QWidget {{ color: {t.text}; font-size: {pt}pt; }}
    QMainWindow, QDialog, QWidget#ground {{ background: {t.ground}; }}
    QLabel {{ background: transparent; }}
    QLabel[role="title"] {{ font-size: {pt * 2.1}pt; font-weight: 300; }}
    QLabel[role="heading"] {{ font-size: {pt * 1.3}pt; font-weight: 400; }}
    QLabel[role="muted"] {{ color: {t.muted}; }}
    QLabel[role="small"] {{ color: {t.muted}; font-size: {pt * 0.85}pt; }}
    QLabel[role="phrase"] {{ font-size: {pt * PHRASE}pt; font-weight: 300; }}
    QLabel[role="number"] {{ font-size: {pt * 2.2}pt; font-weight: 300; }}
    QLabel[role="number"][settling="true"] {{ color: {t.muted}; }}
    QFrame[role="card"][settling="true"] {{ border-style: dashed; }}
    QLabel[role="badge"] {{ color: {t.text}; background: {t.raised}; border: 1px solid {t.line};
        border-radius: 10px; padding: 3px 10px; font-size: {pt * 0.85}pt; }}
    """


def _cards(t: Theme) -> str:
    return f"""
    QFrame[role="card"] {{ background: {t.surface}; border: 1px solid {t.line};
        border-radius: 16px; }}
    QFrame[role="card"]:focus {{ border: 2px solid {t.focus}; }}
    """


def _buttons(t: Theme) -> str:
    return f"""
    QPushButton {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 12px;
        padding: 9px 18px; outline: none; }}
    QPushButton:hover {{ background: {t.raised}; border-color: {t.breath}; }}
    QPushButton:pressed {{ background: {t.breath_soft}; }}
    QPushButton:focus {{ border: 2px solid {t.focus}; padding: 8px 17px; }}
    QPushButton:disabled {{ color: {t.muted}; }}
    QPushButton[role="primary"] {{ background: {t.breath}; color: {t.ground};
        border: 2px solid {t.breath}; padding: 8px 22px; font-weight: 600; }}
    QPushButton[role="primary"]:disabled {{ background: {t.surface}; color: {t.muted};
        border-color: {t.line}; }}
    QPushButton[role="primary"]:focus {{ border-color: {t.focus}; }}
    QPushButton[role="card"] {{ text-align: left; border-radius: 16px; padding: 0; }}
    QPushButton[role="card"]:focus {{ padding: 0; }}
    """


def _chips(t: Theme, pt: float) -> str:
    return f"""
    QPushButton[role="chip"] {{ padding: 5px 14px; border-radius: 15px;
        font-size: {pt * 0.92}pt; }}
    QPushButton[role="chip"]:focus {{ padding: 4px 13px; }}
    QPushButton[role="chip"]:checked {{ background: {t.breath_soft};
        border: 1px solid {t.breath}; }}
    QPushButton[role="chip"]:checked:focus {{ border: 2px solid {t.focus}; }}
    """


def _fields(t: Theme) -> str:
    return f"""
    QLineEdit, QPlainTextEdit {{ background: {t.surface}; border: 1px solid {t.line};
        border-radius: 12px; padding: 9px 14px; selection-background-color: {t.breath};
        selection-color: {t.ground}; placeholder-text-color: {t.muted}; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {t.focus}; padding: 8px 13px; }}
    QProgressBar {{ background: {t.line}; border: none; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {t.muted}; border-radius: 3px; }}
    QSlider::groove:horizontal {{ background: {t.line}; height: 6px; border-radius: 3px; }}
    QSlider::sub-page:horizontal {{ background: {t.muted}; border-radius: 3px; }}
    QSlider::handle:horizontal {{ background: {t.text}; width: 16px; margin: -5px 0;
        border-radius: 8px; }}
    QSlider::handle:horizontal:focus {{ background: {t.focus}; }}
    """


def _lists(t: Theme) -> str:
    return f"""
    QListView {{ background: transparent; border: none; outline: 0; }}
    QFileDialog QListView, QFileDialog QTreeView, QComboBox, QComboBox QAbstractItemView, QMenu,
        QHeaderView::section, QFileDialog QToolButton {{ background: {t.surface};
        color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
    QTreeView::item:selected, QListView::item:selected {{ background: {t.breath_soft};
        color: {t.text}; }}
    """


def _bars(t: Theme) -> str:
    return f"""
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {t.line}; border-radius: 5px; min-height: 40px; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {t.line}; border-radius: 5px; min-width: 40px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line};
        padding: 8px; }}
    """
