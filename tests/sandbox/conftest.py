"""The targets and inputs beside this file can be imported, by tests and by workers."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
