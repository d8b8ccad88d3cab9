#include "duty_remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <variant>
#include <vector>

#include "remark_text.hpp"

namespace ripresa::tools {
namespace {

/// "08:00:00 to 09:00:00, …"; "" where somebody is on duty all the time.
std::string hours_without_staff(const scenario::Hub& hub, const scenario::Staffed& staffed) {
  std::string text;
  Time covered_to = hub.opens;
  const auto cover = [&](Time from, Time to) {
    from = std::min(from, hub.closes);
    if (covered_to < from)
      text += fmt::format("{}{} to {}", text.empty() ? "" : ", ", clock_text(covered_to), clock_text(from));
    covered_to = std::max(covered_to, to);
  };
  for (const scenario::Shift& shift : staffed.shifts)
    if (shift.servers > 0)
      cover(shift.from, shift.to);
  cover(hub.closes, hub.closes);
  return text;
}

}  // namespace

std::string duty_remarks(const scenario::Scenario& scenario) {
  // Hubs of one template have their gaps in common.
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> hubs;  // by station and hours
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub)
    for (const scenario::Station& station : scenario.hubs[hub].stations)
      if (const auto* staffed = std::get_if<scenario::Staffed>(&station.servers))
        if (std::string hours = hours_without_staff(scenario.hubs[hub], *staffed); !hours.empty())
          hubs[{station.name, std::move(hours)}].push_back(hub);
  if (hubs.empty())
    return "";
  std::string text = fmt::format("\n{}", remark("Nobody is on duty while the hub is open:"));
  for (const auto& [gap, where] : hubs)
    text += remark(fmt::format("  {}: {}; {}", gap.first, gap.second, places_text(scenario, where)));
  return text;
}

}  // namespace ripresa::tools
