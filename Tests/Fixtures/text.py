"""Writes Lessons/data/pride-and-prejudice.txt: the first chapters of the novel as Debian's package
r-cran-janeaustenr has them, which reads with Rscript (r-base-core).

    python Tests/Fixtures/text.py
"""
import re
import subprocess
from pathlib import Path

MOST = 400_000

text = subprocess.run(
    ["Rscript", "-e", 'library(janeaustenr); cat(paste(prideprejudice, collapse="\\n"))'],
    check=True, capture_output=True, text=True,
).stdout
assert text.isascii()
chapters = [match.start() for match in re.finditer(r"^Chapter \d+$", text, re.MULTILINE)]
end = max(start for start in chapters if start <= MOST)
target = Path(__file__).parents[2] / "Lessons/data/pride-and-prejudice.txt"
target.write_text(text[:end].rstrip() + "\n")
