"""``python -m regecon.desk.bank FILE ...``: all that is wrong with banks of questions."""

import sys
from pathlib import Path

from regecon.desk.bank.check import check
from regecon.kit.i18n import _, plural

if not sys.argv[1:]:
    sys.exit(__doc__)
found = [fault for path in sys.argv[1:] for fault in check(Path(path))]
print("\n".join(found) or _("Nothing is wrong."))
if found:
    sys.exit(plural("{count} fault.", "{count} faults.", len(found)))
