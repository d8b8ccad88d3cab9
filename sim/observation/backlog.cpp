#include "ripresa/observation/backlog.hpp"

#include <algorithm>

namespace ripresa::observation {
namespace {

/// How many completions of each have been looked at.
struct Position {
  std::size_t baseline = 0, outage = 0;
};

/// Behind the completions that both have in common from the start: until the failure the two are one.
Position common_past(std::span<const Time> baseline, std::span<const Time> outage) {
  if (baseline.data() == outage.data() && baseline.size() == outage.size())
    return {baseline.size(), outage.size()};
  const auto parting = std::mismatch(baseline.begin(), baseline.end(), outage.begin(), outage.end()).first;
  const auto common = static_cast<std::size_t>(parting - baseline.begin());
  return {common, common};
}

/// Calls visit(t, B) at every instant t at which B may change, from the position on and in order, with B after all
/// completions at t; stops early when visit returns false.
template <class Visit>
void walk_backlog(std::span<const Time> baseline, std::span<const Time> outage, Position from, Visit visit) {
  auto [b, o] = from;
  while (b < baseline.size() || o < outage.size()) {
    const Time now =
        std::min(b < baseline.size() ? baseline[b] : Time::never(), o < outage.size() ? outage[o] : Time::never());
    while (b < baseline.size() && baseline[b] == now)
      ++b;
    while (o < outage.size() && outage[o] == now)
      ++o;
    if (!visit(now, static_cast<std::int64_t>(b) - static_cast<std::int64_t>(o)))
      return;
  }
}

std::int64_t completed_by(std::span<const Time> times, Time instant) {
  return std::upper_bound(times.begin(), times.end(), instant) - times.begin();
}

}  // namespace

std::optional<Time> catch_up_time(std::span<const Time> baseline, std::span<const Time> outage,
                                  const CatchUpRule& rule) {
  const auto within = [&rule](std::int64_t backlog) { return static_cast<double>(backlog) <= rule.tolerance_persons; };
  // The start of the current stretch within the tolerance, if any.
  std::optional<Time> since;
  if (rule.failure_end <= rule.horizon && within(backlog_at(baseline, outage, rule.failure_end)))
    since = rule.failure_end;
  const Position from{static_cast<std::size_t>(completed_by(baseline, rule.failure_end)),
                      static_cast<std::size_t>(completed_by(outage, rule.failure_end))};
  walk_backlog(baseline, outage, from, [&](Time now, std::int64_t backlog) {
    if (now >= rule.horizon || (since && now - *since >= rule.hold))
      return false;
    if (!within(backlog))
      since.reset();
    else if (!since)
      since = now;
    return true;
  });
  return since;
}

Time parting(std::span<const Time> baseline, std::span<const Time> outage) {
  const auto [b, o] = common_past(baseline, outage);
  return std::min(b < baseline.size() ? baseline[b] : Time::never(), o < outage.size() ? outage[o] : Time::never());
}

PeakBacklog peak_backlog(std::span<const Time> baseline, std::span<const Time> outage) {
  PeakBacklog peak;
  walk_backlog(baseline, outage, common_past(baseline, outage), [&peak](Time now, std::int64_t backlog) {
    if (backlog > peak.persons)
      peak = {backlog, now};
    return true;
  });
  return peak;
}

std::int64_t backlog_at(std::span<const Time> baseline, std::span<const Time> outage, Time instant) {
  return completed_by(baseline, instant) - completed_by(outage, instant);
}

Duration backlog_area(std::span<const Time> baseline, std::span<const Time> outage, Time horizon) {
  // ∫ V(t) dt to the horizon = Σ (horizon − completion).
  const Position past = common_past(baseline, outage);
  Duration area;
  for (const Time t : baseline.subspan(past.baseline))
    area += horizon - t;
  for (const Time t : outage.subspan(past.outage))
    area -= horizon - t;
  return area;
}

}  // namespace ripresa::observation
