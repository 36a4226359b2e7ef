"""What the Makefile runs. Scripts that reach past the API use the product's own stores."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "layers" / "core"))
