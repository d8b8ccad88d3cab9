// Doses, from the store to the person: a join of two streams, first come, first served on both sides.
//
// A person waits in line until a server and a dose are both free; the dose that became ready first goes to the person
// who came first. No server is held meanwhile, as in the reference model of Hanly et al. (2022), BMC Health Services
// Research 22:1059; since the line is first come, first served, holding one would serve nobody earlier or later.

#include <algorithm>
#include <cassert>
#include <utility>

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
    auto& record = record_.supplies[s];
    // A fresh start that keeps the vectors' memory.
    auto ready = std::move(supply.ready);
    auto waits = std::move(record.waits);
    ready.clear();
    waits.clear();
    supply = {};
    record = {};
    supply.ready = std::move(ready);
    record.waits = std::move(waits);
    supply.ready_token = register_supply_event(Kind::dose_ready, s);
    supply.expiry_token = register_supply_event(Kind::doses_expire, s);
    // What comes ready for use is so from the start of the day on.
    const std::int64_t stock = opening_stock(s);
    record.stock = stock == kUnlimitedDoses ? 0 : stock;
    supply.in_store = model.prepared ? stock : 0;
    if (!model.prepared && stock > 0)
      schedule_change(Time{}, Phase::availability,
                      {Kind::delivery, s, static_cast<std::uint32_t>(model.deliveries.size())});
    for (std::uint32_t i = 0; i < model.deliveries.size(); ++i)
      schedule_change(model.deliveries[i].at, Phase::availability, {Kind::delivery, s, i});
    for (std::uint32_t i = 0; i < batches(s).size(); ++i)
      schedule_change(batches(s)[i].at, Phase::staffing, {Kind::batch, s, i});
    for (std::uint32_t i = 0; i < model.preparers.size(); ++i)
      schedule_change(model.preparers[i].at, Phase::staffing, {Kind::preparers_change, s, i});
  }
}

void HubRun::carry_out_supply(Change change, BackendQueues& queues) {
  const SupplyModel& model = hub_->supplies[change.subject];
  Supply& supply = supplies_[change.subject];
  switch (change.kind) {
    case Kind::delivery: {
      // The one past the deliveries stands for the stock at the start of the day.
      const bool is_stock = change.ordinal == model.deliveries.size();
      const std::int64_t doses = is_stock ? opening_stock(change.subject) : model.deliveries[change.ordinal].doses;
      if (!is_stock)
        record_.supplies[change.subject].delivered += doses;
      if (!model.prepared)
        add_ready(change.subject, doses, queues);
      else if (supply.in_store != kUnlimitedDoses)
        supply.in_store += doses;
      break;
    }
    case Kind::batch:
      supply.to_prepare += batches(change.subject)[change.ordinal].doses;
      break;
    case Kind::preparers_change:
      if (is_overtaken(change, model.preparers) || stays_for_overtime(change, model.preparers, supply.preparers))
        return;
      supply.preparers = model.preparers[change.ordinal].servers;
      break;
    case Kind::dose_ready:
      dose_prepared(change.subject, queues);
      break;
    case Kind::doses_expire:
      expire(change.subject);
      break;
    default:
      assert(false && "not about a supply");
  }
  top_up(change.subject);
}

void HubRun::touch_supply(std::uint32_t supply) {
  Supply& s = supplies_[supply];
  record_.supplies[supply].preparing_area += (now_ - s.touched) * s.preparing;
  s.touched = now_;
}

/// Gives free preparers doses to prepare, as far as they are asked for and in store.
void HubRun::prepare(std::uint32_t supply) {
  Supply& s = supplies_[supply];
  const SupplyModel& model = hub_->supplies[supply];
  while (s.to_prepare > 0 && s.in_store > 0 && s.preparing < s.preparers) {
    touch_supply(supply);
    ++s.preparing;
    --s.to_prepare;
    if (s.in_store != kUnlimitedDoses)
      --s.in_store;
    auto& record = record_.supplies[supply];
    record.first_begun = std::min(record.first_begun, now_);
    const auto bits = random_.bits(s.begun++, purpose(model.code, Use::preparation));
    calendar_.schedule(now_ + model.service->draw(bits), Phase::progress, s.ready_token);
  }
}

void HubRun::dose_prepared(std::uint32_t supply, BackendQueues& queues) {
  touch_supply(supply);
  --supplies_[supply].preparing;
  record_.supplies[supply].last_ready = now_;
  add_ready(supply, 1, queues);
}

