#include "ripresa/model/campaign_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "build_supply.hpp"
#include "ripresa/base/error.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/model/purpose.hpp"
#include "ripresa/observation/backlog.hpp"

namespace ripresa::model {
namespace {

using observation::CampaignDay;
using observation::Fate;
using observation::RunRecord;

/// Sent home with an appointment on a later day.
bool has_appointment(Fate fate) {
  return fate == Fate::rebooked || fate == Fate::postponed;
}

/// Without a dose, and who could have one on another day.
bool has_to_come_again(Fate fate) {
  return has_appointment(fate) || fate == Fate::turned_away || fate == Fate::inside || fate == Fate::abandoned ||
         fate == Fate::balked;
}

/// How somebody ended, wherever they were sent.
Fate last_fate(const observation::PersonRecord& person) {
  return person.fate == Fate::diverted ? person.fate_elsewhere : person.fate;
}

void add_people(const observation::Counts& run, const CampaignDay& day, observation::CampaignPeople& people) {
  people.came += run.arrivals - run.diverted_in;
  people.told_not_to += run.postponed;
  people.vaccinated += run.vaccinated;
  people.left_unvaccinated += run.left_unvaccinated;
  people.sent_home += day.sent_home;
}

/// The word in the key of random numbers by which somebody sent home on `day` goes from then on.
std::uint32_t lasting_key(const People& people, std::uint32_t person, int day) {
  if (person >= people.first_returning)
    return people.returning_keys[person - people.first_returning];
  return People::kFirstReturning | static_cast<std::uint32_t>(day) << People::kReturningDayBit | person;
}

}  // namespace

CampaignRun::CampaignRun(const CampaignPlan& plan, const CampaignFailures& failures)
    : model_(&failures.plain()),
      plan_(&plan),
      failures_(&failures),
      plain_(failures.plain()),
      outage_alone_(failures.plain()),
      failing_(failures.failing()) {}

void CampaignRun::run(std::size_t group, std::uint32_t replication) {
  begin(group, replication);
  const auto windows = failures_->windows(replication);
  for (int day = 0; day < plan_->days; ++day)
    run_day(day, windows);
  check_laws();
}

std::vector<CampaignRun::DayStart> CampaignRun::undisturbed_starts(std::size_t group, std::uint32_t replication,
                                                                   std::span<const int> days) {
  begin(group, replication);
  std::vector<DayStart> starts;
  int today = 0;
  for (const int day : days) {
    for (; today < day; ++today)
      run_day(today, {});
    DayStart& start = starts.emplace_back();
    for (const Hub& hub : hubs_)
      start.push_back(hub.baseline.carried);
  }
  return starts;
}

void CampaignRun::run_windows(std::size_t group, std::uint32_t replication,
                              std::span<const scenario::FailureWindow> windows, int first_day, int end,
                              const DayStart* start) {
  begin(group, replication, start);
  Time last;
  for (const auto& window : windows)
    last = std::max(last, failures_->failing().failures.effects_end(window));
  for (int day = first_day; day < end; ++day) {
    if (Time::since_midnight(Duration::days(day)) >= last && as_one())
      break;
    run_day(day, windows);
  }
  check_laws();
}

void CampaignRun::begin(std::size_t group, std::uint32_t replication, const DayStart* start) {
  group_ = group;
  replication_ = replication;
  const std::vector<std::size_t>& hubs = model_->groups[group].hubs;
  hubs_.assign(hubs.size(), {});
  today_.resize(hubs_.size());
  for (std::size_t i = 0; i < hubs_.size(); ++i) {
    Hub& hub = hubs_[i];
    hub.index = hubs[i];
    Carried& carried = hub.baseline.carried;
    if (start) {
      carried = (*start)[i];
    } else {
      carried.book = CampaignBook(*plan_, hub.index);
      for (const SupplyModel& supply : model_->hubs[hub.index].supplies)
        carried.stock.push_back(supply.stock);
    }
    for (std::size_t s = 0; s < carried.stock.size(); ++s)
      hub.stock += is_limited(hub, s) ? carried.stock[s] : 0;
    hub.waiting = carried.book.waiting();
    hub.outage.carried = carried;
  }
}

bool CampaignRun::as_one() const {
  return std::all_of(hubs_.begin(), hubs_.end(),
                     [](const Hub& hub) { return hub.baseline.carried == hub.outage.carried; });
}

void CampaignRun::run_day(int day, std::span<const scenario::FailureWindow> windows) {
  if (!plan_->open[static_cast<std::size_t>(day)]) {
    pass_closed_day(day);
    return;
  }
  const std::uint64_t seed = seed_of_day(model_->seed, day);
  const Model& failing = failures_->failing();
  const FailureWindows felt = failures_->felt_on(day, windows);
  const bool fails = !felt.empty() && failing.groups[group_].meets_failures;
  const Failures failures = fails ? failing.failures.failures_of(felt) : Failures{};
  const bool one = as_one();
  const auto without = prepare(day, &Hub::baseline);
  if (one && fails) {
    // The run and its twin share the day up to the failure.
    prepare(day, &Hub::outage);
    failing_.run(group_, replication_, {seed, today_, &failures});
    take_down_both(day, failing_, failing_, failures);
    return;
  }
  plain_.run(group_, replication_, {seed, without, nullptr});
  const auto with = prepare(day, &Hub::outage);
  if (fails)
    failing_.run(group_, replication_, {seed, with, &failures});
  else if (!one)
    outage_alone_.run(group_, replication_, {seed, with, nullptr});
  take_down_both(day, plain_, fails ? failing_ : one ? plain_ : outage_alone_, failures);
}

void CampaignRun::take_down_both(int day, const GroupRun& without, const GroupRun& with, const Failures& failures) {
  observation::CampaignPeople baseline, outage;
  for (std::size_t i = 0; i < hubs_.size(); ++i) {
    Hub& hub = hubs_[i];
    note_forms(without.baseline(i), true, hub.baseline);
    note_forms(with.outage(i), may_record(hub, failures), hub.outage);
    take_down(day, hub, without.people(i), without.baseline(i), hub.baseline);
    take_down(day, hub, with.people(i), with.outage(i), hub.outage);
    add_people(without.baseline(i).counts, hub.baseline.record.days.back(), baseline);
    add_people(with.outage(i).counts, hub.outage.record.days.back(), outage);
    const auto& undisturbed = without.baseline(i).vaccinations;
    const auto& disturbed = with.outage(i).vaccinations;
    const std::int64_t missed = observation::backlog_at(undisturbed, disturbed, model_->horizon);
    // The next day takes up at midnight what is missing. After the last there is none, and a hub may be open still.
    const Time midnight = Time::since_midnight(Duration::days(1));
    const Duration night =
        day == plan_->last_day ? std::max(Duration{}, model_->hubs[hub.index].closes - midnight) : Duration{};
    hub.twin.push_back({observation::peak_backlog(undisturbed, disturbed).persons, missed,
                        observation::backlog_area(undisturbed, disturbed, midnight + night) +
                            (night > Duration{} ? night * behind_before_today(hub) : Duration{})});
  }
  for (const auto* people : {&baseline, &outage})
    if (const std::string broken = broken_law(*people); !broken.empty())
      throw InternalError(fmt::format("campaign, replication {}, group of hub {}, {}, day {}: {}", replication_,
                                      hubs_.front().index, people == &baseline ? "baseline" : "outage", day, broken));
}

/// Doses fewer on the days before the one that was taken down last.
std::int64_t CampaignRun::behind_before_today(const Hub& hub) {
  std::int64_t behind = 0;
  for (std::size_t day = 0; day + 1 < hub.baseline.record.days.size(); ++day)
    behind += hub.baseline.record.days[day].vaccinated - hub.outage.record.days[day].vaccinated;
  return behind;
}

/// Whether records that wait from days before reach the backend today: for some time all answers that they need.
bool CampaignRun::may_record(const Hub& hub, const Failures& failures) const {
  if (!failures.any())
    return true;
  const HubModel& model = model_->hubs[hub.index];
  const auto& timelines = failures.by_exposure[failures_->failing().failures.exposure(hub.index)].timelines;
  std::vector<std::uint32_t> needed;
  for (std::size_t s = 0; s < model.stations.size(); ++s)
    if (const StationModel& station = model.stations[s];
        station.paper || station.offline || s == model.recording_station)
      needed.insert(needed.end(), station.called.begin(), station.called.end());
  const auto all_up = [&](Time at) {
    return std::all_of(needed.begin(), needed.end(),
                       [&](std::uint32_t backend) { return state_at(timelines[backend], at).up; });
  };
  return all_up(Time{}) || std::any_of(needed.begin(), needed.end(), [&](std::uint32_t backend) {
           return std::any_of(timelines[backend].begin(), timelines[backend].end(), [&](const BackendChange& change) {
             return change.at > Time{} && change.at < model_->horizon && all_up(change.at);
           });
         });
}

void CampaignRun::note_forms(const RunRecord& run, bool reach_backend, Side& side) {
  side.forms_recorded = reach_backend ? side.carried.forms : 0;
  side.carried.forms += run.counts.vaccinated - run.counts.recorded - side.forms_recorded;
}

/// Deliveries go on.
void CampaignRun::pass_closed_day(int day) {
  for (Hub& hub : hubs_) {
    for (Side* const side : {&hub.baseline, &hub.outage}) {
      CampaignDay today;
      today.delivered = take_deliveries(day, hub, *side);
      for (std::size_t s = 0; s < side->carried.stock.size(); ++s)
        today.in_store += is_limited(hub, s) ? side->carried.stock[s] : 0;
      today.waiting_return = side->carried.book.waiting();
      side->record.days.push_back(today);
    }
    hub.twin.emplace_back();
  }
}

/// Who comes today, and what doses there are for them.
std::span<const HubDay> CampaignRun::prepare(int day, Side Hub::*side) {
  const double factor = plan_->demand[static_cast<std::size_t>(day)];
  for (std::size_t i = 0; i < hubs_.size(); ++i) {
    Hub& hub = hubs_[i];
    Side& s = hub.*side;
    s.returning = s.carried.book.take_day(day);
    prepare_supplies(day, hub, s);
    today_[i] = {{plan_->hubs[hub.index].due.at(factor), factor, s.returning}, s.supplies};
  }
  return today_;
}

void CampaignRun::prepare_supplies(int day, const Hub& hub, Side& side) const {
  side.delivered_early = take_deliveries(day, hub, side);
  const auto& supplies = model_->hubs[hub.index].supplies;
  side.supplies.resize(supplies.size());
  std::vector<Time> due = plan_->hubs[hub.index].due.at(plan_->demand[static_cast<std::size_t>(day)]);
  for (const ReturningPerson& person : side.returning)
    due.push_back(person.due);
  std::sort(due.begin(), due.end());
  for (std::size_t s = 0; s < supplies.size(); ++s)
    side.supplies[s] = {side.carried.stock[s],
                        supplies[s].as_booked ? batches_as_booked(*supplies[s].as_booked, supplies[s].first_slot, due)
                                              : supplies[s].batches};
}

std::int64_t CampaignRun::take_deliveries(int day, const Hub& hub, Side& side) const {
  std::int64_t delivered = 0;
  const Time midnight = Time::since_midnight(Duration::days(day));
  const auto& deliveries = plan_->hubs[hub.index].deliveries;
  for (std::size_t s = 0; s < deliveries.size(); ++s)
    for (const DoseLot& lot : deliveries[s])
      if (lot.at == midnight) {
        side.carried.stock[s] += lot.doses;
        delivered += lot.doses;
      }
  return delivered;
}

/// Who has come again, who was told not to, and who stayed away.
void CampaignRun::count_returning(const People& people, const RunRecord& run, CampaignDay& today) const {
  for (std::uint32_t person = people.first_returning; person < people.size(); ++person)
    if (run.persons.fate[person] == Fate::postponed)
      ++today.told_again;
    else if (people.arrival[person] < model_->horizon)
      ++today.returning;
    else
      ++today.gave_up;
}

void CampaignRun::take_down(int day, const Hub& hub, const People& people, const RunRecord& run, Side& side) const {
  CampaignDay today;
  today.booked = people.booked;
  count_returning(people, run, today);
  today.arrivals = run.counts.arrivals;
  today.vaccinated = run.counts.vaccinated;
  today.recorded = run.counts.recorded + side.forms_recorded;
  for (const Duration waited : run.persons.waited)
    today.waited += waited;
  send_home(day, hub, people, run, side, today);
  put_away_doses(hub, run, side, today);
  today.waiting_return = side.carried.book.waiting();
  side.record.days.push_back(today);
}

void CampaignRun::send_home(int day, const Hub& hub, const People& people, const RunRecord& run, Side& side,
                            CampaignDay& today) const {
  const engine::RandomNumbers random(model_->seed, replication_, model_->hubs[hub.index].random_key);
  for (std::uint32_t person = 0; person < people.size(); ++person) {
    const observation::PersonRecord record = run.persons[person];
    const Fate fate = last_fate(record);
    if (!has_to_come_again(fate))
      continue;
    ++today.sent_home;
    const std::uint32_t key = lasting_key(people, person, day);
    const bool booked_anew = has_appointment(fate);
    const int pause = booked_anew ? std::max<int>(1, record.rebooked_days) : plan_->return_after_days;
    const auto bits = random.bits(key, purpose(0, Use::choice, choice_ordinal(Choice::another_day, 0)));
    if (booked_anew || engine::uniform(bits) < plan_->return_share)
      side.carried.book.give_place(key, people.person_class[person], day + pause);
    else
      ++today.gave_up;
  }
}

/// The store keeps. Doses made ready are thrown away, unless they come so and keep without limit.
void CampaignRun::put_away_doses(const Hub& hub, const RunRecord& run, Side& side, CampaignDay& today) const {
  today.delivered = side.delivered_early;
  for (std::size_t s = 0; s < run.supplies.size(); ++s) {
    if (!is_limited(hub, s))
      continue;
    const SupplyModel& model = model_->hubs[hub.index].supplies[s];
    const observation::SupplyRecord& record = run.supplies[s];
    const bool keeps = !model.prepared && !model.shelf_life;
    side.carried.stock[s] = record.left_in_store + (keeps ? record.left_ready : 0);
    today.delivered += record.delivered;
    today.used += record.used;
    today.wasted +=
        record.expired + record.spoiled + record.in_hand + record.under_preparation + (keeps ? 0 : record.left_ready);
    today.in_store += side.carried.stock[s];
  }
}

bool CampaignRun::is_limited(const Hub& hub, std::size_t supply) const {
  return model_->hubs[hub.index].supplies[supply].stock != kUnlimitedDoses;
}

void CampaignRun::check_laws() const {
  for (const Hub& hub : hubs_)
    for (const auto* record : {&hub.baseline.record, &hub.outage.record})
      if (const std::string broken = broken_law(*record, hub.stock, hub.waiting); !broken.empty())
        throw InternalError(fmt::format("campaign, replication {}, hub {}, {}: {}", replication_, hub.index,
                                        record == &hub.baseline.record ? "baseline" : "outage", broken));
}

}  // namespace ripresa::model
