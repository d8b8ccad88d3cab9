// The conservation laws, each broken on purpose.

#include "ripresa/observation/conservation.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <utility>

#include "ripresa/observation/campaign_record.hpp"

using namespace ripresa;
using namespace ripresa::observation;

namespace {

/// A finished run of five: one vaccinated and on record, one vaccinated on paper, one led out, one turned away, one
/// inside; and a sixth who was booked and did not come.
RunRecord sound_run() {
  RunRecord record;
  for (const Fate fate :
       {Fate::vaccinated, Fate::vaccinated, Fate::left_unvaccinated, Fate::turned_away, Fate::inside, Fate::absent}) {
    PersonRecord person;
    person.fate = fate;
    if (fate != Fate::absent)
      person.arrival = Time::clock(9);
    record.persons.push_back(person);
  }
  record.vaccinations = {Time::clock(10), Time::clock(11)};
  record.recordings = {Time::clock(12)};
  record.counts.arrivals = 5;
  record.counts.vaccinated = 2;
  record.counts.recorded = 1;
  record.counts.on_paper = 1;
  record.counts.left_unvaccinated = 1;
  record.counts.turned_away = 1;
  record.counts.present = 1;
  StationRecord station;
  station.queue_area = station.queued_total = Duration::minutes(30);
  record.stations = {station};
  return record;
}

std::string broken_after(const std::function<void(RunRecord&)>& fault) {
  RunRecord record = sound_run();
  fault(record);
  return broken_law(record);
}

}  // namespace

TEST_CASE("a sound run breaks no law") {
  CHECK(broken_law(sound_run()).empty());
  CHECK(broken_law(RunRecord{}).empty());
}

TEST_CASE("somebody who came and has no fate is found") {
  CHECK_THAT(broken_after([](RunRecord& r) { ++r.counts.arrivals; }),
             Catch::StartsWith("arrivals = ") && Catch::EndsWith(": 6 against 5"));
}

TEST_CASE("a person whose fate the counts do not know is found, whichever fate it is") {
  for (std::size_t person = 0; person < 5; ++person)
    for (const Fate fate : {Fate::inside, Fate::vaccinated, Fate::left_unvaccinated, Fate::turned_away, Fate::absent,
                            Fate::abandoned, Fate::balked, Fate::rebooked, Fate::diverted, Fate::postponed}) {
      const bool other = fate != sound_run().persons.fate[person];
      CHECK(broken_after([&](RunRecord& r) { r.persons.fate[person] = fate; }).empty() != other);
    }
}

TEST_CASE("a dose without its time, or a time without its dose, is found") {
  CHECK_THAT(broken_after([](RunRecord& r) { r.vaccinations.pop_back(); }), Catch::StartsWith("vaccination times"));
  CHECK_THAT(broken_after([](RunRecord& r) { r.recordings.push_back(Time::clock(13)); }),
             Catch::StartsWith("recording times"));
}

TEST_CASE("more doses on record and on paper than given are found") {
  CHECK_THAT(broken_after([](RunRecord& r) { ++r.counts.on_paper; }), Catch::Contains("exceed vaccinated 2"));
}

TEST_CASE("a line whose area is not the time spent in it is found: Little's law, to the microsecond") {
  CHECK_THAT(broken_after([](RunRecord& r) { r.stations[0].queue_area += Duration::microseconds(1); }),
             Catch::StartsWith("Little's law"));
}

TEST_CASE("people who gave up, balked, were rebooked or diverted are arrivals; who was postponed in time is none") {
  const auto with = [](Fate fate, std::int64_t Counts::*count) {
    RunRecord record = sound_run();
    PersonRecord person;
    person.fate = fate;
    record.persons.push_back(person);
    ++(record.counts.*count);
    return record;
  };
  for (const auto& [fate, count] :
       {std::pair(Fate::abandoned, &Counts::abandoned), std::pair(Fate::balked, &Counts::balked),
        std::pair(Fate::rebooked, &Counts::rebooked), std::pair(Fate::diverted, &Counts::diverted)}) {
    RunRecord record = with(fate, count);
    CHECK_THAT(broken_law(record), Catch::StartsWith("arrivals = "));
    ++record.counts.arrivals;
    CHECK(broken_law(record).empty());
    --(record.counts.*count);
    --record.counts.arrivals;
    CHECK_THAT(broken_law(record), Catch::StartsWith("people with the fate"));
  }
  CHECK(broken_law(with(Fate::postponed, &Counts::postponed)).empty());
}

TEST_CASE("a record in a cache is no record") {
  CHECK_THAT(broken_after([](RunRecord& r) { ++r.counts.unsynced; }),
             Catch::Contains("unsynced 1 exceed vaccinated 2"));
}

TEST_CASE("a campaign's day on which somebody came, or was told not to, and ended nowhere is found") {
  const CampaignPeople sound{.came = 9, .told_not_to = 1, .vaccinated = 5, .left_unvaccinated = 2, .sent_home = 3};
  CHECK(broken_law(sound).empty());
  for (const auto count : {&CampaignPeople::came, &CampaignPeople::told_not_to, &CampaignPeople::vaccinated,
                           &CampaignPeople::left_unvaccinated, &CampaignPeople::sent_home}) {
    CampaignPeople broken = sound;
    --(broken.*count);
    CHECK_THAT(broken_law(broken), Catch::StartsWith("came + told not to = "));
  }
}

TEST_CASE("calls to a backend are conserved: each law broken on purpose is found") {
  const Grid grid{Time::clock(8), Duration::minutes(5), 3};
  CallRecord sound;
  sound.clear(grid);
  sound.step(1) = {.first_attempts = 5, .offered = 7, .answered = 2, .failed = 1, .refused = 1, .timed_out = 1};
  sound.step(1).queue_change = 1;
  sound.step(2).progress_change = 1;
  sound.under_way = 2;
  CHECK(broken_law(sound).empty());
  const std::pair<const char*, std::function<void(CallRecord&)>> faults[] = {
      {"calls offered", [](CallRecord& r) { ++r.step(2).offered; }},
      {"calls offered", [](CallRecord& r) { --r.step(1).timed_out; }},
      {"calls offered", [](CallRecord& r) { ++r.under_way; }},
      {"first attempts", [](CallRecord& r) { r.step(3).first_attempts = 3; }},
      {"-1 wait", [](CallRecord& r) { r.step(2).queue_change = -2; }},
      {"-1 are worked on", [](CallRecord& r) { r.step(1).progress_change = -1; }}};
  for (const auto& [law, fault] : faults) {
    CallRecord broken = sound;
    fault(broken);
    INFO(law);
    CHECK(broken_law(broken).find(law) != std::string::npos);
  }
}
