"""``python -m regecon COMMAND``: the same as ``regecon COMMAND``."""

from regecon.command import main

main()
