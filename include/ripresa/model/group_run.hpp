#pragma once

// One replication of one group of hubs: the same people through the day with the failures and through the day without.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ripresa/model/day.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/hub_run.hpp"
#include "ripresa/model/misbooking.hpp"
#include "ripresa/model/people.hpp"
#include "ripresa/model/solo_runs.hpp"
#include "ripresa/model/stream_run.hpp"
#include "ripresa/model/turn_order.hpp"
#include "ripresa/observation/run_record.hpp"

namespace ripresa::model {

/// The working memory of one thread: as much as the largest group it has run needs, used again for every group and
/// replication.
class GroupRun {
 public:
  /// `model` must outlive this.
  explicit GroupRun(const Model& model)
      : model_(&model),
        baseline_backends_(model),
        outage_backends_(model),
        streamed_baseline_backends_(model),
        streamed_outage_backends_(model),
        solo_trials_(model.groups.size()) {}

  /// Runs replication `replication` (any number from 0) of group `group` and its twin. Throws InternalError when a run
  /// breaks a conservation law.
  void run(std::size_t group, std::uint32_t replication);

  /// The same on a day that is not the model's own.
  void run(std::size_t group, std::uint32_t replication, const Day& day);

  /// Of the group's hub number `i`, in the order of the group's hubs.
  const People& people(std::size_t i) const { return people_[i]; }
  const observation::RunRecord& baseline(std::size_t i) const {
    return alone_ ? solo_->baseline(i) : streamed_ ? streamed_baseline_[i].record() : baseline_[i].record();
  }
  /// The failures of the replication.
  const Failures& failures() const {
    if (day_.failures)
      return *day_.failures;
    return model_->failures.random() ? drawn_ : model_->failures.fixed();
  }
  /// Where nothing fails this is the baseline itself.
  const observation::RunRecord& outage(std::size_t i) const {
    if (!meets_failures_)
      return baseline(i);
    return alone_ ? solo_->outage(i) : streamed_ ? streamed_outage_[i].record() : outage_[i].record();
  }
  /// The calls of the group's hubs, by backend.
  const std::vector<observation::CallRecord>& baseline_calls() const {
    return alone_      ? solo_->baseline_calls()
           : streamed_ ? streamed_baseline_backends_.log.records()
                       : baseline_backends_.log().records();
  }
  const std::vector<observation::CallRecord>& outage_calls() const {
    if (!meets_failures_)
      return baseline_calls();
    return alone_      ? solo_->outage_calls()
           : streamed_ ? streamed_outage_backends_.log.records()
                       : outage_backends_.log().records();
  }

  /// Whether the last replication was run station by station, the fast way.
  bool streamed() const { return streamed_; }
  /// Whether that was each hub by itself, though they meet.
  bool alone() const { return alone_; }

  /// In the run with the failure.
  const Misbooking& booking(std::size_t i) const { return booking_[i]; }

 private:
  /// The calls that a hub is sure to make next, of which the first are admitted.
  struct KnownCalls {
    std::vector<CallAhead> calls;
    std::size_t admitted = 0;
  };

  /// How it went when a group's hubs were run each by itself.
  struct SoloTrial {
    std::uint32_t in_vain = 0;   // so many times in a row
    std::uint32_t again_in = 0;  // replications
  };

  engine::RandomNumbers random_of(const HubModel& hub, std::uint32_t replication) const;
  /// Of the group's hub number `i`.
  HubDay day_of(const HubGroup& group, std::size_t i) const {
    return day_.hubs.empty() ? usual_day(model_->hubs[group.hubs[i]]) : day_.hubs[i];
  }
  void draw(const HubGroup& group, std::uint32_t replication);
  void set_out(const HubGroup& group, std::uint32_t replication);
  bool run_streamed(const HubGroup& group, std::uint32_t replication);
  bool run_alone(std::size_t group, std::uint32_t replication);
  bool start_streamed_outage(const HubGroup& group, std::uint32_t replication);
  bool advance_streamed(std::span<StreamRun> hubs, ForeseenBackends& backends, Time end);
  bool admit_known_call(ForeseenBackends& backends, std::size_t hub);
  bool finish_streamed(std::span<StreamRun> hubs);
  void rank(const HubGroup& group, std::uint32_t replication);
  void advance(const HubGroup& group, std::span<HubRun> hubs, BackendRun& backends, Time end);
  void run_by_events(const HubGroup& group, std::uint32_t replication);
  const ExposureFailures& failures_at(std::size_t hub) const {
    return failures().by_exposure[model_->failures.exposure(hub)];
  }
  void misbook_all(const HubGroup& group, std::uint32_t replication);
  void start_outage(const HubGroup& group, std::uint32_t replication);
  void check_laws(const HubGroup& group, std::uint32_t replication) const;
  void check_booking(const HubGroup& group, std::uint32_t replication) const;

  const Model* model_;
  Day day_;
  Failures drawn_;  // where failures are random
  std::optional<std::uint32_t> drawn_for_;
  bool meets_failures_ = false;
  bool streamed_ = false;   // the last run was: the records are the streamed runs'
  bool alone_ = false;      // so far that each hub was run by itself: the records are the solo runs'
  bool misbooked_ = false;  // the outage has people of its own, and no past in common with its twin
  std::vector<People> people_, misbooked_people_;
  std::vector<Misbooking> booking_;
  std::vector<HubRun> baseline_, outage_;  // those of smaller groups are a part, the rest is kept for its memory
  std::vector<std::uint64_t> ranks_;       // of the hubs, at one instant
  BackendRun baseline_backends_, outage_backends_;
  std::vector<const ExposureFailures*> met_by_hub_;  // in the group
  ForeseenBackends streamed_baseline_backends_, streamed_outage_backends_;
  StreamMemory stream_memory_;
  std::vector<KnownCalls> known_calls_;  // by hub
  TurnOrder turns_;
  std::vector<StreamRun> streamed_baseline_, streamed_outage_;  // as the others
  std::optional<SoloRuns> solo_;                                // once hubs that meet have been run
  std::vector<SoloHub> solo_days_;                              // by hub
  std::vector<SoloTrial> solo_trials_;                          // by group
  std::size_t hubs_ = 0;
};

}  // namespace ripresa::model
