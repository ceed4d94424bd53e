"""What one case calls ``e_ij`` another calls ``region_sector``: inputs and results by any name.

Cases of one method come with other labels, transposed tables, dicts in place of lists. An
adapter asks for a label; :class:`Inputs` finds what the case calls it. The comparison asks for an
expected key; :func:`key_of` finds what the adapter calls it.
"""

from __future__ import annotations

import re

# What stands for the label at the beginning of a line, which is what adapters ask for. The first
# one that a case has is taken; a label may mean something else in another method.
SAME_INPUT = """
region regional region_employment regional_employment employment_region local town city county
    region_sectors region_by_sector e_region employment sector_employment x
reference national nation national_employment nation_employment reference_employment country
    benchmark reference_region national_by_sector national_sectors total
national_shares reference_shares nation_shares shares_nation
sector industry sector_by_region employment_by_region region_values
e_ij region_sector region_industry employment_region_sector
e_j region_total total_region regional_total stated_region_total region_employment_total
e_i nation_sector national_sector nation_industry employment_nation_sector
e nation_total total_nation national_total stated_national_total reference_total
region_total regional_total total_region stated_region_total region_total_stated e_j
reference_total national_total nation_total total_nation stated_national_total
    national_total_stated reference_total_stated e
sector_by_region sector industry
total_by_region reference total region_total population pop
pop population people inhabitants reference area
regions_x_industries regions_x_sectors region_x_industry employment_matrix employment mat matrix
    M presence rca_binary binary table data regions_by_industries regions_by_sectors
industries_x_regions sectors_x_regions industry_x_region sectors_by_regions
years_x_y_states years_x_states years_x_regions
units_x_ratings_raters ratings_units_x_raters units_x_raters units_x_coders
industries_x_growth_rates_years industries_x_years growth_rates_industries_x_years
unit_x_donors_pre_time donors_pre_unit_x_time
unit_x_donors_post_time donors_post_unit_x_time
res_work_x_commuting_flows_res commuting_flows_work_x_res
x values y income incomes employment shares data numbers observations counts sizes
weights weight w population population_weights pop
plant_employment plants firm_employment employment
plant_region region regions firm_region
region_order region_names regions
region_t0 region_start regional_t0 region_before region_initial e_region_t0 region_0
region_t1 region_end regional_t1 region_after region_final e_region_t1 region_1
nation_t0 national_t0 nation_start national_start nation_before nation_0 reference_t0
nation_t1 national_t1 nation_end national_end nation_after nation_1 reference_t1
national_growth_by_industry national_growth_by_sector sector_growth growth_by_industry
national_growth_total national_growth total_growth growth_total
region region_years region_by_year regional
nation nation_years nation_by_year national
propensity_consume_locally pcl consumed_locally propensity_to_consume_locally local_propensity
income_per_local_sales psy income_per_sales income_created_per_sales local_income_share
Z flows transactions intermediate intermediate_use intermediate_flows
x output total_output gross_output X
A coefficients A_matrix technical_coefficients input_coefficients
compensation wages income labour_income household_income
employment jobs employees labour
household_consumption_coefficients consumption_coefficients household_consumption_per_income
household_input_coefficients income_coefficients labour_coefficients wage_coefficients
household_household between_households households_households
A_national national_coefficients A_nation A coefficients
delta d exponent
A_domestic A_D AD domestic domestic_coefficients
A_import A_M AM imports import_coefficients
satellite factor emissions stressor F
final_demand demand Y y f
exports export X
pop_a population_a P_a Pa
pop_b population_b P_b Pb
dist_a distance_a D_a Da
dist_b distance_b D_b Db
distance distance_ab dist D distance_km cost distances
size attraction floor_space S W attractiveness sizes opportunities jobs
expenditure demand purchasing_power market O
O origin_totals outflow O_i origins row_totals
D destination_totals inflow D_j destinations column_totals
W attraction attractiveness size S
cost distance distance_km cost_matrix c c_ij time
beta lambda b decay_parameter
lambda beta b exponent_distance
gamma alpha a exponent_size
alpha gamma a exponent_size
decay decay_type function dtype form
population pop sizes city_sizes x values P
commuting_flows_res_x_work flows_res_x_work commuting flows matrix commuting_flows
labels areas area lma clusters
community_live live residence origin
community_work work workplace destination
amount flow flows workers count
distance_km distance cost km
origin_var origin_size origin_mass O population_origin
destination_var destination_size destination_mass D population_destination
origin origins from i
destination destinations to j
monthly monthly_visits visits arrivals months nights years_x_months x
t years time year x
y visits values counts outcome
area_m2 area A total_area
area_per_visitor_m2 area_per_visitor a Av
open_hours hours_open opening_hours Hv
visit_hours hours_visit visit_duration tv
limiting_factors correction_factors factors Cf
management_capacity management MC
y0 start income0 y_start initial
y1 end income1 y_end final
interval years T time years_between t
groups group partition regions region
per_capita income_per_capita y values gdp_per_capita x
y_states_x_years y_regions_x_years y x values
y per_capita income values gdp_per_capita x outcome
employment_shares shares weights w
growth_rates_years_x_industries growth_rates growth returns rates years_x_industries
rate r discount_rate discount
cashflows cash_flows flows values cf
capex investment outlay
revenue_scenarios revenues revenue scenarios
probabilities probability p weights
guarantee minimum_revenue guaranteed G
mean expected mu m expected_revenue
sigma_log sigma volatility s log_sd
normal_sd sd sigma_normal standard_deviation
bid_price bid price
retained_risks_total retained_risks retained_risk retained
raw_psc base_cost raw psc_raw
competitive_neutrality neutrality
transferable_risk transferred_risk transferable_risks transferred_risks_total
exports_nominal exports X
imports_nominal imports M
export_price Px p_x price_exports
import_price Pm p_m price_imports
v worth characteristic_function game values
n players n_players
A row_payoffs payoff_row payoffs_row row_player
B column_payoffs payoff_column payoffs_column column_player col_payoffs
rater1 first coder1 rater_1 coder_1 rater_a y1
rater2 second coder2 rater_2 coder_2 rater_b y2
table counts confusion_matrix matrix crosstab
counts table ratings_counts subjects_x_categories units_x_codes
ratings_raters_x_units raters_x_units ratings reliability_data data coders_x_units
items items_respondents_x_items respondents_x_items data answers scores
p share proportion prop
half_width margin margin_of_error d e precision
confidence confidence_level conf_level level
N population population_size
row_margin row_totals row_margins rows
col_margin column_margin col_totals column_totals column_margins cols
seed table matrix initial start sample_counts
treated treatment treat d
post after t time
unit units id region i
time year period t
treated_pre treated_before pre_treated
treated_post treated_after post_treated
donors_pre_time_x_unit donors_pre controls_pre
donors_post_time_x_unit donors_post controls_post
aversion epsilon parameter eps inequality_aversion
T temptation
R reward
P punishment
S sucker
baseline population start n0
survival surv survival_ratios s
fertility asfr births f
srb sex_ratio sex_ratio_at_birth
age_interval interval width
age ages age_groups
Lx_radix_100000 Lx person_years L
asfr_both_sexes asfr fertility
f fertility births
s survival surv
"""

