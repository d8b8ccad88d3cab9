#include "supply_remarks.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "remark_text.hpp"

namespace ripresa::tools {
namespace {

/// "from 00:00:00 to 08:00:00, …" by when doses come, on whatever day; "" where none is gone before the hub opens.
std::string doses_gone(const scenario::Scenario& scenario, std::size_t hub, std::size_t supply) {
  const scenario::Hub& owner = scenario.hubs[hub];
  const scenario::Supply& of = owner.supplies[supply];
  if (of.preparation || !of.shelf_life)
    return "";
  std::set<Time> times;
  const auto come = [&](Time at, int doses) {
    if (doses > 0 && at + *of.shelf_life <= owner.opens)
      times.insert(at);
  };
  come(Time{}, of.stock.value_or(0));
  for (const scenario::Delivery& delivery : of.deliveries)
    come(delivery.at, delivery.doses);
  if (scenario.campaign)
    for (const scenario::CampaignDelivery& delivery : scenario.campaign->deliveries)
      if (delivery.hub == hub && delivery.supply == supply)
        come(Time{}, delivery.doses);
  std::string text;
  for (const Time at : times)
    text += fmt::format("{}from {} to {}", text.empty() ? "" : ", ", clock_text(at), clock_text(at + *of.shelf_life));
  return text;
}

}  // namespace

std::string supply_remarks(const scenario::Scenario& scenario) {
  // Hubs of one template have their doses in common.
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> hubs;  // by supply and what is gone
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub)
    for (std::size_t supply = 0; supply < scenario.hubs[hub].supplies.size(); ++supply)
      if (std::string gone = doses_gone(scenario, hub, supply); !gone.empty())
        hubs[{scenario.hubs[hub].supplies[supply].name, std::move(gone)}].push_back(hub);
  if (hubs.empty())
    return "";
  std::string text =
      fmt::format("\n{}", remark("Doses are ready for use as they come, and gone before the hub opens:"));
  for (const auto& [gone, where] : hubs)
    text += remark(fmt::format("  {}: {}; {}", gone.first, gone.second, places_text(scenario, where)));
  return text;
}

}  // namespace ripresa::tools
