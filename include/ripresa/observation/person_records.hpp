#pragma once

// What became of each person of a run.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"

namespace ripresa::observation {

/// What became of a person by the end of the run. Every arrival ends as exactly one of all but `absent`.
enum class Fate : std::uint8_t {
  absent,             // booked and did not come, or would have come after the horizon
  inside,             // still there at the horizon, not vaccinated
  vaccinated,         // got the dose, whether still there at the horizon or not
  left_unvaccinated,  // the path led out without a vaccination
  turned_away,        // came after closing, or was sent home by a hard close or a failure
  abandoned,          // gave up waiting
  balked,             // did not care to wait
  rebooked,           // was sent home with an appointment on a later day
  diverted,           // was sent to another hub, where they count as well
  postponed           // was told in time, and did not come: has an appointment on a later day
};
inline constexpr std::size_t kFates = static_cast<std::size_t>(Fate::postponed) + 1;

struct PersonRecord {
  Time arrival = Time::never();  // never: did not come
  Duration waited;               // in queues, and at counters for an answer or for suspended work
  Time left = Time::never();     // left the hub; never: not by the horizon
  Duration away;  // between giving up and coming back; of the diverted, from `left` until done there, or the horizon
  Fate fate = Fate::absent;
  Fate fate_elsewhere = Fate::absent;  // of the diverted, where they were sent; of all others `absent`
  std::uint16_t rebooked_days = 0;     // until the new appointment
};

/// Whether the person went through the hub to the end of their path.
inline bool left_served(const PersonRecord& person) {
  return person.left != Time::never() && (person.fate == Fate::vaccinated || person.fate == Fate::left_unvaccinated);
}

/// Whether the person got their dose, here or where they were sent.
inline bool got_dose(const PersonRecord& person) {
  return person.fate == Fate::vaccinated || person.fate_elsewhere == Fate::vaccinated;
}

/// The records of all, by person index, member by member: whoever goes through one of these vectors reads no other.
class PersonRecords {
 public:
  std::vector<Time> arrival, left;
  std::vector<Duration> waited;
  std::vector<Fate> fate;
  std::vector<Duration> away;  // this and those below may be empty: then all are 0 or `absent`, as operator[] tells
  std::vector<Fate> fate_elsewhere;
  std::vector<std::uint16_t> rebooked_days;

  std::size_t size() const { return fate.size(); }

  /// So many people who have not come; with room for times away, fates elsewhere and new appointments.
  void assign(std::size_t persons) {
    arrival.assign(persons, Time::never());
    left.assign(persons, Time::never());
    waited.assign(persons, {});
    fate.assign(persons, Fate::absent);
    away.assign(persons, {});
    fate_elsewhere.assign(persons, Fate::absent);
    rebooked_days.assign(persons, 0);
  }

  void push_back(const PersonRecord& person) {
    arrival.push_back(person.arrival);
    left.push_back(person.left);
    waited.push_back(person.waited);
    fate.push_back(person.fate);
    away.push_back(person.away);
    fate_elsewhere.push_back(person.fate_elsewhere);
    rebooked_days.push_back(person.rebooked_days);
  }

  PersonRecord operator[](std::size_t person) const {
    return {arrival[person],
            waited[person],
            left[person],
            away.empty() ? Duration{} : away[person],
            fate[person],
            fate_elsewhere.empty() ? Fate::absent : fate_elsewhere[person],
            rebooked_days.empty() ? std::uint16_t{0} : rebooked_days[person]};
  }

  class Iterator {
   public:
    Iterator(const PersonRecords& records, std::size_t person) : records_(&records), person_(person) {}
    PersonRecord operator*() const { return (*records_)[person_]; }
    Iterator& operator++() {
      ++person_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return person_ != other.person_; }

   private:
    const PersonRecords* records_;
    std::size_t person_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }
};

}  // namespace ripresa::observation
