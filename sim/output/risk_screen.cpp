// Random years for a person to read.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "ripresa/output/risk_files.hpp"
#include "text_columns.hpp"

namespace ripresa::output {
namespace {

using experiment::kLosses;
using experiment::Loss;
using experiment::RiskResults;
using experiment::RiskVerdict;

/// With as many nines as it takes: "99.9 %", "99.987 %".
std::string availability_text(double availability) {
  if (std::isnan(availability))
    return "—";
  const double below = 1 - availability;
  const int decimals = below <= 0 ? 1 : std::max(1, static_cast<int>(std::ceil(-std::log10(below))) - 1);
  return fmt::format("{:.{}f} %", 100 * availability, decimals);
}

class RiskScreen {
 public:
  explicit RiskScreen(const RiskResults& results) : results_(results), days_(results.scenario.campaign->days) {}

  std::string text() {
    print("{}\n{} days, {} campaigns put together from {} simulated failures{}\n\n", results_.scenario.title, days_,
          results_.scenario.campaign->risk.campaigns, results_.strata.size() * results_.failures_each,
          results_.interrupted ? " before the interruption" : "");
    write_answer();
    write_table();
    write_verdicts();
    return std::move(out_);
  }

 private:
  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  static std::size_t index_of(Loss loss) { return static_cast<std::size_t>(loss); }

  std::string with_interval(const statistics::Estimate& estimate) const {
    return fmt::format("{} (95 % interval {} to {})", figure(estimate.value), figure(estimate.lower),
                       figure(estimate.upper));
  }

  void write_answer() {
    const auto& delayed = results_.expected[index_of(Loss::doses_delayed)];
    const double scale = 365.25 / days_;
    print("Expected doses delayed: {} in the {} days", with_interval(delayed), days_);
    if (days_ < 360 || days_ > 370)
      print(", {} in a year of such days",
            with_interval({delayed.value * scale, delayed.lower * scale, delayed.upper * scale, 0, 0}));
    print(".\nOne campaign in ten delays more than {} doses, one in a hundred more than {}.\n",
          figure(results_.exceeded[index_of(Loss::doses_delayed)][0]),
          figure(results_.exceeded[index_of(Loss::doses_delayed)][1]));
    print("{} failures are to be expected; nothing is down {} of the time.\n", figure(results_.now().failures),
          availability_text(results_.now().availability));
    write_target();
    for (const RiskVerdict& verdict : results_.verdicts)
      print("\"{}\" is met by {} of campaigns; {}.\n", verdict.objective.name, percent(verdict.met.value),
            needed(verdict));
  }

  /// Campaigns without failures do not meet it often enough either.
  bool is_out_of_reach(const RiskVerdict& verdict) const {
    const bool of_target = verdict.objective.measure == "target_delay" || verdict.objective.measure == "target_day";
    return of_target && results_.undisturbed_reaching < verdict.objective.probability;
  }

  static std::string needed(const RiskVerdict& verdict) {
    if (std::isnan(verdict.availability))
      return fmt::format("no availability makes that {}", percent(verdict.objective.probability));
    return fmt::format("{} takes an availability of {}{}", percent(verdict.objective.probability),
                       availability_text(verdict.availability), verdict.or_less ? " or less" : "");
  }

  void write_target() {
    const auto& campaign = *results_.scenario.campaign;
    if (!campaign.target_doses)
      return;
    if (!results_.target_day) {
      print("The target of {} doses is not reached in the {} days, even undisturbed.\n", *campaign.target_doses, days_);
      return;
    }
    const auto& delay = results_.expected[index_of(Loss::target_delay)];
    const bool always = results_.undisturbed_reaching == 1;
    print("The target of {} doses, undisturbed reached on day {}{}, comes {} days later on average; ",
          *campaign.target_doses, *results_.target_day,
          always ? "" : fmt::format(" by {} of campaigns", percent(results_.undisturbed_reaching)),
          figure(delay.value));
    print("{} of campaigns do not reach it.\n", percent(results_.not_reached));
  }

  void write_table() {
    print("\n{}{}{}{}{}\n", left("", 26), right("expected", 10), right("95 % interval", 20), right("1 in 10", 12),
          right("1 in 100", 12));
    constexpr std::array<const char*, kLosses> kLabels = {"doses delayed", "dose-days late", "people sent home more",
                                                          "person-hours waited more", "target, days later"};
    for (std::size_t loss = 0; loss < kLosses; ++loss) {
      if (results_.curves[loss].empty())
        continue;
      const auto& expected = results_.expected[loss];
      print("{}{}{}{}{}\n", left(kLabels[loss], 26), right(figure(expected.value), 10),
            right(fmt::format("{} … {}", figure(expected.lower), figure(expected.upper)), 20),
            right(figure(results_.exceeded[loss][0]), 12), right(figure(results_.exceeded[loss][1]), 12));
    }
    print("\nOf a campaign, against the same without failures. Its failures are taken to act apart from each other");
    constexpr double kOften = 0.1;
    if (results_.days_felt > kOften)
      print(":\none is still felt on {} of the days, so that some overlap; ripresa campaign simulates them together",
            percent(std::min(1.0, results_.days_felt)));
    print(".\n");
  }

  void write_verdicts() {
    if (!results_.verdicts.empty())
      print("\n");
    for (const RiskVerdict& v : results_.verdicts)
      print("{} \"{}\": met by {} of campaigns (95 % interval {} to {}), wanted {}{}\n", v.holds ? "HOLDS" : "FAILS",
            v.objective.name, percent(v.met.value), percent(v.met.lower), percent(v.met.upper),
            percent(v.objective.probability), is_out_of_reach(v) ? "; not even without failures" : "");
    for (const std::string& name : results_.not_judged)
      print(
          "NOT JUDGED \"{}\": it is not about a loss of all hubs together; ripresa campaign tells whether it holds.\n",
          name);
  }

  const RiskResults& results_;
  const int days_;
  std::string out_;
};

}  // namespace

std::string risk_screen(const RiskResults& results) {
  return RiskScreen(results).text();
}

}  // namespace ripresa::output
