"""An empty plot in our look, and its pens: the ground that every curve is drawn on.

pyqtgraph is imported here and by the curves alone, once the first sitting begins.
"""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPen

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
import pyqtgraph as pg

from biofeedback.ui.theme import Theme, font, scaled

BESIDE_PX = 60  # how far a tick's word may reach past the end of its axis

pg.setConfigOptions(antialias=True, segmentedLineMode="on")


class Plot(pg.GraphicsLayoutWidget):  # type: ignore[misc] # pyqtgraph has no types
    """A box for curves with an axis to the left and one below; nothing in it can be moved.

    pyqtgraph's own ``PlotWidget`` would bring a menu of fifty hidden widgets that no window owns.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box = self.addViewBox(0, 1, enableMenu=False, enableMouse=False)
        self.box.disableAutoRange()
        self.left = pg.AxisItem("left", linkView=self.box)
        self.bottom = pg.AxisItem("bottom", linkView=self.box)
        self.addItem(self.left, 0, 0)
        self.addItem(self.bottom, 1, 1)
        self.ci.layout.setSpacing(0)
        self.dress(theme)

    def dress(self, theme: Theme) -> None:
        """Take the theme's colours and type."""
        self.setBackground(theme.ground)
        for axis in (self.left, self.bottom):
            axis.setPen(QPen(QColor(theme.line), 1))
            axis.setTextPen(QColor(theme.muted))
            axis.enableAutoSIPrefix(enable=False)
            axis.setStyle(tickFont=font(0.82), tickLength=0, tickTextOffset=8)
            axis.setStyle(hideOverlappingLabels=scaled(BESIDE_PX))
        room = scaled(8)  # for the half of a tick's word that reaches beyond an axis
        self.ci.layout.setContentsMargins(0, room, room, 0)
        self.left.setWidth(scaled(44))
        self.left.setTickDensity(100 / scaled(100))
        self.bottom.setHeight(scaled(30))


def plot_pen(colour: str, width: float) -> QPen:
    """Return a pen for a plot, where widths are counted in the screen's own pixels."""
    app = QGuiApplication.instance()
    pixels = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    pen: QPen = pg.mkPen(colour, width=width * pixels)
    return pen


def heart_pen(theme: Theme, width: float = 2.0) -> QPen:
    """Return the pen of the heart: flat caps, because square ones show dots at the joints."""
    pen = plot_pen(theme.heart, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
