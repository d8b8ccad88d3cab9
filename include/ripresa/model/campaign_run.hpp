#pragma once

// One replication of one group of hubs through a campaign: a sequence of days over the same model, with what is carried
// from one to the next, once with the failures and once without.
//
// From day to day go: people who were sent home without a dose and come again where a place is free; doses in store;
// paper forms, which are keyed in by the end of the next open day on which the backend answers. As long as both runs
// carry the same and nothing fails they are one run, so that a long campaign with a rare failure costs little more than
// once its days.

#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/model/campaign_book.hpp"
#include "ripresa/model/campaign_failures.hpp"
#include "ripresa/model/campaign_plan.hpp"
#include "ripresa/model/group_run.hpp"
#include "ripresa/observation/campaign_record.hpp"

namespace ripresa::model {

/// The working memory of one thread.
class CampaignRun {
 public:
  /// Both must outlive this.
  CampaignRun(const CampaignPlan& plan, const CampaignFailures& failures);

  /// Runs replication `replication` (any number from 0) of group `group` with the failures drawn for it. Throws
  /// InternalError when a day or the campaign breaks a conservation law.
  void run(std::size_t group, std::uint32_t replication);

  /// What a hub begins a day with.
  struct Carried {
    CampaignBook book;
    std::vector<std::int64_t> stock;  // by supply
    std::int64_t forms = 0;           // on paper
    bool operator==(const Carried&) const = default;
  };
  using DayStart = std::vector<Carried>;  // by hub of the group

  /// What the group begins each of `days` (ascending) with where nothing fails, in the order of `days`.
  std::vector<DayStart> undisturbed_starts(std::size_t group, std::uint32_t replication, std::span<const int> days);

  /// The same as `run` from `first_day` on, before which nothing fails, with these windows, until both runs are as one
  /// again after the last of them, or before day `end`. The records are of these days alone. `start`: what the group
  /// begins `first_day` with; null: as if it were the campaign's first.
  void run_windows(std::size_t group, std::uint32_t replication, std::span<const scenario::FailureWindow> windows,
                   int first_day, int end, const DayStart* start = nullptr);

  /// Of the group's hub number `i`.
  const observation::CampaignRecord& baseline(std::size_t i) const { return hubs_[i].baseline.record; }
  const observation::CampaignRecord& outage(std::size_t i) const { return hubs_[i].outage.record; }
  const std::vector<observation::CampaignTwinDay>& twin(std::size_t i) const { return hubs_[i].twin; }

 private:
  /// One run of one hub.
  struct Side {
    Carried carried;
    observation::CampaignRecord record;
    std::vector<ReturningPerson> returning;  // today
    std::vector<SupplyDay> supplies;         // today
    std::int64_t delivered_early = 0;        // today, before the hub opens
    std::int64_t forms_recorded = 0;         // today, of those carried
  };

  struct Hub {
    std::size_t index = 0;  // in the model
    Side baseline, outage;
    std::vector<observation::CampaignTwinDay> twin;
    std::int64_t stock = 0;    // that the records begin with, of supplies with a limit
    std::int64_t waiting = 0;  // for another appointment, as the records begin
  };

  void begin(std::size_t group, std::uint32_t replication, const DayStart* start = nullptr);
  void run_day(int day, std::span<const scenario::FailureWindow> windows);
  void pass_closed_day(int day);
  void take_down_both(int day, const GroupRun& without, const GroupRun& with, const Failures& failures);
  static std::int64_t behind_before_today(const Hub& hub);
  bool may_record(const Hub& hub, const Failures& failures) const;
  static void note_forms(const observation::RunRecord& run, bool reach_backend, Side& side);
  bool as_one() const;
  std::span<const HubDay> prepare(int day, Side Hub::*side);
  void prepare_supplies(int day, const Hub& hub, Side& side) const;
  std::int64_t take_deliveries(int day, const Hub& hub, Side& side) const;
  void take_down(int day, const Hub& hub, const People& people, const observation::RunRecord& run, Side& side) const;
  void send_home(int day, const Hub& hub, const People& people, const observation::RunRecord& run, Side& side,
                 observation::CampaignDay& today) const;
  void put_away_doses(const Hub& hub, const observation::RunRecord& run, Side& side,
                      observation::CampaignDay& today) const;
  void count_returning(const People& people, const observation::RunRecord& run, observation::CampaignDay& today) const;
  void check_laws() const;
  bool is_limited(const Hub& hub, std::size_t supply) const;

  const Model* model_;
  const CampaignPlan* plan_;
  const CampaignFailures* failures_;
  GroupRun plain_, outage_alone_, failing_;
  std::size_t group_ = 0;
  std::uint32_t replication_ = 0;
  std::vector<Hub> hubs_;
  std::vector<HubDay> today_;
};

}  // namespace ripresa::model
