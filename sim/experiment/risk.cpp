#include "ripresa/experiment/risk.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "ripresa/base/error.hpp"
#include "ripresa/base/nan.hpp"
#include "ripresa/base/threads.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/statistics/mean.hpp"
#include "ripresa/statistics/quantile.hpp"
#include "risk_composition.hpp"
#include "risk_strata.hpp"

namespace ripresa::experiment {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLeastAvailability = 0.01;
constexpr double kMostFailures = 1e7;  // of all campaigns put together: what takes seconds
constexpr std::array kStretches = {0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0};
constexpr std::size_t kResamples = 200;
constexpr std::size_t kCurvePoints = 100;
constexpr std::size_t kTargetDelay = static_cast<std::size_t>(Loss::target_delay);

/// An objective in terms of one loss.
struct Limit {
  std::size_t loss = 0;
  double at_most = 0;
};

std::vector<CampaignLosses> all_losses(const Composer& composer, const Composition& composition) {
  std::vector<CampaignLosses> all(composition.campaigns());
  in_parallel(0, all.size(), [&](std::size_t c) { all[c] = composer.losses_of(composition, c); });
  return all;
}

/// With all times between failures `stretch` times as long. The failures of few campaigns at a time are in memory.
std::vector<CampaignLosses> all_losses(const Composer& composer, std::size_t campaigns, double stretch) {
  constexpr std::size_t kTogether = 64;
  std::vector<CampaignLosses> all(campaigns);
  in_parallel(0, (campaigns + kTogether - 1) / kTogether, [&](std::size_t portion) {
    const std::size_t first = portion * kTogether;
    const Composition some = composer.compose(stretch, first, std::min(first + kTogether, campaigns));
    for (std::size_t c = 0; c < some.campaigns(); ++c)
      all[first + c] = composer.losses_of(some, c);
  });
  return all;
}

/// A target that is not reached is later than any that is.
double as_ordered(double loss) {
  if (std::isnan(loss))
    return kInfinity;
  return loss;
}

std::vector<double> sorted_column(const std::vector<CampaignLosses>& losses, std::size_t loss) {
  std::vector<double> column;
  column.reserve(losses.size());
  for (const CampaignLosses& of_campaign : losses)
    column.push_back(as_ordered(of_campaign[loss]));
  std::sort(column.begin(), column.end());
  return column;
}

double share_met(const std::vector<CampaignLosses>& losses, const Limit& limit) {
  const auto met = std::count_if(losses.begin(), losses.end(), [&limit](const CampaignLosses& of_campaign) {
    return of_campaign[limit.loss] <= limit.at_most;
  });
  return static_cast<double>(met) / static_cast<double>(losses.size());
}

double share_above(const std::vector<double>& ascending, double value) {
  const auto above = ascending.end() - std::upper_bound(ascending.begin(), ascending.end(), value);
  return static_cast<double>(above) / static_cast<double>(ascending.size());
}

/// Points of a curve: losses at evenly spread ranks, each once, and denser where losses are large and rare.
std::vector<double> curve_points(const std::vector<double>& ascending) {
  std::vector<double> points;
  for (std::size_t k = 0; k <= kCurvePoints; ++k) {
    const double above = 1 - static_cast<double>(k) / kCurvePoints;
    const double at =
        ascending[static_cast<std::size_t>((1 - above * above) * static_cast<double>(ascending.size() - 1))];
    if (std::isfinite(at) && (points.empty() || at > points.back()))
      points.push_back(at);
  }
  return points;
}

/// One resample of the study: campaigns with replacement (Efron 1979, Annals of Statistics 7: 1–26), and of each
/// stratum's n failures n − 1 with replacement, which gives means of strata the variance they have (Rao and Wu 1988,
/// Journal of the American Statistical Association 83: 231–241); of undisturbed campaigns likewise.
std::vector<CampaignLosses> resample(const Composer& composer, const Composition& composition,
                                     const RiskResults& results, std::size_t number) {
  const std::vector<RiskStratum>& strata = results.strata;
  const std::uint64_t seed = results.scenario.experiment.seed;
  const auto undisturbed = static_cast<std::size_t>(results.scenario.campaign->risk.undisturbed);
  const engine::RandomNumbers random(seed, static_cast<std::uint32_t>(number), kRiskEntity);
  const auto below = [&random](RiskDraw draw, std::size_t which, std::size_t limit) {
    const double u = engine::uniform(random.bits(static_cast<std::uint32_t>(which), risk_purpose(draw)));
    return std::min(limit - 1, static_cast<std::size_t>(u * static_cast<double>(limit)));
  };
  Resampled again;
  again.failures.resize(strata.size());
  std::size_t drawn = 0;
  for (std::size_t s = 0; s < strata.size(); ++s)
    for (std::size_t i = 0; i + 1 < strata[s].simulated.size(); ++i)
      again.failures[s].push_back(below(RiskDraw::failure_again, drawn++, strata[s].simulated.size()));
  for (std::size_t i = 0; i + 1 < undisturbed; ++i)
    again.undisturbed.push_back(below(RiskDraw::undisturbed_again, i, undisturbed));
  std::vector<CampaignLosses> losses(composition.campaigns());
  for (std::size_t c = 0; c < losses.size(); ++c)
    losses[c] = composer.losses_of(composition, below(RiskDraw::campaign_again, c, losses.size()), &again);
  return losses;
}

statistics::Estimate with_bounds(double value, std::vector<double> resampled, std::size_t campaigns) {
  const auto bounds = statistics::quantiles_in_place(std::span(resampled), std::array<double, 2>{0.025, 0.975});
  return {value, std::min(bounds[0], value), std::max(bounds[1], value), campaigns, 0};
}

class Study {
 public:
  Study(const Composer& composer, RiskResults& results)
      : composer_(composer),
        results_(results),
        campaigns_(static_cast<std::size_t>(results.scenario.campaign->risk.campaigns)) {}

