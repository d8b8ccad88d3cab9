#include "remark_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <map>

namespace ripresa::tools {

std::string remark(std::string text) {
  constexpr unsigned char kDelete = 0x7f;
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < ' ' || byte == kDelete;
  };
  std::replace_if(text.begin(), text.end(), is_control, ' ');
  return fmt::format("# {}\n", text);
}

std::string clock_text(Time time) {
  if (time == Time::never())
    return "the end";
  const std::int64_t seconds = time.in_microseconds() / 1'000'000;
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string places_text(const scenario::Scenario& scenario, const std::vector<std::size_t>& hubs) {
  constexpr std::size_t kFew = 5;
  if (hubs.size() <= kFew) {
    std::vector<std::string> names;
    names.reserve(hubs.size());
    for (const std::size_t hub : hubs)
      names.push_back(scenario.hubs[hub].name);
    return fmt::format("{}", fmt::join(names, ", "));
  }
  std::map<std::string, int> by_region;
  for (const std::size_t hub : hubs)
    ++by_region[scenario.hubs[hub].region];
  std::vector<std::string> regions;
  regions.reserve(by_region.size());
  for (const auto& [region, count] : by_region)
    regions.push_back(fmt::format("{} of {}", count, region.empty() ? "no region" : region));
  return fmt::format("{} hubs: {}", hubs.size(), fmt::join(regions, ", "));
}

}  // namespace ripresa::tools
