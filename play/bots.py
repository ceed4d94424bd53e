"""``python bots.py FOLDER CONFIG COUNT SEED [SESSIONS]``: oTree's bots, and what they played.

Without SESSIONS every case of the bots is played. SESSIONS is a list in JSON of what each session
changes in the configuration, such as ``[{}, {"treatment": "levy"}]``; each plays the first case.
The export is written to FOLDER as ``CONFIG.csv``; the same seed gives the same file.
"""

import json
import os
import random
import sys
from pathlib import Path

from serve import prepare

os.environ["OTREE_IN_MEMORY"] = "1"


def main(folder: str, config: str, count: str, seed: str, sessions: str = "") -> None:
    out = Path(folder).resolve()
    prepare(out)
    from otree import common, database, export, session
    from otree.bots import runner

    random.seed(int(seed))
    common.rng.seed(int(seed))
    found = session.SESSION_CONFIGS_DICT[config]
    every = [(case, {}) for case in range(found.get_num_bot_cases())]
    cases = [(0, fields) for fields in json.loads(sessions)] if sessions else every
    for case, fields in cases:
        made = session.create_session(
            session_config_name=config,
            num_participants=int(count),
            modified_session_config_fields=fields,
        )
        runner.run_bots(made.id, case_number=case)
    with (out / f"{config}.csv").open("w", newline="", encoding="utf-8") as file:
        export.custom_export_app(found["app_sequence"][0], file)
    database.db.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
