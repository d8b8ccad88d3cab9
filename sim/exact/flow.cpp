#include "ripresa/exact/flow.hpp"

#include <algorithm>
#include <cmath>

namespace ripresa::exact {
namespace {

constexpr double kDustPersons = 1e-9;            // what rounding leaves of a total that is really zero
constexpr double kDustPersonsPerMinute = 1e-12;  // likewise of a rate

struct Step {
  double at;
  double more_per_minute;
  double at_once;
};

/// A stretch on which a total is linear, from `total` on.
struct Segment {
  double start, end;
  double total;
  double rate;
};

/// The stretches of [from, to).
std::vector<Segment> segments_between(const Flow& flow, double from, double to) {
  std::vector<Segment> segments;
  Segment current{from, to, total_until(flow, {from}), 0};
  for (const FlowChange& change : flow) {
    const double at = change.at.value;
    if (at >= to)
      break;
    if (at > from) {
      current.end = at;
      segments.push_back(current);
      current.total += current.rate * (at - current.start) + change.persons_at_once;
      current.start = at;
    }
    current.rate = change.persons_per_minute;
  }
  current.end = to;
  if (from < to)
    segments.push_back(current);
  return segments;
}

}  // namespace

Flow sum(const std::vector<FlowPart>& parts) {
  std::vector<Step> steps;
  for (const FlowPart& part : parts) {
    double before = 0;
    for (const FlowChange& change : *part.flow) {
      steps.push_back({change.at.value + part.delay.in_minutes(), part.share * (change.persons_per_minute - before),
                       part.share * change.persons_at_once});
      before = change.persons_per_minute;
    }
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
  Flow total;
  double rate = 0;
  for (const Step& step : steps) {
    rate += step.more_per_minute;
    if (std::abs(rate) < kDustPersonsPerMinute)
      rate = 0;
    if (total.empty() || total.back().at.value != step.at)
      total.push_back({{step.at}, rate, step.at_once});
    else
      total.back() = {{step.at}, rate, total.back().persons_at_once + step.at_once};
  }
  return total;
}

double total_until(const Flow& flow, Minutes at) {
  double total = 0;
  for (std::size_t i = 0; i < flow.size() && flow[i].at <= at; ++i) {
    const double end = i + 1 < flow.size() ? std::min(at.value, flow[i + 1].at.value) : at.value;
    total += flow[i].persons_at_once + flow[i].persons_per_minute * (end - flow[i].at.value);
  }
  return total;
}

FlowPeak peak_total(const Flow& flow) {
  FlowPeak peak;
  double total = 0;
  const auto look = [&peak, &total](Minutes at) {
    if (total > peak.persons + kDustPersons)
      peak = {total, at};
  };
  for (std::size_t i = 0; i < flow.size(); ++i) {
    if (i > 0)
      total += flow[i - 1].persons_per_minute * (flow[i].at.value - flow[i - 1].at.value);
    look(flow[i].at);
    total += flow[i].persons_at_once;
    look(flow[i].at);
  }
  return peak;
}

std::optional<Minutes> comes_down(const Flow& flow, const ComeDown& rule) {
  const double limit = rule.persons + kDustPersons;
  const double hold = rule.hold.in_minutes();
  std::optional<double> since;  // the total has been down since
  for (const Segment& segment : segments_between(flow, rule.from.value, rule.horizon.value)) {
    // Where it is crossed, if it is: of no meaning at rate 0.
    const double crossing = std::min(segment.end, segment.start + (rule.persons - segment.total) / segment.rate);
    const double at_end = segment.total + segment.rate * (segment.end - segment.start);
    if (segment.total > limit) {
      since = at_end <= limit ? std::optional(crossing) : std::nullopt;
      continue;
    }
    if (!since)
      since = segment.start;
    const bool leaves = at_end > limit;
    if ((leaves ? crossing : segment.end) - *since >= hold)
      break;
    if (leaves)
      since.reset();
  }
  return since ? std::optional(Minutes{*since}) : std::nullopt;
}

}  // namespace ripresa::exact
