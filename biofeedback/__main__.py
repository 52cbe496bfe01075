"""``python -m biofeedback``: our own folder first, so that a stray analysis.py cannot shadow us."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from biofeedback.entry import main

if __name__ == "__main__":
    sys.exit(main())
