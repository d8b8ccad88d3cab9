#include "risk_simulation.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>

#include "ripresa/base/threads.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/model/campaign_run.hpp"
#include "ripresa/model/people.hpp"
#include "risk_strata.hpp"

namespace ripresa::experiment {
namespace {

using observation::CampaignDay;

bool stopped(const RunOptions& options) {
  return options.stop_requested && *options.stop_requested;
}

/// Draws failure number `number` of all into the stratum at `place`.
SimulatedFailure draw_failure(const scenario::Scenario& scenario, const RiskCalendar& calendar,
                              const model::FailureProcess& process, const RiskStratum& stratum, std::size_t place,
                              std::size_t number) {
  const scenario::RiskStudy& study = scenario.campaign->risk;
  const engine::RandomNumbers random(scenario.experiment.seed, static_cast<std::uint32_t>(number), kRiskEntity);
  const auto uniform = [&random](RiskDraw draw) { return engine::uniform(random.bits(0, risk_purpose(draw))); };
  const std::vector<int>& days = calendar.days_open(stratum.open);
  const double among = static_cast<double>(days.size());
  const int day = days[std::min(days.size() - 1, static_cast<std::size_t>(uniform(RiskDraw::day) * among))];
  const double hour = stratum.from_hour + uniform(RiskDraw::start) * (stratum.to_hour - stratum.from_hour);
  const int within = static_cast<int>(place % static_cast<std::size_t>(study.length_strata));
  const double low = length_edge(study, within);
  const double length = low + uniform(RiskDraw::length) * (length_edge(study, within + 1) - low);
  SimulatedFailure drawn;
  drawn.from = calendar.begin_of(day, Duration::microseconds(static_cast<std::int64_t>(hour * 3600e6)));
  drawn.length = process.repair(length_bits(length));
  return drawn;
}

/// Adds up what one hub lost on the days that were run; those beyond the campaign only tell how much is behind by then.
void add_losses(const model::CampaignRun& run, std::size_t hub, const RiskCalendar& calendar,
                SimulatedFailure& simulated) {
  const auto add = [&simulated](Loss loss, double value) { simulated.losses[static_cast<std::size_t>(loss)] += value; };
  const int first_day = calendar.day_of(simulated.from);
  const int end = first_day + static_cast<int>(run.twin(hub).size());
  auto& all_behind = simulated.behind;
  const auto open_days = static_cast<std::size_t>(calendar.open_days(first_day, end));
  if (all_behind.size() < open_days)
    all_behind.resize(open_days, all_behind.empty() ? 0 : all_behind.back());
  std::int64_t behind = 0;
  std::size_t open_day = 0;
  for (int day = first_day; day < end; ++day) {
    const auto place = static_cast<std::size_t>(day - first_day);
    const CampaignDay& outage = run.outage(hub).days[place];
    const CampaignDay& baseline = run.baseline(hub).days[place];
    const auto& twin = run.twin(hub)[place];
    if (day < calendar.days()) {
      add(Loss::doses_delayed, static_cast<double>(twin.peak_backlog));
      add(Loss::dose_days, static_cast<double>(behind) + twin.backlog_area.in_hours() / 24);
      add(Loss::sent_home, static_cast<double>(outage.sent_home - baseline.sent_home));
      add(Loss::waiting_hours, (outage.waited - baseline.waited).in_hours());
    }
    behind += baseline.vaccinated - outage.vaccinated;
    if (calendar.is_open(day))
      all_behind[open_day++] += behind;
  }
  for (; open_day < all_behind.size(); ++open_day)
    all_behind[open_day] += behind;
  // What stays behind is late on every day that is left.
  add(Loss::dose_days, static_cast<double>(behind) * std::max(0, calendar.days() - end));
  simulated.days_felt = std::max(simulated.days_felt, std::min(end, calendar.days()) - first_day);
}

/// Simulates one round of failures after the other: one in each stratum.
class Rounds {
 public:
  Rounds(const scenario::Scenario& scenario, const model::CampaignFailures& failures, const model::CampaignPlan& plan,
         const RiskCalendar& calendar, const RunOptions& options)
      : scenario_(scenario),
        failures_(failures),
        calendar_(calendar),
        options_(options),
        end_(plan.days),
        workers_([&] { return model::CampaignRun(plan, failures); }) {}

  /// False when a stop is requested meanwhile; the round is lost then.
  bool run(std::size_t round, std::vector<RiskStratum>& strata) {
    std::vector<SimulatedFailure> drawn(strata.size());
    for (std::size_t place = 0; place < strata.size(); ++place)
      drawn[place] = draw_failure(scenario_, calendar_, process_of(strata[place]), strata[place], place,
                                  round * strata.size() + place);
    find_starts(round, drawn);
    std::atomic<std::size_t> done = 0;
    in_parallel(0, strata.size(), [&](std::size_t place) {
      if (stopped(options_))
        return;
      simulate(process_of(strata[place]), round * strata.size() + place, drawn[place]);
      ++done;
      const std::scoped_lock lock(reporting_);
      if (options_.progress)
        options_.progress(++finished_, strata.size() * static_cast<std::size_t>(failures_each()));
    });
    if (done < strata.size())
      return false;
    for (std::size_t place = 0; place < strata.size(); ++place)
      strata[place].simulated.push_back(std::move(drawn[place]));
    return true;
  }

