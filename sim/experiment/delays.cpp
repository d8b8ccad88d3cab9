#include "delays.hpp"

#include <algorithm>
#include <cassert>

namespace ripresa::experiment {
namespace {

using observation::Fate;
using observation::got_dose;
using observation::left_served;
using observation::PersonRecord;

/// Whether the person, sent to another hub, went through it to the end of their path or is still there.
bool served_or_there_elsewhere(const PersonRecord& person) {
  return person.fate_elsewhere == Fate::vaccinated || person.fate_elsewhere == Fate::left_unvaccinated ||
         person.fate_elsewhere == Fate::inside;
}

/// When the person was done here or where they were sent, with a dose or without; the horizon for who is still there,
/// never for who left without having been served.
Time done(const model::Model& model, const PersonRecord& person) {
  if (served_or_there_elsewhere(person))
    return person.left + person.away;
  if (left_served(person))
    return person.left;
  const bool still_there =
      person.left == Time::never() && (person.fate == Fate::inside || person.fate == Fate::vaccinated);
  return still_there ? model.horizon : Time::never();
}

/// What the person waited in the hub whose record this is.
Duration waiting(const model::Model& model, const PersonRecord& person) {
  return person.arrival < model.warm_up || person.arrival == Time::never() ? Duration{} : person.waited;
}

/// Delay: how much later somebody who was served in the baseline was done, at least.
void add_delay(const model::Model& model, const PersonRecord& with, const PersonRecord& without, Delays& sum) {
  if (got_dose(without) && !got_dose(with))
    ++sum.missed;  // from midnight on, as all counts of doses
  if (without.arrival < model.warm_up || without.arrival == Time::never() || with.arrival == Time::never())
    return;
  const Time at = done(model, with);
  if (at == Time::never() || !left_served(without))
    return;
  for (std::size_t k = 0; k < Delays::kLongerThan.size(); ++k)
    sum.delayed[k] += at - without.left > Delays::kLongerThan[k] ? 1 : 0;
}

/// Most people of a day: those who were gone before the failure. They add nothing to any sum, and a day with its twin
/// costs 0.99 of what it does with a closer look at them.
bool fared_alike(const observation::PersonRecords& outage, const observation::PersonRecords& baseline, std::size_t i) {
  return outage.left[i] == baseline.left[i] && outage.waited[i] == baseline.waited[i] &&
         outage.fate[i] == baseline.fate[i];
}

}  // namespace

void measure_delays(const model::Model& model, std::size_t hub, const observation::RunRecord& outage,
                    const observation::RunRecord& baseline, const model::Misbooking& misbooking, HubDelays& delays) {
  delays.clear();
  for (const std::uint32_t person : misbooking.called_elsewhere)
    delays.called_elsewhere.push_back({{hub, person}, baseline.persons[person]});
  for (std::size_t i = 0; i < misbooking.unexpected.size(); ++i)
    delays.called_here.push_back({misbooking.unexpected[i], outage.persons[misbooking.first_unexpected + i]});
  auto parted = misbooking.called_elsewhere.begin();
  for (std::uint32_t i = 0; i < baseline.persons.size(); ++i) {
    const bool is_parted = parted != misbooking.called_elsewhere.end() && *parted == i;
    if (is_parted)
      ++parted;
    else if (fared_alike(outage.persons, baseline.persons, i))
      continue;
    const PersonRecord with = outage.persons[i];
    const PersonRecord without = baseline.persons[i];
    delays.sum.added_waiting += waiting(model, with) - waiting(model, without);
    if (!is_parted)
      add_delay(model, with, without, delays.sum);
  }
  // Whom a failure of the booking brings in addition, or other hubs send here, comes after the hub's own: their twins
  // did not wait here.
  for (std::size_t i = baseline.persons.size(); i < outage.persons.size(); ++i)
    delays.sum.added_waiting += waiting(model, outage.persons[i]);
}

void join_parted(const model::Model& model, std::span<HubDelays> delays) {
  for (const HubDelays& here : delays)
    for (const PartedPerson& with : here.called_here) {
      HubDelays& home = delays[with.who.hub];
      const auto without = std::lower_bound(home.called_elsewhere.begin(), home.called_elsewhere.end(), with.who,
                                            [](const PartedPerson& a, const auto& who) { return a.who < who; });
      assert(without != home.called_elsewhere.end() && without->who == with.who);
      add_delay(model, with.record, without->record, home.sum);
    }
}

}  // namespace ripresa::experiment
