"""A dialog that grows with its words: Qt gives a wrapped text one line, and squeezes the rest."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog


class Growing(QDialog):
    """Is as high as what is in it needs at its width, also when a sentence comes later."""

    def event(self, event: QEvent) -> bool:
        """Grow where the layout asks for more than there is."""
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.Resize):
            self._grow()
        return done

    def _grow(self) -> None:
        layout = self.layout()
        needed = layout.totalMinimumHeightForWidth(self.width()) if layout else 0
        if needed > self.height():
            room = self.screen().availableGeometry().height()
            self.resize(self.width(), max(self.height(), min(needed, room)))