  void fill() {
    choose_objectives();
    results_.days_felt = days_felt();
    const Composition campaigns = composer_.compose(1, 0, campaigns_);
    const auto losses = all_losses(composer_, campaigns);
    for (std::size_t loss = 0; loss < kLosses; ++loss)
      if (loss != kTargetDelay || results_.target_day)
        describe(losses, loss);
    fill_intervals(campaigns, losses);
    for (const double stretch : kStretches)
      results_.availability.push_back(point(stretch));
    for (std::size_t i = 0; i < limits_.size(); ++i) {
      RiskVerdict& verdict = results_.verdicts[i];
      verdict.holds = verdict.met.value >= verdict.objective.probability;
      find_availability(i, verdict);
    }
  }

 private:
  /// The loss and limit that an objective is about; nothing where it is about something else.
  std::optional<Limit> limit_of(const scenario::Objective& objective) const {
    const auto& hubs = results_.scenario.hubs;
    const bool of_all =
        objective.scope.kind == ScopeKind::nation || (objective.scope.kind == ScopeKind::hub && hubs.size() == 1);
    if (!of_all || objective.bound == scenario::Bound::above)
      return std::nullopt;
    if (objective.measure == "target_day")
      return Limit{kTargetDay, objective.limit};
    for (std::size_t loss = 0; loss < kLosses; ++loss) {
      // Objectives on what happens to people look at the run with its failures, not at what these add.
      const bool is_twin =
          loss != static_cast<std::size_t>(Loss::sent_home) && loss != static_cast<std::size_t>(Loss::waiting_hours);
      if (is_twin && objective.measure == losses()[loss].name)
        return Limit{loss, objective.limit};
    }
    return std::nullopt;
  }

  void choose_objectives() {
    for (const scenario::Objective& objective : results_.scenario.campaign->objectives)
      if (const auto limit = limit_of(objective)) {
        limits_.push_back(*limit);
        results_.verdicts.push_back({objective, {}, false, 0, false});
      } else {
        results_.not_judged.push_back(objective.name);
      }
  }

  void describe(const std::vector<CampaignLosses>& losses, std::size_t loss) {
    const std::vector<double> ascending = sorted_column(losses, loss);
    const auto quantile = [&ascending](double probability) {
      const double value = statistics::quantile(ascending, probability);
      return std::isfinite(value) ? value : kNaN;
    };
    results_.quantiles[loss] = {quantile(0.05), quantile(0.5), quantile(0.95)};
    results_.exceeded[loss] = {quantile(0.9), quantile(0.99)};
    for (const double at : curve_points(ascending))
      results_.curves[loss].push_back({at, {share_above(ascending, at), 0, 0, losses.size(), 0}});
    if (loss == kTargetDelay)
      results_.not_reached = share_above(ascending, std::numeric_limits<double>::max());
    else
      results_.expected[loss] = expected(loss, 1);
  }

