"""What oTree reads first: the games that lie here, one room, no names.

Every folder with a ``session.py`` is a game. That file has ``CONFIGS``, a list of what a teacher
may start, and imports nothing of oTree, which is not ready when it is read.
"""

import os
import runpy
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))  # where regecon lies

from regecon.kit.i18n import _, language  # noqa: E402


def games() -> list[str]:
    """The folders of the games, in order."""
    return sorted(path.parent.name for path in HERE.glob("*/session.py"))


def configs() -> list[dict]:
    """All that can be started, in the order of the weeks; a vote comes before a game."""
    found = []
    for game in games():
        for config in runpy.run_path(str(HERE / game / "session.py"))["CONFIGS"]:
            found.append({"app_sequence": [game], "num_demo_participants": 5} | config)
    return sorted(found, key=lambda config: (config["week"], config["app_sequence"] != ["vote"]))


SESSION_CONFIGS = configs()
# Seconds for a decision; seconds for which the first to arrive waits for others.
SESSION_CONFIG_DEFAULTS = {
    "real_world_currency_per_point": 1.0,
    "participation_fee": 0.0,
    "seconds": 60,
    "patience": 40,
    "treatment": "",
}
ROOMS = [
    {"name": "class", "display_name": _("The class"), "welcome_page": "room/Welcome.html"},
]
LANGUAGE_CODE = "ru" if language().startswith("ru") else "en"
USE_POINTS = True
POINTS_DECIMAL_PLACES = 2
ADMIN_USERNAME = "teacher"
ADMIN_PASSWORD = os.environ.get("OTREE_ADMIN_PASSWORD", "")
SECRET_KEY = os.environ.get("REGECON_PLAY_SECRET", "only for tests on this computer")
DEMO_PAGE_TITLE = _("Play in the room")
# The licence of oTree asks for its name, its authors and this article.
CITATION = (
    "Chen, Daniel L., Martin Schonger, and Chris Wickens. 2016. oTree - An open-source platform "
    "for laboratory, online, and field experiments. Journal of Behavioral and Experimental "
    "Finance, vol 9: 88-97."
)


def first_screen() -> str:
    """What the teacher sees after signing in: the way, the code for the projector, whom to cite."""
    steps = (
        _("Let students open the room: they wait there until you start."),
        _("Under Rooms, The class: choose a vote or a game, and places for more than have come."),
        _("Lead a vote under Report; follow a game under Monitor."),
        _("Under Data take Custom export: the labs read it with load_play."),
        _("For the next vote or game close the room, and open it again in the same place."),
    )
    way = "".join(f"<li>{step}</li>" for step in steps)
    cite = _("The room runs on oTree. Whoever publishes results of a session cites:")
    return f"<ol>{way}</ol>{_code()}<p>{cite} {CITATION}</p>"


def _code() -> str:
    """The room's address, large enough for the last row."""
    address = os.environ.get("REGECON_PLAY_URL")
    if not address:
        return ""
    import segno

    code = segno.make(address).svg_inline(scale=8, border=4, light="#fff", title=address)
    return f'<p style="font-size:2rem">{address}</p>{code}'


DEMO_PAGE_INTRO_HTML = first_screen()
