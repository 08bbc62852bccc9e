"""Print a shell block of a Markdown file: the one that follows the mark `<!-- NAME -->`."""

import re
import sys
from pathlib import Path

name, file = sys.argv[1:]
found = re.search(
    rf"<!-- {re.escape(name)} -->\s*```(?:sh|console)\n(.*?)```", Path(file).read_text(encoding="utf-8"), re.DOTALL
)
if found is None:
    sys.exit(f"{file}: there is no block <!-- {name} -->")
sys.stdout.write(found[1])
