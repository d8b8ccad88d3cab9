#include "ripresa/output/screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "last_to_catch_up.hpp"
#include "text_columns.hpp"
#include "verdicts.hpp"

namespace ripresa::output {
namespace {

using experiment::Results;
using experiment::Run;
using experiment::Scope;
using experiment::ScopeKind;
using experiment::SummaryRow;
using experiment::Verdict;

/// Calls offered for each new one from which on the screen speaks of them.
constexpr double kStormAmplification = 2;

/// "3.0 … 3.1"; a dash where the data give no interval.
std::string interval_text(const SummaryRow& row, std::string (*text)(double)) {
  const auto& estimate = row.estimate;
  if (!std::isfinite(estimate.lower) && !std::isfinite(estimate.upper))
    return "—";
  return fmt::format("{} … {}", text(estimate.lower), text(estimate.upper));
}

class Screen {
 public:
  Screen(const Results& results, const std::vector<SummaryRow>& rows, const std::vector<Verdict>& verdicts)
      : results_(results), rows_(rows), verdicts_(verdicts), scope_(results.layout.scopes.back().scope) {}

  std::string text() {
    write_head();
    write_answer();
    write_table();
    if (results_.scenario.hubs.size() > 1 && results_.anything_fails) {
      out_ += last_to_catch_up_text(rows_, ScopeKind::region, "Regions", 10);
      out_ += last_to_catch_up_text(rows_, ScopeKind::hub, "Hubs", 5);
    }
    write_objectives();
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

  void write_head() {
    print("{}\n", results_.scenario.title);
    print("{}{}, {} {} simulated{}\n\n", scope_.name,
          results_.scenario.hubs.size() > 1 ? fmt::format(" ({} hubs)", results_.scenario.hubs.size()) : "",
          results_.replications, results_.replications == 1 ? "day" : "days",
          results_.interrupted ? " before the interruption" : until_precise());
  }

  std::string until_precise() const {
    const auto& precision = results_.scenario.experiment.until_precise;
    if (!precision)
      return "";
    const bool known_at_last = results_.imprecise.empty();
    return fmt::format("{} known to within {}: {}",
                       results_.precise ? ", until"
                       : known_at_last  ? ", the most allowed, and only just"
                                        : ", the most allowed, and still not",
                       percent(precision->relative_half_width),
                       fmt::join(known_at_last ? precision->measures : results_.imprecise, ", "));
  }

  void write_answer() {
    const auto& peak = row("peak_queue", Run::outage);
    const auto& usual = row("peak_queue", Run::baseline);
    if (!results_.anything_fails) {
      print("Nothing fails in this scenario. The queue peaked at {} people (mean; 90 % of days {} to {}).\n",
            figure(peak.estimate.value), figure(peak.p05), figure(peak.p95));
      return;
    }
    if (peak.estimate.value == 0) {
      print("Nobody queued.\n");
    } else {
      print("The queue peaked at {}; the outage made it up to {} longer{}.\n", peak_text(peak, Run::outage),
            figure(excess("peak_excess_queue").estimate.value), at_time("peak_excess_queue_time"));
    }
    if (peak.estimate.value > 0 || usual.estimate.value > 0)
      print("(Undisturbed day: {}.)\n", peak_text(usual, Run::baseline));
    write_outdoors();
    write_catch_up();
    write_record_catch_up();
    write_storms();
    for (const Verdict& verdict : verdicts_)
      print("\"{}\" was met on {} of days.\n", verdict.objective.name,
            percent_beside(verdict.met.value, verdict.objective.probability));
  }

  /// "392 people at 15:33"; without a time where most days have no queue.
  std::string peak_text(const SummaryRow& peak, Run run) const {
    if (peak.estimate.value == 0)
      return "nobody";
    const double when = row("peak_queue_time", run).p50;
    const char* const people = run == Run::outage ? " people" : "";
    return fmt::format("{}{}{}", figure(peak.estimate.value), people,
                       std::isfinite(when) ? " at " + clock_text(when) : "");
  }

  const SummaryRow& excess(std::string_view measure) const { return row(measure, Run::difference); }

  /// ", at 15:15": the median over days of a clock time; nothing where no day has one.
  std::string at_time(std::string_view measure) const {
    const double median = row(measure, Run::difference).p50;
    return std::isfinite(median) ? ", at " + clock_text(median) : "";
  }

  std::size_t hubs_with_capacity() const {
    const auto& hubs = results_.scenario.hubs;
    return static_cast<std::size_t>(std::count_if(
        hubs.begin(), hubs.end(), [](const scenario::Hub& hub) { return hub.indoor_capacity.has_value(); }));
  }

  void write_outdoors() {
    const auto& peak = row("peak_outdoors", Run::outage);
    const auto& usual = row("peak_outdoors", Run::baseline);
    if (const std::size_t roofs = hubs_with_capacity(); roofs == 0)
      print("{}: no hub states an indoor_capacity.\n",
            peak.estimate.value == 0 ? "Nobody counts as outdoors"
                                     : "Only those who came before the opening count as outdoors");
    else if (peak.estimate.value == 0)
      print("Nobody stood outdoors{}.\n",
            roofs == results_.scenario.hubs.size()
                ? ""
                : fmt::format(" ({} of {} hubs {} an indoor_capacity)", roofs, results_.scenario.hubs.size(),
                              roofs == 1 ? "states" : "state"));
    if (excess("peak_excess_outdoors").estimate.value == 0)
      return;
    const auto usually = usual.estimate.value == 0
                             ? "nobody"
                             : fmt::format("{} at {}", figure(usual.estimate.value),
                                           clock_text(row("peak_outdoors_time", Run::baseline).p50));
    print("Up to {} more people than undisturbed stood outdoors{} (undisturbed day: {}).\n",
          figure(excess("peak_excess_outdoors").estimate.value), at_time("peak_excess_outdoors_time"), usually);
  }

  void write_catch_up() {
    const auto& when = row("catch_up_time", Run::difference);
    const auto& minutes = row("catch_up_minutes", Run::difference);
    if (std::isfinite(when.estimate.value) && fails_to_the_horizon())
      print("Not behind at the horizon, {}, to which the failure lasts (median).\n", horizon());
    else if (std::isfinite(when.estimate.value))
      print("Caught up at {} (median; 90 % of days {} to {}), {} min after {}.\n", clock_text(when.estimate.value),
            clock_text(when.p05), std::isfinite(when.p95) ? clock_text(when.p95) : "beyond the horizon",
            figure(minutes.estimate.value), failure_end());
    else
      print("Not caught up by the horizon, {}, on {}.\n", horizon(), any_or_most_days(when));
    if (!std::isfinite(when.estimate.value))
      write_missed();
    write_never("Never", when);
  }

  /// From which catching up counts.
  std::string failure_end() const {
    if (!results_.scenario.random_failures.empty())
      return "the end of the day's last failure";
    const std::size_t failures = results_.layout.scopes.back().failures_apart;
    return failures > 1 ? fmt::format("the end of the last of {} failures", failures) : "the failure's end";
  }

  bool fails_to_the_horizon() const {
    return results_.scenario.random_failures.empty() &&
           results_.layout.scopes.back().failure_end >= results_.scenario.experiment.horizon;
  }

  std::string horizon() const { return clock_minutes(results_.scenario.experiment.horizon); }

  /// Of a time that is beyond the horizon in the median.
  const char* any_or_most_days(const SummaryRow& time) const {
    return time.estimate.censored == results_.replications ? "any day" : "most days";
  }

  void write_never(std::string_view what, const SummaryRow& time) {
    const std::size_t all = results_.replications;
    if (time.estimate.censored > 0 && time.estimate.censored < all)
      print("{} caught up by the horizon, {}: {} of {} days.\n", what, horizon(), time.estimate.censored, all);
  }

  /// A queue is still worked off; doses of people who went away are not.
  void write_missed() {
    const double missed = row("missed", Run::difference).estimate.value;
    const double inside = row("inside_at_horizon", Run::outage).estimate.value;
    const double usually = row("inside_at_horizon", Run::baseline).estimate.value;
    if (!(missed > 0))
      return;
    print("By then {} people lacked a dose that they would have got (mean); {}.\n", figure(missed),
          inside > 0 ? fmt::format("{} people were still inside (undisturbed day: {})", figure(inside), figure(usually))
                     : "nobody was inside any more");
  }

  /// Where people are served on paper, records lag behind the doses.
  void write_record_catch_up() {
    const auto& given = row("catch_up_time", Run::difference);
    const auto& recorded = row("recording_catch_up_time", Run::difference);
    if (!std::isfinite(given.p50) ||
        (recorded.p50 == given.p50 && recorded.estimate.censored <= given.estimate.censored))
      return;
    if (std::isfinite(recorded.p50))
      print("Records were caught up at {} (median).\n", clock_text(recorded.p50));
    else
      print("Records were not caught up by the horizon, {}, on {}.\n", horizon(), any_or_most_days(recorded));
    write_never("Records never", recorded);
  }

  /// Backends of limited capacity that are asked for much more than usual, or are not back when the failure is over.
  void write_storms() {
    for (const auto& backend : results_.scenario.backends) {
      if (!backend.capacity)
        continue;
      const auto figures = [&](std::string_view measure, Run run) -> const SummaryRow& {
        return experiment::find_row(rows_, ScopeKind::backend, backend.name, measure, run);
      };
      const auto& amplification = figures("peak_amplification", Run::outage);
      const auto& back = figures("goodput_back_minutes", Run::difference);
      const bool usually_called = back.estimate.replications > 0;
      const bool late = usually_called && !(back.p50 <= results_.scenario.measures.catch_up_hold.in_minutes());
      if (!(amplification.p50 >= kStormAmplification) && !late)
        continue;
      const double peak = figures("peak_calls_per_second", Run::outage).estimate.value;
      const double usual = figures("peak_calls_per_second", Run::baseline).estimate.value;
      const bool rose = peak > usual && figure(peak) != figure(usual);
      print("Calls to {} {} {} a second (undisturbed {}), {} for each new one{}\n", backend.name,
            rose ? "rose to" : "were at most", figure(peak), figure(usual), figure(amplification.p50),
            usually_called ? ";" : ".");
      if (usually_called)
        write_goodput_back(back);
    }
  }

  void write_goodput_back(const SummaryRow& back) {
    const std::size_t days = back.estimate.replications;
    if (std::isfinite(back.p50))
      print("its goodput was back {} min after the failure's end (median; 90 % of days {} to {}).\n", figure(back.p50),
            figure(back.p05), std::isfinite(back.p95) ? figure(back.p95) : "not that day");
    else
      print("its goodput was not back that day on most {}, though the failure was over.\n",
            days == results_.replications ? "days" : fmt::format("of the {} days with calls to answer", days));
  }

  /// One column where nothing fails: all would be the same.
  void write_undisturbed_figure(std::string_view label, std::string_view measure) {
    const SummaryRow& r = row(measure, Run::baseline);
    print("{}{}{}\n", left(std::string(label), 35), right(figure(r.estimate.value), 8),
          right(interval_text(r, figure), 20));
  }

  void write_figure(std::string_view label, std::string_view measure) {
    if (!results_.anything_fails) {
      write_undisturbed_figure(label, measure);
      return;
    }
    const auto cell = [&](Run run) { return figure(row(measure, run).estimate.value); };
    print("{}{}{}{}{}\n", left(std::string(label), 35), right(cell(Run::outage), 8), right(cell(Run::baseline), 9),
          right(cell(Run::difference), 12), right(interval_text(row(measure, Run::difference), figure), 16));
  }

  void write_twin_figure(std::string_view label, std::string_view measure) {
    const SummaryRow& r = row(measure, Run::difference);
    print("{}{}{}{}{}\n", left(std::string(label), 35), right("", 8), right("", 9), right(figure(r.estimate.value), 12),
          right(interval_text(r, figure), 16));
  }

  void write_table() {
    if (results_.anything_fails)
      print("\n{}{}{}{}{}\n", left("mean over days", 35), right("outage", 8), right("baseline", 9),
            right("difference", 12), right("95 % interval", 16));
    else
      print("\n{}{}{}\n", left("mean over days", 35), right("", 8), right("95 % interval", 20));
    write_figure("peak queue, people", "peak_queue");
    write_figure("peak outdoors, people", "peak_outdoors");
    write_figure("waiting time, mean, min", "waiting_mean");
    write_figure("waiting time, 95th percentile, min", "waiting_p95");
    write_figure("waiting time, longest, min", "waiting_max");
    write_figure("time in the hub, mean, min", "sojourn_mean");
    write_figure("last person out after closing, min", "overtime");
    write_figure("people who came", "arrivals");
    write_figure("vaccinated", "vaccinated");
    write_figure("recorded by the horizon", "recorded");
    write_figure("on paper, awaiting entry", "on_paper");
    write_figure("turned away", "turned_away");
    for (const auto& [label, measure] :
         {std::pair("still inside at the horizon", "inside_at_horizon"),
          std::pair("left without a dose", "left_unvaccinated"), std::pair("gave up waiting", "abandoned"),
          std::pair("did not join the line", "balked"), std::pair("sent to a later day", "rebooked"),
          std::pair("asked to come on a later day", "postponed"), std::pair("sent to another hub", "diverted_out"),
          std::pair("in a local cache, not stored", "unsynced")})
      if (row(measure, Run::outage).estimate.value != 0 || row(measure, Run::baseline).estimate.value != 0)
        write_figure(label, measure);
    if (!results_.anything_fails)
      return;
    write_twin_figure("peak backlog, doses", "peak_backlog");
    write_twin_figure("delayed by more than 15 min", "delayed_15");
    write_twin_figure("delayed by more than 30 min", "delayed_30");
    write_twin_figure("delayed by more than 60 min", "delayed_60");
    write_twin_figure("added waiting, person-hours", "added_waiting");
    write_catch_up_figure();
  }

  void write_catch_up_figure() {
    const SummaryRow& r = row("catch_up_time", Run::difference);
    print("{}{}{}{}{}\n", left("caught up, median", 35), right("", 8), right("", 9),
          right(clock_text(r.estimate.value), 12), right(interval_text(r, clock_text), 16));
  }

  void write_objectives() {
    if (verdicts_.empty())
      return;
    print("\n{}", verdicts_text(verdicts_, "days"));
  }

  const Results& results_;
  const std::vector<SummaryRow>& rows_;
  const std::vector<Verdict>& verdicts_;
  const Scope& scope_;
  std::string out_;
};

}  // namespace

bool is_shown(const Results& results, const SummaryRow& row) {
  if (!row.station.empty())
    return false;
  const Scope& widest = results.layout.scopes.back().scope;
  if (row.scope == ScopeKind::backend || (row.scope == widest.kind && row.name == widest.name))
    return true;
  return (row.scope == ScopeKind::region || row.scope == ScopeKind::hub) &&
         (row.info.name == "peak_backlog" || row.info.name == "catch_up_time" ||
          row.info.name == "backlog_at_horizon" || (row.info.name == "vaccinated" && row.run == Run::baseline));
}

std::string result_screen(const Results& results, const std::vector<SummaryRow>& rows,
                          const std::vector<Verdict>& verdicts) {
  return Screen(results, rows, verdicts).text();
}

}  // namespace ripresa::output
