#include "ripresa/model/failure_process.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ripresa/engine/random.hpp"
#include "ripresa/model/purpose.hpp"
#include "sampler_cache.hpp"

namespace ripresa::model {
namespace {

/// Cycles that the process has been through before midnight.
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
  const double cycle_seconds =
      static_cast<double>(times(stretch, mean_between_) + mean_to_repair_.in_microseconds()) * 1e-6;
  const double cycles = kCyclesBefore + engine::uniform(bits(Draw::beginning, 0));
  std::vector<Episode> episodes;
  Wide now = -nearest_seconds(cycles * cycle_seconds);
  for (std::uint32_t ordinal = 0; now < end; ++ordinal) {
    const Wide from = now + times(stretch, time_between_.draw(bits(Draw::time_between, ordinal)));
    const auto length = bits(Draw::time_to_repair, ordinal);
    const Duration lasts = repair(length);
    if (fits(from) && from < end)
      episodes.push_back({time_at(from), time_at(from) + lasts, length});
    now = from + lasts.in_microseconds();
  }
  return episodes;
}

void FailureProcess::append_windows(Time from, Time to, std::vector<scenario::FailureWindow>& windows) const {
  for (const std::size_t backend : failure_.backends)
    windows.push_back({backend, from, to, failure_.severity, failure_.hubs, failure_.recovery});
}

}  // namespace ripresa::model
