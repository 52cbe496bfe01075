"""A sitting on one page that a person may show: the same page as HTML and as PDF."""
