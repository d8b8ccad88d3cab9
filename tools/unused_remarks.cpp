#include "unused_remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>
#include <vector>

#include "remark_text.hpp"

namespace ripresa::tools {
namespace {

using scenario::Hub;

bool anybody_gives_up(const Hub& hub) {
  return hub.outdoor_patience ||
         std::any_of(hub.stations.begin(), hub.stations.end(),
                     [](const scenario::Station& station) { return station.patience || !station.balking.empty(); });
}

template <class How>
bool responds_by(const Hub& hub) {
  return std::any_of(hub.stations.begin(), hub.stations.end(), [](const scenario::Station& station) {
    return std::any_of(station.on_failure.begin(), station.on_failure.end(),
                       [](const scenario::Response& response) { return std::holds_alternative<How>(response.how); });
  });
}

bool anybody_needs_another_day(const Hub& hub) {
  return responds_by<scenario::TurnAway>(hub) ||
         std::any_of(hub.mitigations.begin(), hub.mitigations.end(), [](const scenario::Mitigation& mitigation) {
           const auto* hold_back = std::get_if<scenario::HoldBack>(&mitigation.action);
           return hold_back && !hold_back->later;
         });
}

bool closes_hard(const Hub& hub) {
  return hub.closing == scenario::Closing::hard;
}

bool has_patience_where_nobody_waits(const Hub& hub) {
  return std::any_of(hub.stations.begin(), hub.stations.end(), [](const scenario::Station& station) {
    const auto* seated = std::get_if<scenario::Seated>(&station.servers);
    return seated && !seated->seats && (station.patience || !station.balking.empty());
  });
}

template <class States>
void write(const scenario::Scenario& scenario, const char* what, States states_in_vain, std::string& text) {
  std::vector<std::size_t> hubs;
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub)
    if (states_in_vain(scenario.hubs[hub]))
      hubs.push_back(hub);
  if (!hubs.empty())
    text += remark(fmt::format("  {}; {}", what, places_text(scenario, hubs)));
}

}  // namespace

std::string unused_remarks(const scenario::Scenario& scenario) {
  std::string text;
  write(
      scenario, "come_back: nobody gives up or does not join",
      [](const Hub& hub) { return hub.come_back && !anybody_gives_up(hub); }, text);
  for (const bool hard : {false, true})
    write(
        scenario,
        hard
            ? "rebooking: no station turns people away, and nobody is held back for a later day; a hard close gives no "
              "new appointment"
            : "rebooking: no station turns people away, and nobody is held back for a later day",
        [hard](const Hub& hub) { return hub.rebooking && !anybody_needs_another_day(hub) && closes_hard(hub) == hard; },
        text);
  write(
      scenario, "nearby: no station diverts",
      [](const Hub& hub) { return !hub.nearby.empty() && !responds_by<scenario::Divert>(hub); }, text);
  write(scenario, "patience, balking: nobody waits where seats are unlimited", has_patience_where_nobody_waits, text);
  return text.empty() ? "" : fmt::format("\n{}{}", remark("Stated, and without effect here:"), text);
}

}  // namespace ripresa::tools
