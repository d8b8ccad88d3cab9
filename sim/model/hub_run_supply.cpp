// Doses, from the store to the person: a join of two streams, first come, first served on both sides.
//
// A person waits in line until a server and a dose are both free; the dose that became ready first goes to the person
// who came first. No server is held meanwhile, as in the reference model of Hanly et al. (2022), BMC Health Services
// Research 22:1059; since the line is first come, first served, holding one would serve nobody earlier or later.

#include <algorithm>
#include <cassert>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;

std::uint32_t HubRun::register_supply_event(Kind kind, std::uint32_t supply) {
  changes_.push_back({kind, supply, 0});
  return kChangeToken | static_cast<std::uint32_t>(changes_.size() - 1);
}

std::int64_t HubRun::opening_stock(std::uint32_t supply) const {
  return day_.supplies.empty() ? hub_->supplies[supply].stock : day_.supplies[supply].stock;
}

const std::vector<DoseLot>& HubRun::batches(std::uint32_t supply) const {
  return day_.supplies.empty() ? hub_->supplies[supply].batches : day_.supplies[supply].batches;
}

void HubRun::schedule_supplies() {
  for (std::uint32_t s = 0; s < supplies_.size(); ++s) {
    const SupplyModel& model = hub_->supplies[s];
    Supply& supply = supplies_[s];
    supply.doses.start_day(model, opening_stock(s));
    supply.ready_token = register_supply_event(Kind::dose_ready, s);
    supply.expiry_token = register_supply_event(Kind::doses_expire, s);
    supply.top_up_token = register_supply_event(Kind::top_up, s);
    // What comes ready for use is so from the start of the day on.
    if (!model.prepared && supply.doses.stock() > 0)
      schedule_change(Time{}, Phase::availability, {Kind::stock, s, 0});
    for (std::uint32_t i = 0; i < model.deliveries.size(); ++i)
      schedule_change(model.deliveries[i].at, Phase::availability, {Kind::delivery, s, i});
    for (std::uint32_t i = 0; i < batches(s).size(); ++i)
      schedule_change(batches(s)[i].at, Phase::progress, {Kind::batch, s, i});
    for (std::uint32_t i = 0; i < model.preparers.size(); ++i)
      schedule_change(model.preparers[i].at, Phase::staffing, {Kind::preparers_change, s, i});
  }
}

void HubRun::carry_out_supply(Change change, BackendQueues& queues) {
  const SupplyModel& model = hub_->supplies[change.subject];
  DoseSupply& supply = supplies_[change.subject].doses;
  switch (change.kind) {
    case Kind::stock:
      make_ready(change.subject, supply.stock(), queues);
      break;
    case Kind::delivery: {
      const std::int64_t doses = model.deliveries[change.ordinal].doses;
      supply.deliver(doses);
      if (!model.prepared)
        make_ready(change.subject, doses, queues);
      top_up_later(change.subject);
      return;
    }
    case Kind::batch:
      supply.ask_for(batches(change.subject)[change.ordinal].doses);
      break;
    case Kind::preparers_change:
      if (is_overtaken(change, model.preparers) || stays_for_overtime(change, model.preparers, supply.preparers()))
        return;
      supply.set_preparers(model.preparers[change.ordinal].servers);
      break;
    case Kind::dose_ready:
      supply.end_one(now_);
      make_ready(change.subject, 1, queues);
      break;
    case Kind::doses_expire:
      if (supply.expire(now_))
        top_up_later(change.subject);
      return;
    case Kind::top_up:
      break;
    default:
      assert(false && "not about a supply");
  }
  top_up(change.subject);
}

void HubRun::make_ready(std::uint32_t supply, std::int64_t doses, BackendQueues& queues) {
  supplies_[supply].doses.make_ready(doses, now_);
  if (const auto& life = hub_->supplies[supply].shelf_life)
    calendar_.schedule(now_ + *life, Phase::availability, supplies_[supply].expiry_token);
  hand_out(supply, queues);
}

/// At this instant, but once those preparers have gone whose shift ends at it.
void HubRun::top_up_later(std::uint32_t supply) {
  if (hub_->supplies[supply].prepared)
    calendar_.schedule(now_, Phase::progress, supplies_[supply].top_up_token);
}

/// Asks for doses where so many are to be kept ready; after closing no more than people wait for. Lets the preparers
/// begin on what is asked for.
void HubRun::top_up(std::uint32_t supply) {
  const SupplyModel& model = hub_->supplies[supply];
  DoseSupply& doses = supplies_[supply].doses;
  if (model.keep_ready > 0)
    doses.keep_ready(now_ < closes_ ? model.keep_ready : std::min(model.keep_ready, waiting_for(model)));
  while (doses.can_begin()) {
    const auto bits = random_.bits(doses.begin_one(now_), purpose(model.code, Use::preparation));
    calendar_.schedule(now_ + model.service->draw(bits), Phase::progress, supplies_[supply].ready_token);
  }
}

std::int64_t HubRun::waiting_for(const SupplyModel& supply) const {
  std::int64_t waiting = 0;
  for (const std::uint32_t station : supply.stations)
    waiting += stations_[station].queued;
  return waiting;
}

DoseSupply& HubRun::supply_of(const Person& p) {
  return supplies_[static_cast<std::size_t>(hub_->stations[p.station].supply)].doses;
}

bool HubRun::dose_ready_for(const StationModel& station) const {
  return station.supply < 0 || supplies_[static_cast<std::size_t>(station.supply)].doses.any_ready();
}

/// The dose that became ready first goes to the person, who then waits for a server alone.
void HubRun::take_dose(std::uint32_t person) {
  Person& p = persons_[person];
  supply_of(p).take(p.since);
  p.dose_in_hand = true;
  top_up(static_cast<std::uint32_t>(hub_->stations[p.station].supply));
}

void HubRun::use_dose(Person& p) {
  p.dose_in_hand = false;
  supply_of(p).use();
}

void HubRun::spoil_dose(Person& p) {
  p.dose_in_hand = false;
  supply_of(p).spoil();
}

/// Serves those who waited for a dose: of several stations the one whose next person has waited longest first.
void HubRun::hand_out(std::uint32_t supply, BackendQueues& queues) {
  const auto& stations = hub_->supplies[supply].stations;
  const auto next_since = [this](std::uint32_t station) {
    return can_serve_next(station) ? persons_[stations_[station].queue.front()].since : Time::never();
  };
  while (supplies_[supply].doses.any_ready()) {
    const auto longest = std::min_element(stations.begin(), stations.end(), [&](std::uint32_t a, std::uint32_t b) {
      return next_since(a) < next_since(b);
    });
    if (next_since(*longest) == Time::never())
      return;
    serve_next(*longest, queues);
  }
}

void HubRun::finish_supplies() {
  for (const Person& p : persons_)
    if (p.dose_in_hand)
      supply_of(p).hold();
  for (std::uint32_t s = 0; s < supplies_.size(); ++s) {
    supplies_[s].doses.end_day(now_);
    record_.supplies[s] = supplies_[s].doses.record();
  }
}

}  // namespace ripresa::model
