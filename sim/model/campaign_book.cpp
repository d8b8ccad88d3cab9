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

bool CampaignBook::is_full(int day) const {
  const auto given = returning_.find(day);
  const std::size_t taken = given == returning_.end() ? 0 : given->second.size();
  return static_cast<std::int64_t>(taken) >= planned_->free_places[static_cast<std::size_t>(day)];
}

void CampaignBook::give_place(std::uint32_t key, std::uint8_t person_class, int earliest) {
  ++waiting_;
  const int days = static_cast<int>(planned_->free_places.size());
  while (first_free_ < days && is_full(first_free_))
    ++first_free_;
  for (int day = std::max(first_free_, earliest); day < days; ++day) {
    if (is_full(day))
      continue;
    returning_[day].push_back({Time{}, key, person_class});
    return;
  }
}

std::vector<ReturningPerson> CampaignBook::take_day(int day) {
  first_free_ = std::max(first_free_, day + 1);  // what nobody took is gone
  auto taken = returning_.extract(day);
  if (taken.empty())
    return {};
  std::vector<ReturningPerson> people = std::move(taken.mapped());
  waiting_ -= static_cast<std::int64_t>(people.size());
  const std::vector<Time>& slots = planned_->slots;
  for (std::size_t n = 0; n < people.size(); ++n)
    people[n].due = slots[static_cast<std::size_t>(spread(n) * static_cast<double>(slots.size()))];
  return people;
}

}  // namespace ripresa::model
