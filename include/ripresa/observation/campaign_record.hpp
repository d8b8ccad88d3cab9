#pragma once

// What one run of one hub through a campaign lets out: a line a day.

#include <cstdint>
#include <string>
#include <vector>

#include "ripresa/base/time.hpp"

namespace ripresa::observation {

/// Persons and doses of one day. On a day on which the hub is closed only the stocks go on: `waiting_return`,
/// `in_store`.
struct CampaignDay {
  std::int64_t booked = 0;      // in the hub's own book
  std::int64_t returning = 0;   // who came to an appointment anew, after having been sent home
  std::int64_t told_again = 0;  // sent home before, and told by message not to come to their new appointment
  std::int64_t arrivals = 0;
  std::int64_t vaccinated = 0;
  std::int64_t recorded = 0;        // doses given on this day that were on record at its end
  std::int64_t sent_home = 0;       // came, or were told by message not to, and have to come again
  std::int64_t gave_up = 0;         // sent home, today or before: want no other appointment, or stayed away from it
  std::int64_t waiting_return = 0;  // at the end of the day: sent home, will come again, and have not come yet
  // Doses of supplies whose store has a limit.
  std::int64_t delivered = 0;
  std::int64_t used = 0;
  std::int64_t wasted = 0;    // expired, spoiled, or thrown away at the end of the day
  std::int64_t in_store = 0;  // at the end of the day
  Duration waited;            // in lines and at counters, over all people

  bool operator==(const CampaignDay&) const = default;
};

/// The people of a day, over all hubs that send each other some.
struct CampaignPeople {
  std::int64_t came = 0;  // each once: without those sent by another hub
  std::int64_t told_not_to = 0;
  std::int64_t vaccinated = 0;
  std::int64_t left_unvaccinated = 0;  // by their path
  std::int64_t sent_home = 0;
};

/// A day against its twin of the same day.
struct CampaignTwinDay {
  std::int64_t peak_backlog = 0;  // doses behind on the day, counted from its beginning
  std::int64_t missed = 0;  // doses fewer at the end of the day; negative where returning people are caught up with
  // ∫ doses behind within the day dt. What is missed counts up to midnight, whenever the day's run ends: from then on
  // the next day counts it. On the campaign's last day, until the hub closes, be it after midnight: from midnight on
  // with what the days before have missed.
  Duration backlog_area;
};

struct CampaignRecord {
  std::vector<CampaignDay> days;
};

/// The laws of a campaign, on each of its days: people sent home so far = people who came back + who were told not to +
/// who gave up + who still wait; doses in store = those of the day before + delivered − used − wasted. Before the first
/// day `stock` is in store and `waiting` people wait, who count as sent home. Returns "" when they hold, else the law
/// with its figures.
std::string broken_law(const CampaignRecord& record, std::int64_t stock, std::int64_t waiting = 0);

/// The law of a campaign's day: people who came or were told not to = vaccinated + left unvaccinated by their path +
/// sent home, at whichever hub they ended. Likewise.
std::string broken_law(const CampaignPeople& people);

}  // namespace ripresa::observation
