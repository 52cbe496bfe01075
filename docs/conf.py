"""How Sphinx makes the documentation: `python3 dev.py docs`."""

from biofeedback import __version__

project = "Kind Heart"
author = "its contributors"
project_copyright = "its contributors, MIT licence"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["pictures", "measured/*.json"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "undoc-members": False}
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_attr_annotations = False

html_theme = "furo"
html_title = "Kind Heart"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    # Quiet colours of the window; the fonts are the reader's own: a page fetches nothing.
    "light_css_variables": {"color-brand-primary": "#2f6f6a", "color-brand-content": "#2f6f6a"},
    "dark_css_variables": {"color-brand-primary": "#8fd0c8", "color-brand-content": "#8fd0c8"},
}


def setup(app):
    """Let a pattern such as *.txt stand in an example of a command's help."""
    app.connect("sphinx-click-process-description", _without_emphasis)


def _without_emphasis(_app, _context, lines):
    lines[:] = [line.replace("*", r"\*") for line in lines]
