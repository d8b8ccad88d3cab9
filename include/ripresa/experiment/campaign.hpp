#pragma once

// A campaign of many days, run many times, each time with and without its failures: values by day and for the whole.

#include <cstddef>
#include <span>
#include <vector>

#include "ripresa/experiment/objectives.hpp"
#include "ripresa/experiment/results.hpp"
#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/experiment/summary.hpp"
#include "ripresa/scenario/scenario.hpp"
#include "ripresa/statistics/sample_table.hpp"

namespace ripresa::experiment {

/// What is kept of every day.
enum class CampaignSeries {
  arrivals,
  returning,
  vaccinated,  // on the day
  cumulative,  // doses given by the end of the day
  recorded,    // doses on record by the end of the day
  sent_home,   // on the day
  waiting,     // people sent home who will come again, at the end of the day
  in_store,    // doses, at the end of the day
  wasted       // doses, on the day
};
inline constexpr std::size_t kCampaignSeries = 9;

struct CampaignResults {
  scenario::Scenario scenario;
  std::vector<Scope> scopes;  // those of one hub first, unless the scenario wants nothing of hubs
  std::vector<MeasureColumn> measures;
  std::size_t measure_columns = 0;  // of one scope
  std::size_t replications = 0;     // finished: 0, 1, …, replications − 1
  bool interrupted = false;
  bool anything_fails = false;
  std::vector<ObjectiveTally> objectives_met;    // by objective of the campaign
  statistics::SampleTable<double> values;        // by scope, then by measure and run
  statistics::SampleTable<std::int32_t> series;  // by scope, then as series_column has it

  int days() const { return scenario.campaign->days; }
  std::size_t value_column(std::size_t scope, const MeasureColumn& measure, Run run) const {
    return scope * measure_columns + measure.of(run);
  }
  std::size_t series_column(std::size_t scope, CampaignSeries kind, Run run, int day) const {
    return ((scope * kCampaignSeries + static_cast<std::size_t>(kind)) * kRuns + static_cast<std::size_t>(run)) *
               static_cast<std::size_t>(days()) +
           static_cast<std::size_t>(day);
  }
};

/// Receives the campaigns one by one, in their order; never from two threads at once. `results` has its scenario,
/// scopes and measures from the beginning, its values only at the end.
class CampaignSink {
 public:
  virtual ~CampaignSink() = default;
  virtual void begin(const CampaignResults& results) = 0;
  /// `values`: by scope, then by measure and run.
  virtual void take(const CampaignResults& results, std::size_t replication, std::span<const double> values) = 0;
};

/// Runs the scenario's campaign, `campaign.replications` times. The results are the same whatever the number of
/// threads. Of the options, the sink of days is not used. Throws InputError when the results would need more memory
/// than is set aside.
CampaignResults run_campaigns(const scenario::Scenario& scenario, const RunOptions& options,
                              CampaignSink* sink = nullptr);

/// The measures of a campaign: those of either run, and those of the two together.
std::vector<MeasureInfo> campaign_run_measures();
std::vector<MeasureInfo> campaign_twin_measures();

/// One verdict for each of the campaign's objectives.
std::vector<Verdict> judge(const CampaignResults& results);

/// Every measure of every scope, condensed over the campaigns.
std::vector<SummaryRow> summarise(const CampaignResults& results);

/// The band of one series on one day.
Band band_of(const CampaignResults& results, std::size_t series_column);

}  // namespace ripresa::experiment
