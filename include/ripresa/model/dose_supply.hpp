#pragma once

// One supply of a hub on one day: doses in store, under preparation, and ready for use. When something happens and who
// gets a dose is the run's; instants are passed to it, each no earlier than the last.

#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/observation/run_record.hpp"

namespace ripresa::model {

class DoseSupply {
 public:
  /// The start of a day with `stock` doses, none of them ready yet; kUnlimitedDoses: as many as are wanted. What is in
  /// the store of a supply without preparation is made ready by the run. `model` must outlive this.
  void start_day(const SupplyModel& model, std::int64_t stock);

  /// The day's stock, as start_day was told.
  std::int64_t stock() const { return stock_; }

  // From the store to those ready, where doses are prepared.
  void deliver(std::int64_t doses);
  void ask_for(std::int64_t doses) { to_prepare_ += doses; }
  /// Asks for so many that `doses` are ready or under way, instead of what was asked for and not begun.
  void keep_ready(std::int64_t doses);
  std::int32_t preparers() const { return preparers_; }
  void set_preparers(std::int32_t preparers) { preparers_ = preparers; }
  /// Whether a free preparer can begin on a dose that is asked for and in store.
  bool can_begin() const { return to_prepare_ > 0 && in_store_ > 0 && preparing_ < preparers_; }
  /// Returns how many have been begun before. Precondition: can_begin().
  std::uint32_t begin_one(Time now);
  void end_one(Time now);

  // Those ready.
  void make_ready(std::int64_t doses, Time now);
  bool any_ready() const { return first_ < ready_.size(); }
  /// The one that has been ready longest goes to somebody who waits since `since`. Precondition: any_ready().
  void take(Time since);
  /// Throws away what has been ready for the shelf life; says whether there was something. Precondition: there is one.
  bool expire(Time now);

  /// Somebody stood in line for one and gets none.
  void note_unserved() { ++record_.unserved; }

  // Those taken.
  void use() { ++record_.used; }
  void spoil() { ++record_.spoiled; }
  void hold() { ++record_.in_hand; }

  void end_day(Time now);
  /// Complete after end_day.
  const observation::SupplyRecord& record() const { return record_; }

 private:
  /// Doses that became ready at one instant.
  struct ReadyDoses {
    Time since;
    std::int64_t doses = 0;
  };

  std::int64_t ready() const;
  void touch(Time now);

  const SupplyModel* model_ = nullptr;
  std::int64_t stock_ = 0;
  std::int64_t in_store_ = 0;
  std::int64_t to_prepare_ = 0;  // asked for and not begun
  std::int32_t preparers_ = 0;
  std::int32_t preparing_ = 0;
  std::uint32_t begun_ = 0;
  std::vector<ReadyDoses> ready_;  // ascending by time; those before `first_` are gone
  std::size_t first_ = 0;
  Time touched_;  // the record's area is complete up to here
  observation::SupplyRecord record_;
};

}  // namespace ripresa::model