  double days_felt() const {
    double days = 0;
    for (const RiskStratum& stratum : results_.strata) {
      statistics::Moments of_failure;
      for (const SimulatedFailure& failure : stratum.simulated)
        of_failure.add(failure.days_felt);
      days += composer_.failures_a_campaign(stratum.failure, 1) * stratum.probability * of_failure.mean;
    }
    return days / results_.scenario.campaign->days;
  }

  statistics::Estimate expected(std::size_t loss, double stretch) const {
    std::vector<statistics::Stratum> parts;
    for (const RiskStratum& stratum : results_.strata) {
      statistics::Stratum& part = parts.emplace_back();
      part.weight = composer_.failures_a_campaign(stratum.failure, stretch) * stratum.probability;
      for (const SimulatedFailure& failure : stratum.simulated)
        part.sample.add(failure.losses[loss]);
    }
    return statistics::stratified_sum(parts);
  }

  /// The mean delay over the campaigns that reach their target.
  static double mean_delay(const std::vector<CampaignLosses>& losses) {
    statistics::Moments moments;
    for (const CampaignLosses& of_campaign : losses)
      if (!std::isnan(of_campaign[kTargetDelay]))
        moments.add(of_campaign[kTargetDelay]);
    return moments.count == 0 ? kNaN : moments.mean;
  }

  void fill_intervals(const Composition& campaigns, const std::vector<CampaignLosses>& losses) {
    std::array<std::vector<std::vector<double>>, kLosses> curves;  // by loss, point and resample
    std::vector<std::vector<double>> met(limits_.size(), std::vector<double>(kResamples));
    std::vector<double> delays(kResamples);
    for (std::size_t loss = 0; loss < kLosses; ++loss)
      curves[loss].assign(results_.curves[loss].size(), std::vector<double>(kResamples));
    in_parallel(0, kResamples, [&](std::size_t r) {
      const auto again = resample(composer_, campaigns, results_, r);
      for (std::size_t loss = 0; loss < kLosses; ++loss) {
        if (curves[loss].empty())
          continue;
        const auto ascending = sorted_column(again, loss);
        for (std::size_t k = 0; k < curves[loss].size(); ++k)
          curves[loss][k][r] = share_above(ascending, results_.curves[loss][k].loss);
      }
      for (std::size_t i = 0; i < limits_.size(); ++i)
        met[i][r] = share_met(again, limits_[i]);
      delays[r] = mean_delay(again);
    });
    for (std::size_t loss = 0; loss < kLosses; ++loss)
      for (std::size_t k = 0; k < curves[loss].size(); ++k) {
        auto& probability = results_.curves[loss][k].probability;
        probability = with_bounds(probability.value, curves[loss][k], losses.size());
      }
    for (std::size_t i = 0; i < limits_.size(); ++i)
      results_.verdicts[i].met = with_bounds(share_met(losses, limits_[i]), met[i], losses.size());
    if (results_.target_day && results_.not_reached < 1)
      results_.expected[kTargetDelay] = with_bounds(mean_delay(losses), delays, losses.size());
  }

  AvailabilityPoint point(double stretch) const {
    AvailabilityPoint at;
    at.stretch = stretch;
    at.availability = composer_.availability(stretch);
    at.failures = failures_a_campaign(stretch);
    for (std::size_t loss = 0; loss < kAddedLosses; ++loss)
      at.expected[loss] = expected(loss, stretch).value;
    if (limits_.empty())
      return at;
    const auto losses = all_losses(composer_, campaigns_, stretch);
    for (const Limit& limit : limits_)
      at.met.push_back(share_met(losses, limit));
    return at;
  }

  double failures_a_campaign(double stretch) const {
    double failures = 0;
    for (std::size_t failure = 0; failure < results_.scenario.random_failures.size(); ++failure)
      failures += composer_.failures_a_campaign(failure, stretch);
    return failures;
  }

