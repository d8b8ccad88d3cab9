#include "ripresa/model/failure_process.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ripresa/engine/random.hpp"
#include "ripresa/model/purpose.hpp"
#include "sampler_cache.hpp"

namespace ripresa::model {
namespace {

/// Mean cycles before midnight at which the process is first looked at: failures of the days before may be felt still.
constexpr int kCyclesBefore = 20;

/// Which of a failure's numbers is drawn; the ordinal of the purpose.
enum class Draw : std::uint32_t { time_between, time_to_repair, beginning };

/// Microseconds, counted from midnight or between two instants: times stretched far do not fit into a Time.
__extension__ using Wide = __int128;

Wide nearest_seconds(double count) {
  return static_cast<Wide>(std::round(count * 1e6));
}

Wide times(double factor, Duration duration) {
  return factor == 1 ? duration.in_microseconds() : nearest_seconds(factor * duration.in_seconds());
}

bool fits(Wide microseconds) {
  return microseconds > std::numeric_limits<std::int64_t>::min();
}

Time time_at(Wide microseconds) {
  return Time::since_midnight(Duration::microseconds(static_cast<std::int64_t>(microseconds)));
}

}  // namespace

FailureProcess::FailureProcess(const scenario::RandomFailure& failure, std::uint32_t key)
    : failure_(failure),
      time_between_(SamplerCache{}.sampler(failure.time_between)),
      time_to_repair_(SamplerCache{}.sampler(failure.time_to_repair)),
      covering_between_(time_between_),
      covering_repair_(time_to_repair_),
      mean_between_(scenario::mean_of(failure.time_between)),
      mean_to_repair_(scenario::mean_of(failure.time_to_repair)),
      key_(key) {}

Duration FailureProcess::repair(engine::UniformBits bits) const {
  return std::max(Duration::microseconds(1), time_to_repair_.draw(bits));
}

std::vector<FailureProcess::Episode> FailureProcess::draw(std::uint64_t seed, std::uint32_t replication, Time horizon,
                                                          double stretch) const {
  const engine::RandomNumbers random(seed, replication, key_);
  const auto bits = [&random](Draw draw, std::uint32_t ordinal) {
    return random.bits(ordinal, purpose(0, Use::failure, static_cast<std::uint32_t>(draw)));
  };
  const Wide end = horizon.in_microseconds();
  std::vector<Episode> episodes;
  const auto fail = [&](Wide from, engine::UniformBits length) {
    const Duration lasts = repair(length);
    if (fits(from) && from < end)
      episodes.push_back({time_at(from), time_at(from) + lasts, length});
    return from + lasts.in_microseconds();
  };
  const auto time_between = [&](std::uint32_t ordinal) {
    return times(stretch, time_between_.draw(bits(Draw::time_between, ordinal)));
  };

  const double up = stretch * mean_between_.in_seconds(), down = mean_to_repair_.in_seconds();
  const Wide beginning = -nearest_seconds(kCyclesBefore * (up + down));
  const double share_gone = engine::uniform(bits(Draw::beginning, 0));
  const bool is_down = engine::uniform(bits(Draw::beginning, 1)) * (up + down) < down;
  const auto covering = (is_down ? covering_repair_ : covering_between_).draw([&](std::uint32_t k) {
    return bits(Draw::beginning, 2 + k);
  });
  Wide from = 0;
  std::uint32_t ordinal = 0;
  if (is_down)
    from = fail(beginning - times(share_gone, repair(covering)), covering) + time_between(ordinal++);
  else
    from = beginning + times(stretch * (1 - share_gone), time_between_.draw(covering));
  for (std::uint32_t repairs = 0; from < end; ++repairs) {
    const Wide repaired = fail(from, bits(Draw::time_to_repair, repairs));
    from = repaired + time_between(ordinal++);
  }
  return episodes;
}

void FailureProcess::append_windows(Time from, Time to, std::vector<scenario::FailureWindow>& windows) const {
  for (const std::size_t backend : failure_.backends)
    windows.push_back({backend, from, to, failure_.severity, failure_.hubs, failure_.recovery});
}

}  // namespace ripresa::model
