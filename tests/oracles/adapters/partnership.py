"""Cases of present value, internal rate, guarantees and value for money."""

import pandas as pd

from regecon.methods.partnership import (
    expected_guarantee_payment,
    internal_rate,
    present_value,
    revenue_guarantee,
    value_for_money,
)
from tests.oracles.labels import frame


def _guarantee(inputs):
    result = revenue_guarantee(
        frame(inputs["revenue_scenarios"]),
        pd.Series(inputs["guarantee"]),
        inputs["rate"],
        probabilities=pd.Series(inputs["probabilities"]),
        investment=-inputs["capex"],
    )
    return {
        "npv_without": result.scenarios["without"],
        "npv_with": result.scenarios["with"],
        "expected_npv_without": result.without,
        "expected_npv_with": result.with_guarantee,
        "expected_pv_government_payment": result.cost,
        "expected_payment_by_year": result.payments,
    }


def _payment(inputs):
    mean, guarantee = inputs["mean"], inputs["guarantee"]
    return {
        "lognormal": expected_guarantee_payment(mean, guarantee, inputs["sigma_log"]),
        "normal": expected_guarantee_payment(
            mean, guarantee, inputs["normal_sd"], distribution="normal"
        ),
        "deterministic": expected_guarantee_payment(mean, guarantee, 0),
    }


def _value_for_money(inputs):
    # The table gives the partnership's side only; risks that the bid includes are not added.
    table = value_for_money(
        inputs["bid_price"], base_cost=0, retained_risk=inputs["retained_risks_total"]
    )
    return {"risk_adjusted_cost": table.loc["partnership", "total"]}


ADAPTERS = {
    "npv": lambda inputs: {"npv": present_value(inputs["rate"], inputs["cashflows"])},
    "irr": lambda inputs: {"irr": internal_rate(inputs["cashflows"])},
    "npv_minimum_revenue_guarantee": _guarantee,
    "expected_guarantee_payment": _payment,
    "value_for_money_psc": _value_for_money,
}
