#include "ripresa/experiment/results.hpp"

#include <algorithm>

namespace ripresa::experiment {

std::string_view to_string(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::hub:
      return "hub";
    case ScopeKind::region:
      return "region";
    case ScopeKind::nation:
      return "nation";
  }
  return "";
}

std::vector<Scope> scopes_of(const scenario::Scenario& scenario) {
  std::vector<Scope> hubs;
  std::vector<Scope> regions;
  Scope nation{ScopeKind::nation, "nation", {}};
  for (std::size_t i = 0; i < scenario.hubs.size(); ++i) {
    const auto& hub = scenario.hubs[i];
    hubs.push_back({ScopeKind::hub, hub.name, {i}});
    nation.hubs.push_back(i);
    if (hub.region.empty())
      continue;
    const auto known =
        std::find_if(regions.begin(), regions.end(), [&hub](const Scope& region) { return region.name == hub.region; });
    if (known == regions.end())
      regions.push_back({ScopeKind::region, hub.region, {i}});
    else
      known->hubs.push_back(i);
  }
  std::vector<Scope> all = std::move(hubs);
  std::copy_if(regions.begin(), regions.end(), std::back_inserter(all),
               [](const Scope& region) { return region.hubs.size() > 1; });
  if (nation.hubs.size() > 1)
    all.push_back(std::move(nation));
  return all;
}

}  // namespace ripresa::experiment
