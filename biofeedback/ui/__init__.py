"""The window.

Qt's binding reads the source of every module that is imported after it, to find out whether it
asks for the binding's own dialect (snake_case, properties), and Python keeps all it has read: 100
MB and a fifth of the time once neurokit2 is there. Nothing here asks for it.
"""

import contextlib

import PySide6.QtCore  # noqa: F401 - it has to be there first

with contextlib.suppress(ImportError):  # private to the binding: without it all works, but larger
    from shibokensupport import feature  # type: ignore[import-not-found]

    feature._mod_uses_pyside = lambda _module: False
