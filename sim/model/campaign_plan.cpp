#include "ripresa/model/campaign_plan.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "due_times.hpp"

namespace ripresa::model {
namespace {

void plan_calendar(const scenario::Scenario& scenario, CampaignPlan& plan) {
  const scenario::Campaign& campaign = *scenario.campaign;
  for (int day = 0; day < campaign.days; ++day) {
    const bool open = is_open(campaign, scenario.date, day);
    plan.open.push_back(open);
    plan.demand.push_back(open ? campaign.demand[weekday_of(days_after(scenario.date, day))] : 0);
  }
}

/// Places are those of the usual day, booked and walking in, times `places`, less what is booked or expected to walk
/// in.
void plan_places(const HubModel& hub, double places, const CampaignPlan& plan, CampaignHub& planned) {
  double walk_ins = 0;
  for (const DemandPiece& piece : hub.walk_ins)
    walk_ins += piece.persons_per_hour * (piece.to - piece.from).in_hours();
  const double all = std::floor(places * (static_cast<double>(hub.appointments.size()) + walk_ins) + 1e-9);
  for (std::size_t day = 0; day < plan.open.size(); ++day) {
    const double taken =
        static_cast<double>(planned.due[plan.demand[day]].size()) + std::ceil(plan.demand[day] * walk_ins - 1e-9);
    planned.free_places.push_back(plan.open[day] ? static_cast<std::int64_t>(std::max(0.0, all - taken)) : 0);
  }
  planned.slots = hub.appointments;
  constexpr int kSlots = 60;
  if (planned.slots.empty())
    for (int slot = 0; slot < kSlots; ++slot)
      planned.slots.push_back(hub.opens +
                              Duration::microseconds((hub.closes - hub.opens).in_microseconds() / kSlots * slot));
}

}  // namespace

CampaignPlan plan_campaign(const scenario::Scenario& scenario, const Model& model) {
  const scenario::Campaign& campaign = *scenario.campaign;
  CampaignPlan plan;
  plan.days = campaign.days;
  plan.last_day = campaign.days - 1;
  plan.return_share = campaign.return_share;
  plan.return_after_days = campaign.return_after_days;
  plan_calendar(scenario, plan);
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub) {
    CampaignHub& planned = plan.hubs.emplace_back();
    for (const double factor : plan.demand)
      if (planned.due.find(factor) == planned.due.end())
        planned.due[factor] = due_times(scenario.hubs[hub].appointments, factor);
    plan_places(model.hubs[hub], campaign.places, plan, planned);
    planned.deliveries.resize(scenario.hubs[hub].supplies.size());
  }
  for (const scenario::CampaignDelivery& delivery : campaign.deliveries)
    plan.hubs[delivery.hub].deliveries[delivery.supply].push_back(
        {Time::since_midnight(Duration::days(delivery.day)), delivery.doses});
  return plan;
}

/// SplitMix64's output function (Steele, Lea, Flood, OOPSLA 2014) of seed + day · its odd constant: a bijection of the
/// seed for each day, so that no two days of a campaign share a seed.
std::uint64_t seed_of_day(std::uint64_t seed, int day) {
  if (day == 0)
    return seed;
  std::uint64_t z = seed + static_cast<std::uint64_t>(day) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace ripresa::model
