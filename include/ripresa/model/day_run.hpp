#pragma once

// One replication: the same people through the day with the failures and through the day without.

#include <cstdint>
#include <vector>

#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/hub_run.hpp"
#include "ripresa/model/people.hpp"
#include "ripresa/observation/run_record.hpp"

namespace ripresa::model {

/// The working memory of one thread; used again for every replication.
class DayRun {
 public:
  /// `model` must outlive this.
  explicit DayRun(const Model& model);

  /// Runs replication `replication` (any number from 0) and its twin. Throws InternalError when a run breaks a
  /// conservation law.
  void run(std::uint32_t replication);

  const People& people(std::size_t hub) const { return people_[hub]; }
  const observation::RunRecord& baseline(std::size_t hub) const { return baseline_[hub].record(); }
  /// Where nothing fails this is the baseline itself.
  const observation::RunRecord& outage(std::size_t hub) const {
    return anything_fails_ ? outage_[hub].record() : baseline(hub);
  }

 private:
  void run_apart(std::size_t hub);
  void run_together();
  void check_laws(std::uint32_t replication) const;

  const Model* model_;
  bool anything_fails_;
  std::vector<People> people_;
  std::vector<HubRun> baseline_, outage_;
};

}  // namespace ripresa::model
