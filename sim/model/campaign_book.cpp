#include "ripresa/model/campaign_book.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ripresa::model {
namespace {

/// The n-th of points that fill [0, 1) evenly however many there are: multiples of the golden ratio, modulo 1 (Weyl's
/// sequence).
double spread(std::size_t n) {
  constexpr double kGoldenRatio = 0.6180339887498949;
  const double x = (static_cast<double>(n) + 0.5) * kGoldenRatio;
  return x - std::floor(x);
}

}  // namespace

CampaignBook::CampaignBook(const CampaignPlan& plan, std::size_t hub)
    : slots_(&plan.hubs[hub].slots),
      free_(plan.hubs[hub].free_places),
      returning_(static_cast<std::size_t>(plan.days)) {}

void CampaignBook::give_place(std::uint32_t key, std::uint8_t person_class, int earliest) {
  ++waiting_;
  while (first_free_ < free_.size() && free_[first_free_] == 0)
    ++first_free_;
  for (std::size_t day = std::max(first_free_, static_cast<std::size_t>(earliest)); day < free_.size(); ++day) {
    if (free_[day] == 0)
      continue;
    --free_[day];
    returning_[day].push_back({Time{}, key, person_class});
    return;
  }
}

std::vector<ReturningPerson> CampaignBook::take_day(int day) {
  auto people = std::exchange(returning_[static_cast<std::size_t>(day)], {});
  waiting_ -= static_cast<std::int64_t>(people.size());
  free_[static_cast<std::size_t>(day)] = 0;  // what nobody took is gone, and two books are equal again
  for (std::size_t n = 0; n < people.size(); ++n)
    people[n].due = (*slots_)[static_cast<std::size_t>(spread(n) * static_cast<double>(slots_->size()))];
  return people;
}

}  // namespace ripresa::model
