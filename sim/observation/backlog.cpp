#include "ripresa/observation/backlog.hpp"

#include <algorithm>

namespace ripresa::observation {
namespace {

/// Calls visit(t, B) at every instant t at which B may change, in order, with B after all completions at t;
/// stops early when visit returns false.
template <class Visit>
void walk_backlog(std::span<const Time> baseline, std::span<const Time> outage, Visit visit) {
  std::size_t b = 0;
  std::size_t o = 0;
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
  if (rule.failure_end < rule.horizon && within(backlog_at(baseline, outage, rule.failure_end)))
    since = rule.failure_end;
  walk_backlog(baseline, outage, [&](Time now, std::int64_t backlog) {
    if (now <= rule.failure_end)
      return true;
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

PeakBacklog peak_backlog(std::span<const Time> baseline, std::span<const Time> outage) {
  PeakBacklog peak;
  walk_backlog(baseline, outage, [&peak](Time now, std::int64_t backlog) {
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
  Duration area;
  for (const Time t : baseline)
    area += horizon - t;
  for (const Time t : outage)
    area -= horizon - t;
  return area;
}

}  // namespace ripresa::observation
