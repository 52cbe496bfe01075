"""Starts Qt and nothing else: `doctor` has this done in another process, to see whether it can."""

from PySide6.QtWidgets import QApplication


def start_qt() -> None:
    """Start Qt; where it cannot, it ends this process and says why."""
    QApplication(["biofeedback"])
