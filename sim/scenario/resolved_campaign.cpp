// The campaign in the resolved scenario.

#include <fmt/format.h>

#include <chrono>
#include <iterator>

#include "ripresa/base/date.hpp"
#include "toml_text.hpp"

namespace ripresa::scenario {
namespace {

std::string objective_toml(const Scenario& scenario, const Objective& objective) {
  std::string text = fmt::format("\n[[campaign.objective]]\nname = {}\nmeasure = {}\nprobability = {}\n",
                                 quoted(objective.name), quoted(objective.measure), number(objective.probability));
  switch (objective.bound) {
    case Bound::by:
      text += fmt::format("by = {}\n", iso_date(days_after(scenario.date, static_cast<int>(objective.limit) - 1)));
      break;
    case Bound::above:
      text += fmt::format("above = {}\n", number(objective.limit));
      break;
    default:
      text += fmt::format("below = {}\n", number(objective.limit));
  }
  return text + text_of(objective.scope) + "\n";
}

}  // namespace

std::string campaign_toml(const Scenario& scenario) {
  const Campaign& campaign = *scenario.campaign;
  const auto date = [&scenario](int day) { return iso_date(days_after(scenario.date, day)); };
  std::string text = "\n[campaign]\n";
  const auto line = [&text](std::string_view key, std::string_view value) {
    fmt::format_to(std::back_inserter(text), "{} = {}\n", key, value);
  };
  std::string open_on;
  std::string demand;
  for (std::size_t weekday = 0; weekday < kWeekdays.size(); ++weekday) {
    if (campaign.open_on[weekday])
      append(open_on, quoted(kWeekdays[weekday]));
    append(demand, fmt::format("{} = {}", kWeekdays[weekday], number(campaign.demand[weekday])));
  }
  std::string closed;
  for (const int day : campaign.closed)
    append(closed, date(day));
  line("days", fmt::format("{}", campaign.days));
  line("replications", fmt::format("{}", campaign.replications));
  line("open_on", "[" + open_on + "]");
  line("closed", "[" + closed + "]");
  line("demand", "{ " + demand + " }");
  line("places", number(campaign.places));
  line("return_share", number(campaign.return_share));
  line("return_after_days", fmt::format("{}", campaign.return_after_days));
  if (campaign.target_doses)
    line("target_doses", fmt::format("{}", *campaign.target_doses));
  for (const CampaignDelivery& delivery : campaign.deliveries) {
    text += "\n[[campaign.delivery]]\n";
    line("date", date(delivery.day));
    line("hub", quoted(scenario.hubs[delivery.hub].name));
    line("supply", quoted(scenario.hubs[delivery.hub].supplies[delivery.supply].name));
    line("doses", fmt::format("{}", delivery.doses));
  }
  for (const Objective& objective : campaign.objectives)
    text += objective_toml(scenario, objective);
  text += fmt::format(
      "\n[campaign.risk]\ncampaigns = {}\nstart_strata = {}\nlength_strata = {}\nfailures_each = {}\n"
      "undisturbed = {}\n",
      campaign.risk.campaigns, campaign.risk.start_strata, campaign.risk.length_strata, campaign.risk.failures_each,
      campaign.risk.undisturbed);
  return text;
}

}  // namespace ripresa::scenario