void HubRun::add_ready(std::uint32_t supply, std::int64_t doses, BackendQueues& queues) {
  Supply& s = supplies_[supply];
  record_.supplies[supply].became_ready += doses;
  s.ready.push_back({now_, doses});
  if (const auto& life = hub_->supplies[supply].shelf_life)
    calendar_.schedule(now_ + *life, Phase::availability, s.expiry_token);
  hand_out(supply, queues);
}

std::int64_t HubRun::ready_doses(std::uint32_t supply) const {
  std::int64_t doses = 0;
  for (std::size_t i = supplies_[supply].first; i < supplies_[supply].ready.size(); ++i)
    doses += supplies_[supply].ready[i].doses;
  return doses;
}

/// Asks for doses where so many are to be kept ready; after closing no more than people wait for. Lets the preparers
/// begin on what is asked for.
void HubRun::top_up(std::uint32_t supply) {
  Supply& s = supplies_[supply];
  const SupplyModel& model = hub_->supplies[supply];
  if (model.keep_ready > 0) {
    std::int64_t wanted = model.keep_ready;
    if (now_ >= closes_) {
      std::int64_t waiting = 0;
      for (const std::uint32_t station : model.stations)
        waiting += stations_[station].queued;
      wanted = std::min(wanted, waiting);
    }
    s.to_prepare = std::max<std::int64_t>(0, wanted - ready_doses(supply) - s.preparing);
  }
  prepare(supply);
}

void HubRun::expire(std::uint32_t supply) {
  Supply& s = supplies_[supply];
  const Duration life = *hub_->supplies[supply].shelf_life;
  for (; s.any_ready() && s.ready[s.first].since + life <= now_; ++s.first)
    record_.supplies[supply].expired += s.ready[s.first].doses;
}

bool HubRun::dose_ready_for(const StationModel& station) const {
  return station.supply < 0 || supplies_[static_cast<std::size_t>(station.supply)].any_ready();
}

/// The dose that became ready first goes to the person, who then waits for a server alone.
void HubRun::take_dose(std::uint32_t person) {
  Person& p = persons_[person];
  const auto supply = static_cast<std::uint32_t>(hub_->stations[p.station].supply);
  Supply& s = supplies_[supply];
  ReadyDoses& oldest = s.ready[s.first];
  record_.supplies[supply].waits.push_back(std::max(Duration{}, oldest.since - p.since));
  p.dose_in_hand = true;
  if (--oldest.doses == 0)
    ++s.first;
  top_up(supply);
}

void HubRun::use_dose(Person& p) {
  p.dose_in_hand = false;
  ++record_.supplies[static_cast<std::size_t>(hub_->stations[p.station].supply)].used;
}

void HubRun::spoil_dose(Person& p) {
  p.dose_in_hand = false;
  ++record_.supplies[static_cast<std::size_t>(hub_->stations[p.station].supply)].spoiled;
}

/// Serves those who waited for a dose: of several stations the one whose next person has waited longest first.
void HubRun::hand_out(std::uint32_t supply, BackendQueues& queues) {
  const auto& stations = hub_->supplies[supply].stations;
  const auto next_since = [this](std::uint32_t station) {
    return can_serve_next(station) ? persons_[stations_[station].queue.front()].since : Time::never();
  };
  while (supplies_[supply].any_ready()) {
    const auto longest = std::min_element(stations.begin(), stations.end(), [&](std::uint32_t a, std::uint32_t b) {
      return next_since(a) < next_since(b);
    });
    if (next_since(*longest) == Time::never())
      return;
    serve_next(*longest, queues);
  }
}

void HubRun::finish_supplies() {
  for (std::uint32_t s = 0; s < supplies_.size(); ++s) {
    touch_supply(s);
    auto& record = record_.supplies[s];
    record.left_ready = ready_doses(s);
    record.under_preparation = supplies_[s].preparing;
    if (hub_->supplies[s].stock == kUnlimitedDoses)
      record.stock = supplies_[s].begun - record.delivered;
    else
      record.left_in_store = supplies_[s].in_store;
  }
  for (const Person& p : persons_)
    if (p.dose_in_hand)
      ++record_.supplies[static_cast<std::size_t>(hub_->stations[p.station].supply)].in_hand;
}

}  // namespace ripresa::model
