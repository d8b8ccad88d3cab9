#include "ripresa/observation/conservation.hpp"

#include <fmt/format.h>

#include <array>

namespace ripresa::observation {
namespace {

std::string unequal(const char* law, std::int64_t left, std::int64_t right) {
  return left == right ? "" : fmt::format("{}: {} against {}", law, left, right);
}

/// Doses: what was in store and came in = used + left at every stage + lost.
std::string broken_law(const SupplyRecord& s) {
  const std::int64_t taken = s.used + s.spoiled + s.in_hand;
  std::string broken = unequal("doses in store + delivered = used + in hand + left + lost", s.stock + s.delivered,
                               taken + s.expired + s.left_ready + s.under_preparation + s.left_in_store);
  if (broken.empty())
    broken = unequal("doses ready = used + in hand + left + lost", s.became_ready, taken + s.expired + s.left_ready);
  if (broken.empty())
    broken = unequal("doses taken = people who waited for one", taken, static_cast<std::int64_t>(s.waits.size()));
  return broken;
}

}  // namespace

std::string broken_law(const RunRecord& record) {
  const Counts& c = record.counts;
  std::array<std::int64_t, kFates> with_fate{};
  for (const Fate fate : record.persons.fate)
    ++with_fate[static_cast<std::size_t>(fate)];
  const auto of = [&with_fate](Fate fate) { return with_fate[static_cast<std::size_t>(fate)]; };
  const std::int64_t inside_unvaccinated = c.present - c.present_vaccinated;

  std::string broken = unequal(
      "arrivals = vaccinated + left unvaccinated + turned away + gave up + balked + rebooked + diverted + inside",
      c.arrivals,
      c.vaccinated + c.left_unvaccinated + c.turned_away + c.abandoned + c.balked + c.rebooked + c.diverted +
          inside_unvaccinated);
  const auto also = [&broken](const char* law, std::int64_t left, std::int64_t right) {
    if (broken.empty())
      broken = unequal(law, left, right);
  };
  also("people with the fate vaccinated", of(Fate::vaccinated), c.vaccinated);
  also("people with the fate left unvaccinated", of(Fate::left_unvaccinated), c.left_unvaccinated);
  also("people with the fate turned away", of(Fate::turned_away), c.turned_away);
  also("people with the fate abandoned", of(Fate::abandoned), c.abandoned);
  also("people with the fate balked", of(Fate::balked), c.balked);
  also("people with the fate rebooked", of(Fate::rebooked), c.rebooked);
  also("people with the fate diverted", of(Fate::diverted), c.diverted);
  also("people with the fate postponed", of(Fate::postponed), c.postponed);
  also("people with the fate inside", of(Fate::inside), inside_unvaccinated);
  also("vaccination times", static_cast<std::int64_t>(record.vaccinations.size()), c.vaccinated);
  also("recording times", static_cast<std::int64_t>(record.recordings.size()), c.recorded);
  if (broken.empty() && c.recorded + c.on_paper + c.unsynced > c.vaccinated)
    broken = fmt::format("recorded {} + on paper {} + unsynced {} exceed vaccinated {}", c.recorded, c.on_paper,
                         c.unsynced, c.vaccinated);
  for (const StationRecord& station : record.stations)
    also("Little's law: queue area = time in line, in µs", station.queue_area.in_microseconds(),
         station.queued_total.in_microseconds());
  for (const SupplyRecord& supply : record.supplies)
    if (broken.empty())
      broken = broken_law(supply);
  return broken;
}

std::string broken_law(const CallRecord& calls) {
  std::int64_t offered = 0;
  std::int64_t first_attempts = 0;
  std::int64_t ended = 0;
  std::int64_t queue = 0;
  std::int64_t in_progress = 0;
  for (const CallStep& step : calls.steps_with_calls()) {
    offered += step.offered;
    first_attempts += step.first_attempts;
    ended += std::int64_t{step.answered} + step.failed + step.refused + step.timed_out;
    queue += step.queue_change;
    in_progress += step.progress_change;
    if (queue < 0 || in_progress < 0)
      return fmt::format("calls at the backend: {} wait and {} are worked on", queue, in_progress);
  }
  if (first_attempts > offered)
    return fmt::format("first attempts {} exceed calls offered {}", first_attempts, offered);
  return unequal("calls offered = answered + failed + refused + timed out + under way", offered,
                 ended + calls.under_way);
}

}  // namespace ripresa::observation