# Names of results that stand for one another.
SAME_RESULT = """
lq LQ location_quotient location_quotients quotient rca RCA
k K krugman krugman_index krugman_specialisation krugman_concentration
spec specialisation_coefficient hoover_specialisation
hhi HHI herfindahl H herfindahl_index
hhi_normalised herfindahl_normalised normalised
equivalent_number equivalent numbers_equivalent inverse_simpson
hachman hachman_index
hoover hoover_index concentration
g gini_specialisation gini_spec gini_concentration gini_conc loc_gini loc_gini_0_1
gini G gini_coefficient gini_index
atkinson atkinson_index A_eps
dominant_strategies dominant
coi complexity_outlook_index outlook
cog complexity_outlook_gain outlook_gain
gini_normalised gini_corrected gini_coefnorm
entropy_nats nats entropy shannon
entropy_bits bits
pielou_evenness evenness normalised_by_nonzero
growth_t1_t growth change total_change
national_share national_growth_effect NS
industrial_mix industry_mix IM mix
regional_share competitive RS competitive_effect regional
net_total_shift total_shift shift
basic basic_employment
nonbasic non_basic
basic_nonbasic_ratio ratio base_ratio nonbasic_basic_ratio
multiplier base_multiplier k income_multiplier
basic_by_sector basic_by_industry basic_sectors
output_multiplier output output_multiplier_simple output_multipliers
income_multiplier_type1 income_type1
income_multiplier_type2 income_type2
lambda_star lambda_flq flegg_lambda
vs_share vs
relation_AB relation ratio
prop_A share_a share_A
prop_B share_b share_B
BP_A breaking_point_a breaking_point bp_a
BP_B breaking_point_b bp_b
probability probabilities p shares
store_sales sales
store_share market_share
accessibility hansen access
flows T trips
slope_rank slope
slope_rank_half slope_half slope_gabaix_ibragimov slope_shifted
se_rank_half se_gabaix_ibragimov std_error se
beta_distance cost beta
theil_T T theil
theil_L L mld MLD
cv_population cv variation
ratio peak_to_mean seasonality_ratio
indicator mean_to_peak seasonality_indicator
Asym K ceiling asymptote
xmid t0 turning_year
scal s scale
pcc PCC physical
rcc_multiplicative_cifuentes rcc RCC real
ecc ECC effective
rotation_factor rotation Rf
lambda speed
halflife half_life
proximity phi
density omega
eci ECI complexity
pci PCI
portfolio_variance variance
portfolio_sd sd volatility
npv NPV present_value
irr IRR internal_rate
shapley shapley_value
core_nonempty nonempty has_core
least_core_epsilon epsilon
kappa cohen_kappa fleiss_kappa
weighted_kappa kappa_weighted kappa_quadratic
alpha raw_alpha cronbach_alpha
std_alpha standardised_alpha
n sample_size n0
did effect att
weights w
pre_rmspe rmspe fit
next next_population p1
young young_ratio youth_dependency
old old_ratio old_age_dependency
"""


