#include "ripresa/model/campaign_failures.hpp"

#include <algorithm>

namespace ripresa::model {
namespace {

scenario::Scenario without_failures(scenario::Scenario scenario) {
  scenario.failures.clear();
  scenario.random_failures.clear();
  return scenario;
}

}  // namespace

CampaignFailures::CampaignFailures(const scenario::Scenario& scenario)
    : fixed_(scenario.failures), plain_(build_model(without_failures(scenario))), failing_(build_model(scenario)) {
  // No measure of a campaign tells of lines.
  plain_.adds_up_lines = failing_.adds_up_lines = false;
  end_ = std::max(Time::clock(24), plain_.horizon) + Duration::days(scenario.campaign->days - 1);
}

bool CampaignFailures::any() const {
  return failing_.failures.random() ||
         std::any_of(fixed_.begin(), fixed_.end(), [this](const auto& window) { return window.from < end_; });
}

FailureWindows CampaignFailures::windows(std::uint32_t replication) const {
  FailureWindows windows = fixed_;
  for (const FailureProcess& process : failing_.failures.processes())
    for (const auto& episode : process.draw(failing_.seed, replication, end_))
      process.append_windows(episode.from, episode.to, windows);
  return windows;
}

FailureWindows CampaignFailures::felt_on(int day, std::span<const scenario::FailureWindow> windows) const {
  const Duration midnight = Duration::days(day);
  FailureWindows felt;
  felt.reserve(windows.size());
  for (scenario::FailureWindow window : windows) {
    window.from = window.from - midnight;
    window.to = window.to - midnight;
    felt.push_back(std::move(window));
  }
  return failing_.failures.felt_after_midnight(std::move(felt));
}

}  // namespace ripresa::model
