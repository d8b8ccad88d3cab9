#pragma once

// What a campaign adds to the model of one day: the calendar, how much is booked on each day, and places for people who
// come again. Built once and never changed.

#include <cstdint>
#include <map>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

struct CampaignHub {
  std::map<double, std::vector<Time>> due;  // the book's ascending due times, by demand factor
  std::vector<Time> slots;  // of people who come again: those of the usual book, else spread over the opening hours
  std::vector<std::int64_t> free_places;         // by day
  std::vector<std::vector<DoseLot>> deliveries;  // by supply; `at` is the midnight that begins the day
};

struct CampaignPlan {
  int days = 0;
  int last_day = 0;            // after which no other takes up what is missing
  std::vector<bool> open;      // by day
  std::vector<double> demand;  // factor, by day; 0 when closed
  double return_share = 1;
  int return_after_days = 1;
  std::vector<CampaignHub> hubs;
};

/// Precondition: the scenario has a campaign, and the model is its.
CampaignPlan plan_campaign(const scenario::Scenario& scenario, const Model& model);

/// The seed of a day's random numbers; day 0 has the campaign's own, so that it is the same as a run of that day alone.
std::uint64_t seed_of_day(std::uint64_t seed, int day);

}  // namespace ripresa::model
