#pragma once

// The appointments that one hub has still to give, and the people who wait for one: what a run of a campaign carries
// from day to day about people. A plain value; two that are equal lead to the same days.

#include <cstdint>
#include <map>
#include <vector>

#include "ripresa/model/campaign_plan.hpp"
#include "ripresa/model/people.hpp"

namespace ripresa::model {

class CampaignBook {
 public:
  CampaignBook() = default;
  /// Nobody has a place yet. `plan` must outlive this.
  CampaignBook(const CampaignPlan& plan, std::size_t hub) : planned_(&plan.hubs[hub]) {}

  /// Gives the person the first free place on day `earliest` or later; without one left they wait to the end.
  void give_place(std::uint32_t key, std::uint8_t person_class, int earliest);

  /// Who has a place on `day`, in the order in which they got it, due at slots spread over the day. To be taken once,
  /// day by day.
  std::vector<ReturningPerson> take_day(int day);

  std::int64_t waiting() const { return waiting_; }

  bool operator==(const CampaignBook& other) const {
    return waiting_ == other.waiting_ && returning_ == other.returning_;
  }

 private:
  bool is_full(int day) const;

  const CampaignHub* planned_ = nullptr;
  std::map<int, std::vector<ReturningPerson>> returning_;  // by day, of those not taken yet
  int first_free_ = 0;                                     // no day before has a place
  std::int64_t waiting_ = 0;
};

}  // namespace ripresa::model