  int failures_each() const { return scenario_.campaign->risk.failures_each; }

 private:
  const model::FailureProcess& process_of(const RiskStratum& stratum) const {
    return failures_.failing().failures.processes()[stratum.failure];
  }

  std::size_t groups() const { return failures_.plain().groups.size(); }

  /// Of a campaign without failures, which is another one in every round.
  void find_starts(std::size_t round, const std::vector<SimulatedFailure>& drawn) {
    days_.clear();
    for (const SimulatedFailure& failure : drawn)
      days_.push_back(calendar_.day_of(failure.from));
    std::sort(days_.begin(), days_.end());
    days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
    starts_.assign(groups(), {});
    in_parallel(0, groups(), [&](std::size_t group) {
      if (failures_.failing().groups[group].meets_failures && !stopped(options_))
        starts_[group] = workers_.local().undisturbed_starts(group, static_cast<std::uint32_t>(round), days_);
    });
  }

  const model::CampaignRun::DayStart* start_of(std::size_t group, int day) const {
    const auto place = std::lower_bound(days_.begin(), days_.end(), day) - days_.begin();
    return &starts_[group][static_cast<std::size_t>(place)];
  }

  void simulate(const model::FailureProcess& process, std::size_t number, SimulatedFailure& failure) {
    const int first_day = calendar_.day_of(failure.from);
    model::FailureWindows windows;
    process.append_windows(failure.from, failure.from + failure.length, windows);
    model::CampaignRun& run = workers_.local();
    for (std::size_t group = 0; group < groups(); ++group) {
      if (!failures_.failing().groups[group].meets_failures)
        continue;
      run.run_windows(group, static_cast<std::uint32_t>(number), windows, first_day,
                      std::min(first_day + calendar_.days(), end_), start_of(group, first_day));
      for (std::size_t hub = 0; hub < failures_.plain().groups[group].hubs.size(); ++hub)
        add_losses(run, hub, calendar_, failure);
    }
  }

  const scenario::Scenario& scenario_;
  const model::CampaignFailures& failures_;
  const RiskCalendar& calendar_;
  const RunOptions& options_;
  int end_;  // of the days that can be run
  PerThread<model::CampaignRun> workers_;
  std::mutex reporting_;
  std::size_t finished_ = 0;
  // Of this round: the days on which failures begin, ascending, and what each group begins them with.
  std::vector<int> days_;
  std::vector<std::vector<model::CampaignRun::DayStart>> starts_;
};

}  // namespace

model::CampaignPlan plan_risk(const scenario::Scenario& scenario, const model::Model& model) {
  scenario::Scenario longer = scenario;
  int& days = longer.campaign->days;
  if (scenario.campaign->target_doses)
    days = std::min(2 * days, model::People::kMostCampaignDays);
  model::CampaignPlan plan = plan_campaign(longer, model);
  plan.last_day = scenario.campaign->days - 1;
  return plan;
}

void simulate_strata(const scenario::Scenario& scenario, const model::CampaignFailures& failures,
                     const model::CampaignPlan& plan, const RiskCalendar& calendar, const RunOptions& options,
                     std::vector<RiskStratum>& strata) {
  Rounds rounds(scenario, failures, plan, calendar, options);
  for (int round = 0; round < rounds.failures_each() && !stopped(options); ++round)
    if (!rounds.run(static_cast<std::size_t>(round), strata))
      return;
}

std::vector<DosesByDay> undisturbed_doses(const scenario::Scenario& scenario, const RunOptions& options,
                                          const Progress& progress) {
  scenario::Scenario sound = scenario;
  sound.failures.clear();
  sound.random_failures.clear();
  const model::CampaignFailures failures(sound);
  const model::CampaignPlan plan = plan_campaign(sound, failures.plain());
  std::vector<DosesByDay> all(static_cast<std::size_t>(scenario.campaign->risk.undisturbed),
                              DosesByDay(static_cast<std::size_t>(plan.days), 0));
  std::mutex adding;
  std::size_t finished = 0;  // groups of campaigns
  PerThread<model::CampaignRun> workers([&] { return model::CampaignRun(plan, failures); });
  const std::size_t groups = failures.plain().groups.size();
  in_parallel(0, all.size() * groups, [&](std::size_t part) {
    if (stopped(options))
      return;
    const std::size_t campaign = part / groups;
    model::CampaignRun& run = workers.local();
    run.run(part % groups, static_cast<std::uint32_t>(campaign));
    const std::scoped_lock lock(adding);
    for (std::size_t hub = 0; hub < failures.plain().groups[part % groups].hubs.size(); ++hub)
      for (std::size_t day = 0; day < all[campaign].size(); ++day)
        all[campaign][day] += run.baseline(hub).days[day].vaccinated;
    if (++finished % groups == 0 && progress)
      progress(finished / groups, all.size());
  });
  if (stopped(options))
    return {};
  for (DosesByDay& doses : all)
    std::partial_sum(doses.begin(), doses.end(), doses.begin());
  return all;
}

}  // namespace ripresa::experiment
