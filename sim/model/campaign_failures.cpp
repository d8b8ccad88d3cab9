#include "ripresa/model/campaign_failures.hpp"

#include <algorithm>

namespace ripresa::model {
namespace {

constexpr std::size_t kModelsKept = 16;

scenario::Scenario without_failures(scenario::Scenario scenario) {
  scenario.failures.clear();
  return scenario;
}

}  // namespace

CampaignFailures::CampaignFailures(const scenario::Scenario& scenario)
    : day_(without_failures(scenario)), fixed_(scenario.failures), plain_(build_model(day_)) {}

bool CampaignFailures::any() const {
  const Time end = Time::since_midnight(Duration::days(day_.campaign->days));
  return std::any_of(fixed_.begin(), fixed_.end(), [end](const auto& window) { return window.from < end; });
}

FailureWindows CampaignFailures::windows(std::uint32_t) const {
  return fixed_;
}

FailureWindows CampaignFailures::felt_on(int day, std::span<const scenario::FailureWindow> windows) const {
  const Duration midnight = Duration::days(day);
  FailureWindows felt;
  for (scenario::FailureWindow window : windows) {
    window.from = std::max(Time{}, window.from - midnight);
    window.to = window.to - midnight;
    if (window.from < plain_.horizon && window.to > Time{})
      felt.push_back(std::move(window));
  }
  return felt;
}

std::shared_ptr<const Model> CampaignFailures::with(const FailureWindows& felt) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& [windows, model] : latest_)
    if (windows == felt)
      return model;
  scenario::Scenario failing = day_;
  failing.failures = felt;
  if (latest_.size() == kModelsKept)
    latest_.pop_front();
  latest_.emplace_back(felt, std::make_shared<const Model>(build_model(failing)));
  return latest_.back().second;
}

}  // namespace ripresa::model
