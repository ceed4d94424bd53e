"""Cases of seasonality, the life cycle of a resort and carrying capacity."""

from regecon.methods.inequality import gini, theil
from regecon.methods.life_cycle import fit_life_cycle
from regecon.methods.seasons import seasonality
from regecon.methods.tourism import carrying_capacity
from tests.oracles.labels import frame


def _unless_undefined(method, *args, **options):
    """The cases write null where a measure is not defined; our methods raise there."""
    try:
        return method(*args, **options)
    except ValueError:
        return None


def _seasonality(inputs):
    table = frame(inputs["monthly"])
    measures = seasonality(table)
    years = [year for _, year in table.iterrows()]
    return {
        "gini": measures["gini"],
        "gini_corrected": [_unless_undefined(gini, year, corrected=True) for year in years],
        "theil_T": measures["theil"],
        "theil_L": [_unless_undefined(theil, year, form="L") for year in years],
        "cv_population": measures["variation"],
        "ratio": measures["peak_to_mean"],
        "indicator": measures["mean_to_peak"],
        "months_equivalent": measures["months_equivalent"],
    }


def _life_cycle(inputs):
    """The cases write the curve as Asym / (1 + exp((xmid - t) / scal)): scal is 1 / r."""
    fit = fit_life_cycle(inputs["y"], inputs["t"])
    # The error of 1/r follows from that of r by the derivative, as it does in R's nls.
    scal_error = fit.growth_rate_error / fit.growth_rate**2
    result = {
        "Asym": fit.ceiling,
        "xmid": fit.turning_year,
        "scal": 1 / fit.growth_rate,
        "se": [fit.ceiling_error, fit.turning_year_error, scal_error],
        "sigma": fit.residual_sd,
        "max_growth_rate": fit.peak_growth,
    }
    if fit.bounded:
        result["value_at_xmid"] = fit.predict([fit.turning_year]).iloc[0]
    return result


def _carrying_capacity(inputs):
    site = {
        "area": inputs["area_m2"],
        "area_per_visitor": inputs["area_per_visitor_m2"],
        "open_hours": inputs["open_hours"],
        "visit_hours": inputs["visit_hours"],
        "limiting_factors": inputs.get("limiting_factors"),
        "management": inputs.get("management_capacity", 1.0),
    }
    multiplied = carrying_capacity(**site)
    added = _unless_undefined(carrying_capacity, **site, combine="add")
    return {
        "rotation_factor": multiplied["rotation"],
        "pcc": multiplied["physical"],
        "rcc_additive": None if added is None else added["real"],
        "rcc_multiplicative_cifuentes": multiplied["real"],
        "ecc": multiplied["effective"],
    }


ADAPTERS = {
    "seasonality_gini": _seasonality,
    "logistic_fit_talc": _life_cycle,
    "carrying_capacity": _carrying_capacity,
}