  /// By bisection over the stretch, begun between two points of the curve; the same random numbers for each.
  void find_availability(std::size_t index, RiskVerdict& verdict) const {
    const double wanted = verdict.objective.probability;
    const auto enough = [&](double stretch) {
      return share_met(all_losses(composer_, campaigns_, stretch), limits_[index]) >= wanted;
    };
    const auto& curve = results_.availability;
    const auto unmet =
        std::find_if(curve.rbegin(), curve.rend(), [&](const auto& point) { return point.met[index] < wanted; });
    double low = 0;
    double high = curve.front().stretch;
    if (unmet == curve.rend()) {
      constexpr double kStep = 4;
      low = high / kStep;
      while (is_worth_a_look(low) && enough(low)) {
        high = low;
        low /= kStep;
      }
      verdict.or_less = !is_worth_a_look(low);
    } else if (low = unmet->stretch; unmet != curve.rbegin()) {
      high = std::prev(unmet)->stretch;
    } else {
      const double spare = share_met(without_failures(), limits_[index]) - wanted;
      if (spare < 0) {
        verdict.availability = kNaN;
        return;
      }
      high = std::max(2 * low, rare_enough(spare));
    }
    constexpr double kClose = 1.007;
    while (!verdict.or_less && high > kClose * low) {
      const double middle = std::sqrt(low * high);
      (enough(middle) ? high : low) = middle;
    }
    verdict.availability = composer_.availability(high);
  }

  std::vector<CampaignLosses> without_failures() const {
    Composition nothing;
    nothing.ends.assign(campaigns_, 0);
    return all_losses(composer_, nothing);
  }

  /// A stretch at which no more than `spare` of the campaigns have any failure: no more than are expected in one.
  double rare_enough(double spare) const {
    double failures_unstretched = 0;  // were repairs over at once
    for (const auto& failure : results_.scenario.random_failures)
      failures_unstretched += Duration::days(results_.scenario.campaign->days).in_seconds() /
                              scenario::mean_of(failure.time_between).in_seconds();
    const double told_apart = 0.5 / static_cast<double>(campaigns_);
    return failures_unstretched / std::max(spare, told_apart);
  }

  /// Not where something is down all the time, nor where campaigns have more failures than can be looked at.
  bool is_worth_a_look(double stretch) const {
    return composer_.availability(stretch) >= kLeastAvailability &&
           failures_a_campaign(stretch) * static_cast<double>(campaigns_) <= kMostFailures;
  }

  const Composer& composer_;
  RiskResults& results_;
  std::size_t campaigns_;
  std::vector<Limit> limits_;  // by verdict
};

/// With all the overtime that hubs may take.
Time last_closing(const model::Model& model) {
  Time last;
  for (const model::HubModel& hub : model.hubs) {
    Time closes = hub.closes;
    for (const scenario::Mitigation& mitigation : hub.mitigations)
      if (const auto* overtime = std::get_if<scenario::Overtime>(&mitigation.action))
        closes = closes + overtime->by;
    last = std::max(last, closes);
  }
  return std::min(last, model.horizon);
}

void study(const RunOptions& options, const Progress& undisturbed_progress, RiskResults& results) {
  const scenario::Scenario& scenario = results.scenario;
  const model::CampaignFailures failures(scenario);
  const model::CampaignPlan plan = plan_risk(scenario, failures.plain());
  const RiskCalendar calendar(plan, scenario.campaign->days, last_closing(failures.failing()));
  results.strata = make_strata(scenario, calendar, failures.failing().failures.processes());
  std::vector<DosesByDay> undisturbed;
  if (scenario.campaign->target_doses)
    undisturbed = undisturbed_doses(scenario, options, undisturbed_progress);
  simulate_strata(scenario, failures, plan, calendar, options, results.strata);
  results.failures_each = results.strata.front().simulated.size();
  results.interrupted = results.failures_each < static_cast<std::size_t>(scenario.campaign->risk.failures_each);
  if (results.failures_each < 2)
    return;
  const Composer composer(scenario, failures, calendar, results.strata, std::move(undisturbed));
  if (const std::vector<int> days = composer.target_days(); !days.empty()) {
    results.target_day = days[(days.size() - 1) / 2] + 1;
    results.undisturbed_reaching =
        static_cast<double>(days.size()) / static_cast<double>(scenario.campaign->risk.undisturbed);
  }
  Study(composer, results).fill();
}

}  // namespace

const AvailabilityPoint& RiskResults::now() const {
  const auto at = std::find_if(availability.begin(), availability.end(), [](const auto& p) { return p.stretch == 1; });
  if (at == availability.end())
    throw InternalError("a study of random years without results was asked for them");
  return *at;
}

RiskResults run_risk(const scenario::Scenario& scenario, const RunOptions& options,
                     const Progress& undisturbed_progress) {
  RiskResults results;
  results.scenario = scenario;
  on_threads(options.threads, [&](std::size_t) { study(options, undisturbed_progress, results); });
  return results;
}

}  // namespace ripresa::experiment
