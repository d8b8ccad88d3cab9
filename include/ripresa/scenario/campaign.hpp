#pragma once

// A campaign of many days as plain data: which days hubs open, how much is booked on them, and what becomes of people
// who were sent home. Days are counted from the scenario's date: 0, 1, …, days − 1.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "ripresa/base/date.hpp"
#include "ripresa/scenario/objective.hpp"

namespace ripresa::scenario {

inline constexpr std::array<const char*, 7> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                         "friday", "saturday", "sunday"};

/// Doses that reach a supply's store on one day, before the hub opens.
struct CampaignDelivery {
  int day = 0;
  std::size_t hub = 0, supply = 0;
  int doses = 0;
  bool operator==(const CampaignDelivery&) const = default;
};

/// How finely random years are studied.
struct RiskStudy {
  int campaigns = 10'000;  // put together from single failures
  int start_strata = 12;   // of the time of day at which a failure begins, equally long
  int length_strata = 8;   // of its length, finer for longer ones
  int failures_each = 4;   // simulated in each stratum
  int undisturbed = 50;    // campaigns without failures, against whose target days delays are measured
  bool operator==(const RiskStudy&) const = default;
};

struct Campaign {
  int days = 1;
  int replications = 100;                                                    // campaigns to simulate
  std::array<bool, 7> open_on = {true, true, true, true, true, true, true};  // by weekday, Monday first
  std::vector<int> closed;                                                   // further days, ascending
  std::array<double, 7> demand = {1, 1, 1, 1, 1, 1, 1};  // factor on the hubs' appointments and walk-ins, by weekday
  double places = 1.1;        // appointments that can be given a day, relative to the hub's book at factor 1
  double return_share = 1;    // of those sent home without a dose, who take another appointment
  int return_after_days = 1;  // the earliest day of that
  std::optional<std::int64_t> target_doses;  // of all hubs together
  std::vector<CampaignDelivery> deliveries;  // by day
  std::vector<Objective> objectives;         // a limit on a day counts days, the campaign's first being 1
  RiskStudy risk;
  bool operator==(const Campaign&) const = default;
};

/// Whether hubs are open on a day of the campaign, counted from 0, that begins on `first_day`.
inline bool is_open(const Campaign& campaign, Date first_day, int day) {
  return campaign.open_on[weekday_of(days_after(first_day, day))] &&
         !std::binary_search(campaign.closed.begin(), campaign.closed.end(), day);
}

}  // namespace ripresa::scenario
