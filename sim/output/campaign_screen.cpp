// A campaign's results for a person to read.

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "ripresa/output/campaign_files.hpp"
#include "text_columns.hpp"
#include "verdicts.hpp"

namespace ripresa::output {
namespace {

using experiment::CampaignResults;
using experiment::Run;
using experiment::SummaryRow;

constexpr std::pair<const char*, const char*> kTable[] = {
    {"doses", "doses given"},          {"doses_recorded", "doses on record"},
    {"sent_home", "people sent home"}, {"never_returned", "who never came back"},
    {"doses_wasted", "doses wasted"},  {"waiting_hours", "person-hours of waiting"}};

class CampaignScreen {
 public:
  CampaignScreen(const CampaignResults& results, const std::vector<SummaryRow>& rows,
                 const std::vector<experiment::Verdict>& verdicts)
      : results_(results), rows_(rows), verdicts_(verdicts), scope_(results.scopes.back()) {}

  std::string text() {
    print("{}\n{}{}, {} days, {} {} simulated{}\n\n", results_.scenario.title, scope_.name,
          scope_.hubs.size() > 1 ? fmt::format(" ({} hubs)", scope_.hubs.size()) : "", results_.days(),
          results_.replications, results_.replications == 1 ? "campaign" : "campaigns",
          results_.interrupted ? " before the interruption" : "");
    write_answer();
    write_target();
    write_table();
    if (!verdicts_.empty())
      print("\n{}", verdicts_text(verdicts_, "campaigns"));
    return std::move(out_);
  }

 private:
  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  const SummaryRow& row(std::string_view measure, Run run) const {
    return experiment::find_row(rows_, scope_.kind, scope_.name, measure, run);
  }

  void write_answer() {
    if (!results_.anything_fails) {
      print("Nothing fails in this campaign.\n");
      return;
    }
    print("{} doses came late on their day; {} people had to come again because of it.\n",
          figure(row("doses_delayed", Run::difference).estimate.value),
          figure(row("sent_home", Run::difference).estimate.value));
    print("At the end {} doses were behind the undisturbed campaign.\n",
          figure(row("backlog_at_end", Run::difference).estimate.value));
  }

  /// "day 41 (median)", or how often it was not reached.
  std::string reached(const SummaryRow& target) const {
    if (std::isfinite(target.estimate.value))
      return fmt::format("on day {:.0f}", target.estimate.value);
    return fmt::format("not within the {} days in {} of {} campaigns", results_.days(), target.estimate.censored,
                       target.estimate.replications);
  }

  void write_target() {
    if (!results_.scenario.campaign->target_doses)
      return;
    if (!results_.anything_fails) {
      print("The target of {} doses was reached {}.\n", *results_.scenario.campaign->target_doses,
            reached(row("target_day", Run::baseline)));
      return;
    }
    print("The target of {} doses was reached {}; undisturbed {}.\n", *results_.scenario.campaign->target_doses,
          reached(row("target_day", Run::outage)), reached(row("target_day", Run::baseline)));
  }

  /// One column where nothing fails: all would be the same.
  void write_undisturbed() {
    print("\n");
    for (const auto& [measure, label] : kTable)
      print("{}{}\n", left(label, 28), right(figure(row(measure, Run::baseline).estimate.value), 12));
    print("\nMeans over campaigns.\n");
  }

  void write_table() {
    if (!results_.anything_fails) {
      write_undisturbed();
      return;
    }
    print("\n{}{}{}{}\n", left("", 28), right("outage", 12), right("undisturbed", 14), right("difference", 26));
    for (const auto& [measure, label] : kTable) {
      const auto& difference = row(measure, Run::difference).estimate;
      print("{}{}{}{}\n", left(label, 28), right(figure(row(measure, Run::outage).estimate.value), 12),
            right(figure(row(measure, Run::baseline).estimate.value), 14),
            right(fmt::format("{} ({} … {})", figure(difference.value), figure(difference.lower),
                              figure(difference.upper)),
                  26));
    }
    print("\nMeans over campaigns, of differences with their 95 % interval.\n");
  }

  const CampaignResults& results_;
  const std::vector<SummaryRow>& rows_;
  const std::vector<experiment::Verdict>& verdicts_;
  const experiment::Scope& scope_;
  std::string out_;
};

}  // namespace

std::string campaign_screen(const CampaignResults& results, const std::vector<SummaryRow>& rows,
                            const std::vector<experiment::Verdict>& verdicts) {
  return CampaignScreen(results, rows, verdicts).text();
}

}  // namespace ripresa::output
