#include "risk_strata.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include "ripresa/base/threads.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/model/campaign_run.hpp"

namespace ripresa::experiment {
namespace {

using engine::UniformBits;
using observation::CampaignDay;

constexpr double kDayMicroseconds = 86'400e6;

UniformBits bits_of(double uniform) {
  return static_cast<UniformBits>(std::min(uniform, 1 - 0x1p-52) * 0x1p52);
}

/// The quantile at which stratum `number` of lengths begins: the share above falls with the square, so that the longest
/// failures, which cost most, have strata of their own.
double length_edge(const scenario::RiskStudy& study, int number) {
  const double above = 1 - static_cast<double>(number) / study.length_strata;
  return 1 - above * above;
}

/// Draws failure number `number` of all into a stratum.
SimulatedFailure draw_failure(const scenario::Scenario& scenario, const model::FailureProcess& process,
                              const RiskStratum& stratum, std::size_t place, std::size_t number) {
  const scenario::RiskStudy& study = scenario.campaign->risk;
  const engine::RandomNumbers random(scenario.experiment.seed, static_cast<std::uint32_t>(number), kRiskEntity);
  const auto uniform = [&random](RiskDraw draw) { return engine::uniform(random.bits(0, risk_purpose(draw))); };
  const int day =
      std::min(scenario.campaign->days - 1, static_cast<int>(uniform(RiskDraw::day) * scenario.campaign->days));
  const double hour = stratum.from_hour + uniform(RiskDraw::start) * (stratum.to_hour - stratum.from_hour);
  const int within = static_cast<int>(place % static_cast<std::size_t>(study.length_strata));
  const double low = length_edge(study, within);
  const double length = low + uniform(RiskDraw::length) * (length_edge(study, within + 1) - low);
  SimulatedFailure drawn;
  drawn.from = Time::since_midnight(Duration::days(day) +
                                    Duration::microseconds(static_cast<std::int64_t>(hour / 24 * kDayMicroseconds)));
  drawn.length = process.repair(bits_of(length));
  return drawn;
}

/// Adds up what one hub lost in the days that were run.
void add_losses(const model::CampaignRun& run, std::size_t hub, SimulatedFailure& simulated) {
  const std::size_t days = run.twin(hub).size();
  if (simulated.behind.size() < days)
    simulated.behind.resize(days, simulated.behind.empty() ? 0 : simulated.behind.back());
  std::int64_t behind = 0;
  for (std::size_t day = 0; day < days; ++day) {
    const CampaignDay& outage = run.outage(hub).days[day];
    const CampaignDay& baseline = run.baseline(hub).days[day];
    const auto& twin = run.twin(hub)[day];
    const auto add = [&simulated](Loss loss, double value) {
      simulated.losses[static_cast<std::size_t>(loss)] += value;
    };
    add(Loss::doses_delayed, static_cast<double>(twin.peak_backlog));
    add(Loss::dose_days, static_cast<double>(behind) + twin.backlog_area.in_hours() / 24);
    add(Loss::sent_home, static_cast<double>(outage.sent_home - baseline.sent_home));
    add(Loss::waiting_hours, (outage.waited - baseline.waited).in_hours());
    behind += baseline.vaccinated - outage.vaccinated;
    simulated.behind[day] += behind;
  }
  for (std::size_t day = days; day < simulated.behind.size(); ++day)
    simulated.behind[day] += behind;
}

/// What stays behind after the days that were run is late on every day that is left.
void add_lasting_dose_days(int days, int first_day, SimulatedFailure& simulated) {
  if (simulated.behind.empty())
    return;
  const int left = days - first_day - static_cast<int>(simulated.behind.size());
  simulated.losses[static_cast<std::size_t>(Loss::dose_days)] +=
      static_cast<double>(simulated.behind.back()) * std::max(0, left);
}

bool stopped(const RunOptions& options) {
  return options.stop_requested && *options.stop_requested;
}

}  // namespace

int first_day_felt(Time from, Time horizon) {
  const Duration past_midnight = std::max(Duration{}, horizon - Time::clock(24));
  return static_cast<int>(std::max(Duration{}, from.since_midnight() - past_midnight) / Duration::days(1));
}

std::vector<RiskStratum> make_strata(const scenario::Scenario& scenario,
                                     const std::vector<model::FailureProcess>& processes) {
  const scenario::RiskStudy& study = scenario.campaign->risk;
  std::vector<RiskStratum> strata;
  for (std::size_t failure = 0; failure < processes.size(); ++failure)
    for (int start = 0; start < study.start_strata; ++start)
      for (int length = 0; length < study.length_strata; ++length) {
        const double low = length_edge(study, length);
        const double high = length_edge(study, length + 1);
        strata.push_back({failure,
                          24.0 * start / study.start_strata,
                          24.0 * (start + 1) / study.start_strata,
                          processes[failure].repair(bits_of(low)),
                          processes[failure].repair(bits_of(high)),
                          (high - low) / study.start_strata,
                          {}});
      }
  return strata;
}

std::size_t stratum_of(const scenario::RiskStudy& study, std::size_t failure,
                       const model::FailureProcess::Episode& episode) {
  const double of_day =
      std::fmod(static_cast<double>(episode.from.in_microseconds()), kDayMicroseconds) / kDayMicroseconds;
  const int start = std::min(study.start_strata - 1, static_cast<int>(of_day * study.start_strata));
  const double above = std::sqrt(1 - engine::uniform(episode.length));
  const int length = std::clamp(static_cast<int>((1 - above) * study.length_strata), 0, study.length_strata - 1);
  return (failure * static_cast<std::size_t>(study.start_strata) + static_cast<std::size_t>(start)) *
             static_cast<std::size_t>(study.length_strata) +
         static_cast<std::size_t>(length);
}

void simulate_strata(const scenario::Scenario& scenario, const model::CampaignFailures& failures,
                     const RunOptions& options, std::vector<RiskStratum>& strata) {
  const model::CampaignPlan plan = plan_campaign(scenario, failures.plain());
  const auto& processes = failures.failing().failures.processes();
  const auto each = static_cast<std::size_t>(scenario.campaign->risk.failures_each);
  PerThread<model::CampaignRun> workers([&] { return model::CampaignRun(plan, failures); });
  std::mutex reporting;
  std::size_t finished = 0;
  for (std::size_t round = 0; round < each && !stopped(options); ++round) {
    std::vector<SimulatedFailure> simulated(strata.size());
    std::vector<char> done(strata.size(), 0);
    in_parallel(0, strata.size(), [&](std::size_t place) {
      if (stopped(options))
        return;
      const std::size_t number = round * strata.size() + place;
      const model::FailureProcess& process = processes[strata[place].failure];
      SimulatedFailure& failure = simulated[place] = draw_failure(scenario, process, strata[place], place, number);
      const int first_day = first_day_felt(failure.from, failures.plain().horizon);
      model::FailureWindows windows;
      process.append_windows(failure.from, failure.from + failure.length, windows);
      model::CampaignRun& run = workers.local();
      for (std::size_t group = 0; group < failures.plain().groups.size(); ++group) {
        if (!failures.failing().groups[group].meets_failures)
          continue;
        run.run_windows(group, static_cast<std::uint32_t>(number), windows, first_day);
        for (std::size_t hub = 0; hub < failures.plain().groups[group].hubs.size(); ++hub)
          add_losses(run, hub, failure);
      }
      add_lasting_dose_days(plan.days, first_day, failure);
      done[place] = 1;
      const std::scoped_lock lock(reporting);
      if (options.progress)
        options.progress(++finished, strata.size() * each);
    });
    if (std::count(done.begin(), done.end(), 1) < static_cast<std::ptrdiff_t>(done.size()))
      return;
    for (std::size_t place = 0; place < strata.size(); ++place)
      strata[place].simulated.push_back(std::move(simulated[place]));
  }
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
