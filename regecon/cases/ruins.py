"""A derelict house: restore it, wait, or show it as it is.

Worth and income are for 100 roubles of restoration. Interest, what waiting costs, swings, the
chance of a fall and what a tour earns are assumed (SYNTHETIC).
"""

from __future__ import annotations

import pandas as pd

from regecon.methods.partnership import option_hurdle, reaching_odds, waiting_value

RATE, PAYOUT = 0.06, 0.04  # riskless interest; rent forgone by waiting, of the worth
GROWTH = RATE - PAYOUT  # of the worth of the restored house
TICKETS = 0.2  # net, a year
VOLATILITIES = (0.1, 0.2, 0.3, 0.4)
WORTHS = (50, 75, 100, 125, 150, 200, 250, 300)
FALLS = (0, 2, 5, 10)  # chance a year that fire or frost takes the house, per cent
TOURS = {"same": 1.0, "guard": 0.5, "harm": 2.0}  # what a tour makes of that chance


def house(worth: float, volatility: float, fall: float, tours: str) -> pd.Series:
    """The three ways to treat a house, and what becomes of it if one waits.

    Parameters
    ----------
    worth : float
        What the restored house would be worth now, for 100 that it costs.
    volatility : float
        Of that worth, a year, in logarithms.
    fall : float
        Chance a year that the house falls or burns, per cent.
    tours : {"same", "guard", "harm"}
        What visitors make of that chance.

    Returns
    -------
    Series
        ``restore``, ``wait`` and ``tour``: what each is worth now; ``hurdle`` and
        ``hurdle_tour``: the worth from which one restores; ``saved`` and ``saved_tour``: chance
        that this comes before the fall.
    """
    plain = _waiting(worth, volatility, fall / 100, income=0)
    shown = _waiting(worth, volatility, TOURS[tours] * fall / 100, income=TICKETS)
    return pd.Series(
        {"restore": worth - 100}
        | dict(zip(("wait", "hurdle", "saved"), plain, strict=True))
        | dict(zip(("tour", "hurdle_tour", "saved_tour"), shown, strict=True))
    )


def _waiting(worth: float, volatility: float, fall: float, income: float):
    """What it is worth to go on as one does, the hurdle, and the chance to get there in time."""
    rate, payout = RATE + fall, PAYOUT + fall
    standing = income / rate  # lost on the day the builders come, and so a part of the cost
    cost = 100 + standing
    hurdle = cost * option_hurdle(rate, payout, volatility)
    value = standing + waiting_value(worth, rate, payout, volatility, cost=cost)
    return value, hurdle, reaching_odds(worth, hurdle, GROWTH, volatility, hazard=fall)


def hurdles(falls=FALLS) -> pd.DataFrame:
    """Worth for a rouble of cost from which one restores, by volatility and chance of a fall."""
    return pd.DataFrame(
        {
            fall: [option_hurdle(RATE + fall / 100, PAYOUT + fall / 100, v) for v in VOLATILITIES]
            for fall in falls
        },
        index=pd.Index(VOLATILITIES, name="volatility"),
    )
