#include "ripresa/statistics/sample.hpp"

#include <algorithm>
#include <cmath>

#include "ripresa/base/nan.hpp"
#include "ripresa/statistics/quantile.hpp"

namespace ripresa::statistics {
namespace {

constexpr std::array<double, 3> kProbabilities = {0.05, 0.5, 0.95};

}  // namespace

Sample::Sample(std::vector<double> values) : values_(std::move(values)) {
  missing_ = std::erase_if(values_, [](double value) { return std::isnan(value); });
  std::erase(values_, kNothingToReach);
}

double Sample::average() const {
  if (exact())
    return statistics::average(values_);
  return size() == 0 ? kNaN : histogram_.moments.mean;
}

Estimate Sample::mean(double confidence) const {
  StudentQuantiles quantiles(confidence);
  return mean(quantiles);
}

Estimate Sample::mean(StudentQuantiles& quantiles) const {
  return exact() ? statistics::mean(values_, quantiles) : statistics::mean(histogram_.moments, quantiles);
}

double Sample::standard_error() const {
  return exact() ? statistics::standard_error(values_) : statistics::standard_error(histogram_.moments);
}

std::size_t Sample::ones() const {
  if (exact())
    return static_cast<std::size_t>(std::count(values_.begin(), values_.end(), 1.0));
  return static_cast<std::size_t>(
      std::llround(histogram_.moments.mean * static_cast<double>(histogram_.moments.count)));
}

std::array<double, 3> Sample::quantiles() const {
  if (size() == 0)
    return {kNaN, kNaN, kNaN};
  if (exact()) {
    // Most columns of a day without a failure are the same every day.
    if (std::count(values_.begin(), values_.end(), values_.front()) == static_cast<std::ptrdiff_t>(values_.size()))
      return {values_.front(), values_.front(), values_.front()};
    std::vector<double> reordered = values_;
    return quantiles_in_place(std::span(reordered), kProbabilities);
  }
  std::array<double, 3> result{};
  for (std::size_t i = 0; i < kProbabilities.size(); ++i) {
    const double position = kProbabilities[i] * static_cast<double>(size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const double lower = histogram_.ranked(below, counts_);
    const double share = position - static_cast<double>(below);
    result[i] = share > 0 ? lower + share * (histogram_.ranked(below + 1, counts_) - lower) : lower;
  }
  return result;
}

KaplanMeier Sample::kaplan_meier(double censored_at) const {
  if (!exact()) {
    std::vector<EventCount> events;
    for (std::size_t bin = 0; bin < counts_.size(); ++bin)
      if (counts_[bin] > 0)
        events.push_back({histogram_.middle(bin), counts_[bin]});
    return statistics::kaplan_meier(events, missing_);
  }
  std::vector<double> times = values_;
  std::vector<bool> observed(times.size(), true);
  times.resize(values_.size() + missing_, censored_at);
  observed.resize(times.size(), false);
  return statistics::kaplan_meier(times, observed);
}

}  // namespace ripresa::statistics
