#include "supply_remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "remark_text.hpp"
#include "ripresa/base/date.hpp"

namespace ripresa::tools {
namespace {

/// "from 00:00:00 to 08:00:00, …" by when doses come, on whatever day; "" where none is gone before the hub opens.
std::string doses_gone(const scenario::Scenario& scenario, std::size_t hub, const scenario::Supply& of) {
  const scenario::Hub& owner = scenario.hubs[hub];
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
      if (delivery.hub == hub && &owner.supplies[delivery.supply] == &of)
        come(Time{}, delivery.doses);
  std::string text;
  for (const Time at : times)
    text += fmt::format("{}from {} to {}", text.empty() ? "" : ", ", clock_text(at), clock_text(at + *of.shelf_life));
  return text;
}

/// "begun from 05:00:00 on": by preparers who keep doses ready, and that do not last until the hub opens if they take
/// as long as they do on average; "" where all last.
std::string kept_and_gone(const scenario::Scenario& scenario, std::size_t hub, const scenario::Supply& of) {
  if (!of.preparation || !of.shelf_life || !std::holds_alternative<scenario::KeepReady>(of.preparation->plan))
    return "";
  Time first = Time::never();
  for (const scenario::Shift& shift : of.preparation->preparers)
    if (shift.servers > 0)
      first = std::min(first, shift.from);
  if (first == Time::never() || first + mean_of(of.preparation->service) + *of.shelf_life > scenario.hubs[hub].opens)
    return "";
  return fmt::format("begun from {} on", clock_text(first));
}

/// "shelf life 8 h": of doses that a campaign does not keep overnight; "" where it keeps them, or has no night.
std::string not_kept(const scenario::Scenario& scenario, std::size_t, const scenario::Supply& of) {
  if (!scenario.campaign || scenario.campaign->days < 2 || of.preparation || !of.shelf_life)
    return "";
  return fmt::format("shelf life {}", quantity(*of.shelf_life));
}

/// The supplies of which `remark_on` has something to say, below `heading`. Hubs of one template have it in common.
template <class RemarkOn>
std::string remarks_on_supplies(const scenario::Scenario& scenario, const char* heading, RemarkOn remark_on) {
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> hubs;  // by supply and what is said
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub)
    for (const scenario::Supply& supply : scenario.hubs[hub].supplies)
      if (std::string said = remark_on(scenario, hub, supply); !said.empty())
        hubs[{supply.name, std::move(said)}].push_back(hub);
  if (hubs.empty())
    return "";
  std::string text = fmt::format("\n{}", remark(heading));
  for (const auto& [said, where] : hubs)
    text += remark(fmt::format("  {}: {}; {}", said.first, said.second, places_text(scenario, where)));
  return text;
}

}  // namespace

std::string supply_remarks(const scenario::Scenario& scenario) {
  return remarks_on_supplies(scenario,
                             "Doses are ready for use as they come, and gone before the hub opens:", doses_gone) +
         remarks_on_supplies(scenario,
                             "Preparers keep doses ready that are gone before the hub opens:", kept_and_gone) +
         remarks_on_supplies(scenario,
                             "In a campaign, what is in store at the end of a day is thrown away, for it is ready for "
                             "use and has a shelf life:",
                             not_kept);
}

}  // namespace ripresa::tools
