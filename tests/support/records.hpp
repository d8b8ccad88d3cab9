#pragma once

// Comparing two runs' records, field by field.

#include <cstdint>
#include <string>
#include <vector>

#include "ripresa/observation/run_record.hpp"

namespace ripresa::testing {

/// Names the first field in which the records differ, with both values; "" when they are the same.
class RecordDifference {
 public:
  RecordDifference(const observation::RunRecord& a, const observation::RunRecord& b) {
    compare_counts(a.counts, b.counts);
    compare("stations", a.stations.size(), b.stations.size());
    for (std::size_t s = 0; s < a.stations.size() && found_.empty(); ++s)
      compare_stations("station " + std::to_string(s) + " ", a.stations[s], b.stations[s]);
    compare("supplies", a.supplies.size(), b.supplies.size());
    for (std::size_t s = 0; s < a.supplies.size() && found_.empty(); ++s)
      compare_supplies("supply " + std::to_string(s) + " ", a.supplies[s], b.supplies[s]);
    compare("vaccinations", a.vaccinations, b.vaccinations);
    compare("recordings", a.recordings, b.recordings);
    compare("series vaccinated", a.series.vaccinated, b.series.vaccinated);
    compare("series recorded", a.series.recorded, b.series.recorded);
    compare("series queue", a.series.queue, b.series.queue);
    compare("series outdoors", a.series.outdoors, b.series.outdoors);
    compare("series present", a.series.present, b.series.present);
    // A hub alone keeps none.
    if (a.queue_levels.wanted() && b.queue_levels.wanted()) {
      compare("queue levels", a.queue_levels.levels(), b.queue_levels.levels());
      compare("outdoor levels", a.outdoor_levels.levels(), b.outdoor_levels.levels());
    }
    compare_persons(a.persons, b.persons);
    compare("peak queue", a.peak_queue, b.peak_queue);
    compare("peak outdoors", a.peak_outdoors, b.peak_outdoors);
    compare("last exit", a.last_exit, b.last_exit);
  }

  const std::string& found() const { return found_; }

 private:
  static std::string text(Time value) { return std::to_string(value.in_microseconds()); }
  static std::string text(Duration value) { return std::to_string(value.in_microseconds()); }
  template <class Integer>
  static std::string text(Integer value) {
    return std::to_string(value);
  }

  template <class Value>
  void compare(const std::string& field, const Value& a, const Value& b) {
    if (found_.empty() && a != b)
      found_ = field + ": " + text(a) + " against " + text(b);
  }

  template <class Value>
  void compare(const std::string& field, const std::vector<Value>& a, const std::vector<Value>& b) {
    compare(field + " size", a.size(), b.size());
    for (std::size_t i = 0; i < a.size() && found_.empty(); ++i)
      compare(field + " " + std::to_string(i), a[i], b[i]);
  }

  void compare(const std::string& field, const observation::Peak& a, const observation::Peak& b) {
    compare(field, a.persons, b.persons);
    compare(field + " at", a.at, b.at);
  }

  void compare_stations(const std::string& of, const observation::StationRecord& a,
                        const observation::StationRecord& b) {
    compare(of + "waits", a.waits, b.waits);
    compare(of + "sojourns", a.sojourns, b.sojourns);
    compare(of + "queue", a.queue, b.queue);
    compare(of + "peak queue", a.peak_queue, b.peak_queue);
    compare(of + "queue area", a.queue_area, b.queue_area);
    compare(of + "occupied area", a.occupied_area, b.occupied_area);
    compare(of + "queued total", a.queued_total, b.queued_total);
    compare(of + "entry time", a.entry_time, b.entry_time);
    compare(of + "extra staffed", a.extra_staffed, b.extra_staffed);
    compare(of + "extra staffed late", a.extra_staffed_late, b.extra_staffed_late);
    compare(of + "last release", a.last_release, b.last_release);
  }

  void compare_supplies(const std::string& of, const observation::SupplyRecord& a, const observation::SupplyRecord& b) {
    compare(of + "stock", a.stock, b.stock);
    compare(of + "delivered", a.delivered, b.delivered);
    compare(of + "became ready", a.became_ready, b.became_ready);
    compare(of + "used", a.used, b.used);
    compare(of + "expired", a.expired, b.expired);
    compare(of + "spoiled", a.spoiled, b.spoiled);
    compare(of + "in hand", a.in_hand, b.in_hand);
    compare(of + "left ready", a.left_ready, b.left_ready);
    compare(of + "under preparation", a.under_preparation, b.under_preparation);
    compare(of + "left in store", a.left_in_store, b.left_in_store);
    compare(of + "waits", a.waits, b.waits);
    compare(of + "unserved", a.unserved, b.unserved);
    compare(of + "preparing area", a.preparing_area, b.preparing_area);
    compare(of + "first begun", a.first_begun, b.first_begun);
    compare(of + "last ready", a.last_ready, b.last_ready);
  }

  void compare_counts(const observation::Counts& a, const observation::Counts& b) {
    compare("arrivals", a.arrivals, b.arrivals);
    compare("vaccinated", a.vaccinated, b.vaccinated);
    compare("recorded", a.recorded, b.recorded);
    compare("on paper", a.on_paper, b.on_paper);
    compare("left unvaccinated", a.left_unvaccinated, b.left_unvaccinated);
    compare("turned away", a.turned_away, b.turned_away);
    compare("unsynced", a.unsynced, b.unsynced);
    compare("abandoned", a.abandoned, b.abandoned);
    compare("balked", a.balked, b.balked);
    compare("rebooked", a.rebooked, b.rebooked);
    compare("diverted", a.diverted, b.diverted);
    compare("postponed", a.postponed, b.postponed);
    compare("diverted in", a.diverted_in, b.diverted_in);
    compare("came back", a.came_back, b.came_back);
    compare("rebooked days", a.rebooked_days, b.rebooked_days);
    compare("present", a.present, b.present);
    compare("present vaccinated", a.present_vaccinated, b.present_vaccinated);
  }

  void compare_persons(const observation::PersonRecords& all_a, const observation::PersonRecords& all_b) {
    compare("persons", all_a.size(), all_b.size());
    for (std::size_t i = 0; i < all_a.size() && found_.empty(); ++i) {
      const std::string of = "person " + std::to_string(i) + " ";
      const observation::PersonRecord a = all_a[i];
      const observation::PersonRecord b = all_b[i];
      compare(of + "arrival", a.arrival, b.arrival);
      compare(of + "waited", a.waited, b.waited);
      compare(of + "left", a.left, b.left);
      compare(of + "away", a.away, b.away);
      compare(of + "rebooked days", a.rebooked_days, b.rebooked_days);
      compare(of + "fate", static_cast<int>(a.fate), static_cast<int>(b.fate));
      compare(of + "fate elsewhere", static_cast<int>(a.fate_elsewhere), static_cast<int>(b.fate_elsewhere));
    }
  }

  std::string found_;
};

inline std::string difference(const observation::RunRecord& a, const observation::RunRecord& b) {
  return RecordDifference(a, b).found();
}

}  // namespace ripresa::testing
