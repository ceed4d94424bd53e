"""Cases of the employment portfolio and of the terms of trade."""

import pandas as pd

from regecon.methods.risk import portfolio_variance, terms_of_trade_effect
from tests.oracles.labels import frame


def _portfolio(inputs):
    growth = frame(inputs["growth_rates_years_x_industries"])
    shares = pd.Series(inputs["employment_shares"])
    variance = portfolio_variance(shares, growth.cov())
    return {
        "cov": growth.cov(),
        "portfolio_variance": variance,
        "portfolio_sd": variance**0.5,
        "portfolio_mean": growth.mean() @ shares,
    }


def _terms_of_trade(inputs):
    arguments = [
        inputs[key]
        for key in ("exports_nominal", "imports_nominal", "export_price", "import_price")
    ]
    results = {
        deflator: terms_of_trade_effect(*arguments, deflator=deflator).iloc[0]
        for deflator in ("import", "export", "average")
    }
    gains = {f"T_{deflator}_deflator": row["gain"] for deflator, row in results.items()}
    return gains | {"terms_of_trade": results["import"]["terms_of_trade"]}


ADAPTERS = {
    "employment_portfolio_variance": _portfolio,
    "terms_of_trade_effect": _terms_of_trade,
}