def _groups(text: str) -> list[list[str]]:
    lines = re.sub(r"\n\s+", " ", text).strip().splitlines()
    return [line.split() for line in lines]


INPUT_GROUPS, RESULT_GROUPS = _groups(SAME_INPUT), _groups(SAME_RESULT)


def simple(label: str) -> str:
    """A label without case, underscores and signs."""
    return re.sub(r"[^a-z0-9]", "", str(label).lower())


def alternatives(label: str) -> list[str]:
    """The label of an input itself, then the lines that it begins, then others that have it."""
    lines = [group for group in INPUT_GROUPS if label in group]
    lines.sort(key=lambda group: group[0] != label)
    return [label, *(other for group in lines for other in group)]


class Inputs(dict):
    """The inputs of a case, found under any of the labels that stand for the one asked for."""

    def __init__(self, given: dict) -> None:
        super().__init__(_alike(given))
        self.by_simple = {simple(label): label for label in given}

    def __missing__(self, label):
        found = self.label_of(label)
        if found is not None:
            return dict.__getitem__(self, found)
        first, _, second = label.partition("_x_")
        turned = self.label_of(f"{second}_x_{first}") if second else None
        if turned is not None:
            return transposed(dict.__getitem__(self, turned))
        raise KeyError(f"none of the inputs {', '.join(self)} stands for {label!r}")

    def label_of(self, label: str) -> str | None:
        """What the case calls it, if it has it at all."""
        for name in alternatives(label):
            if dict.__contains__(self, name):
                return name
            if len(simple(name)) > 1 and simple(name) in self.by_simple:
                return self.by_simple[simple(name)]
        return None

    def has(self, label: str) -> bool:
        """Whether the case has it, under whatever label (``in`` asks for this very one)."""
        try:
            self[label]
        except KeyError:
            return False
        return True

    def get(self, label, default=None):
        return self[label] if self.has(label) else default


def transposed(table):
    """A list of rows or a dict of rows, turned."""
    rows = list(table.values()) if isinstance(table, dict) else table
    if rows and isinstance(rows[0], dict):
        return [[row[key] for row in rows] for key in rows[0]]
    return [list(column) for column in zip(*rows, strict=True)]


def _alike(given: dict) -> dict:
    """Dicts of numbers as lists where other inputs of that length are lists: one kind of label."""
    lists = {len(value) for value in given.values() if isinstance(value, list)}
    return {
        label: list(value.values())
        if isinstance(value, dict)
        and len(value) in lists
        and all(isinstance(number, int | float) for number in value.values())
        else value
        for label, value in given.items()
    }


def key_of(key: str, results: dict) -> str | None:
    """What an adapter calls an expected number."""
    if key in results:
        return key
    by_simple = {simple(name): name for name in results}
    names = [key, *(other for group in RESULT_GROUPS if key in group for other in group)]
    for name in names:
        if name in results:
            return name
    for name in names:
        if len(simple(name)) > 1 and simple(name) in by_simple:
            return by_simple[simple(name)]
    return None


def frame(value):
    """A table from a list of rows, a dict of rows (lists or dicts), one row, or one number."""
    import pandas as pd

    if isinstance(value, dict):
        rows = list(value.values())
        if rows and not isinstance(rows[0], list | dict):
            return pd.DataFrame([rows], columns=list(value))
        return pd.DataFrame.from_dict(value, orient="index")
    if not isinstance(value, list):
        value = [value]
    return pd.DataFrame(value if value and isinstance(value[0], list | dict) else [value])
