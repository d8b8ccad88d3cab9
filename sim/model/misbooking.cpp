#include "ripresa/model/misbooking.hpp"

#include <algorithm>

#include "ripresa/model/purpose.hpp"

namespace ripresa::model {
namespace {

using engine::RandomNumbers;

enum class Called { rightly, not_at_all, elsewhere, twice };

struct Call {
  Called how = Called::rightly;
  std::size_t elsewhere = 0;
};

Call call_of(const HubModel& hub, const RandomNumbers& random, std::uint32_t person) {
  const Time due = hub.appointments[person];
  const auto fault = std::find_if(hub.booking_faults.begin(), hub.booking_faults.end(),
                                  [due](const BookingFault& f) { return f.from <= due && due < f.to; });
  if (fault == hub.booking_faults.end())
    return {};
  const double u = engine::uniform(random.bits(person, purpose(0, Use::booking)));
  if (u < fault->not_called)
    return {Called::not_at_all, 0};
  if (u < fault->not_called + fault->called_elsewhere)
    return {Called::elsewhere, fault->elsewhere};
  return {u < fault->not_called + fault->called_elsewhere + fault->called_twice ? Called::twice : Called::rightly, 0};
}

/// Adds a person who comes in addition, with what they take at the hub where they come.
class ExtraPeople {
 public:
  ExtraPeople(const HubModel& hub, People& people) : hub_(hub), people_(people) {}

  /// `random`, `key`: the person's own, of the hub `home` that has them in its book.
  void add(const HubModel& home, const RandomNumbers& random, std::uint32_t key, Time arrival) {
    people_.extra.push_back({random, key});
    people_.arrival.push_back(arrival);
    const auto& shares = home.appointment_classes;
    const double u = shares.size() > 1 ? engine::uniform(random.bits(key, purpose(0, Use::person_class))) : 0;
    people_.person_class.push_back(
        static_cast<std::uint8_t>(std::upper_bound(shares.begin(), shares.end() - 1, u) - shares.begin()));
    for (std::size_t s = 0; s < hub_.stations.size(); ++s) {
      const StationModel& station = hub_.stations[s];
      const auto& service = station.service[station.service.size() > 1 ? people_.person_class.back() : 0];
      people_.service[s].push_back(service.draw(random.bits(key, purpose(station.code, Use::service))));
      if (station.walk)
        people_.walk[s].push_back(station.walk->draw(random.bits(key, purpose(station.code, Use::walk))));
    }
  }

 private:
  const HubModel& hub_;
  People& people_;
};

}  // namespace

Misbooking misbook(const Model& model, std::size_t hub, std::uint32_t replication, const People& as_booked,
                   People& people) {
  const HubModel& own = model.hubs[hub];
  const RandomNumbers random(model.seed, replication, own.random_key);
  people = as_booked;
  ExtraPeople extra(own, people);
  Misbooking misbooking;
  BookingCounts& counts = misbooking.counts;
  for (std::uint32_t person = 0; person < as_booked.booked; ++person) {
    const Called how = call_of(own, random, person).how;
    const bool would_come = as_booked.arrival[person] != Time::never();
    if (how == Called::not_at_all || how == Called::elsewhere) {
      people.arrival[person] = Time::never();
      (how == Called::elsewhere ? counts.called_elsewhere : counts.not_called) += would_come ? 1 : 0;
      if (how == Called::elsewhere && would_come)
        misbooking.called_elsewhere.push_back(person);
    } else if (how == Called::twice) {
      // The second is as punctual, and as likely to come, by numbers of their own.
      const std::uint32_t key = People::kFirstSecondCaller + person;
      const bool comes = engine::uniform(random.bits(key, purpose(0, Use::show))) < own.show_rate;
      if (comes)
        extra.add(own, random, key,
                  std::max(Time{}, own.appointments[person] +
                                       own.punctuality.draw(random.bits(key, purpose(0, Use::punctuality)))));
      counts.called_twice += comes ? 1 : 0;
    }
  }
  misbooking.first_unexpected = people.size();
  for (const std::size_t home : own.wrongly_called_from) {
    const HubModel& other = model.hubs[home];
    const RandomNumbers others(model.seed, replication, other.random_key);
    for (std::uint32_t person = 0; person < other.appointments.size(); ++person) {
      const Call call = call_of(other, others, person);
      const Time arrival = call.how == Called::elsewhere && call.elsewhere == hub
                               ? booked_arrival(other, others, person)
                               : Time::never();
      if (arrival == Time::never())
        continue;
      extra.add(other, others, person, arrival);
      misbooking.unexpected.push_back({home, person});
      ++counts.unexpected;
    }
  }
  sort_arrivals(model.horizon, people);
  return misbooking;
}

}  // namespace ripresa::model
