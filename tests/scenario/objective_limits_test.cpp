// What an objective is bounded by: a number in its measure's unit, or a duration.

#include <catch2/catch.hpp>
#include <string>

#include "ripresa/scenario/read.hpp"
#include "support/error_cases.hpp"

namespace {

using namespace ripresa;
using namespace ripresa::scenario;

const std::vector<KnownMeasure> kMeasures = {{"overtime", false, "min"},
                                             {"added_waiting", false, "h"},
                                             {"rebooking_delay", false, "d"},
                                             {"vaccinated", false, "doses"},
                                             {"dose_days", false, "d", true},
                                             {"waiting_hours", false, "h", true},
                                             {"doses_delayed", false, "doses", true}};

Scenario with_objectives(const std::string& objectives) {
  return parse_scenario("date = 2024-01-01\n" + objectives + R"(
[[hub]]
name = "A"
opens = 08:00:00
closes = 12:00:00
walk_ins = { per_day = 10 }
[[hub.station]]
name = "vaccination"
servers = 1
service = "1 min"
)",
                        "test.toml", {}, kMeasures);
}

double limit_of(const std::string& measure, const std::string& limit) {
  return with_objectives("[[objective]]\nmeasure = \"" + measure + "\"\nbelow = " + limit).objectives.front().limit;
}

double campaign_limit_of(const std::string& measure, const std::string& limit) {
  return with_objectives("[campaign]\ndays = 3\n[[campaign.objective]]\nmeasure = \"" + measure +
                         "\"\nabove = " + limit)
      .campaign->objectives.front()
      .limit;
}

}  // namespace

TEST_CASE("an objective on minutes, hours or days is bounded by a number of them or by any duration") {
  CHECK(limit_of("overtime", "90") == 90);
  CHECK(limit_of("overtime", "\"1.5 h\"") == 90);
  CHECK(limit_of("added_waiting", "\"90 min\"") == 1.5);
  CHECK(limit_of("rebooking_delay", "1.5") == 1.5);
  CHECK(limit_of("rebooking_delay", "\"1.5 d\"") == 1.5);
  CHECK(limit_of("rebooking_delay", "\"36 h\"") == 1.5);
  CHECK(campaign_limit_of("dose_days", "\"3 d\"") == 3);
  CHECK(campaign_limit_of("waiting_hours", "\"2 d\"") == 48);
}

TEST_CASE("an objective on what is no time is not bounded by a duration") {
  const std::string error = "error: expected a number, found text; write it without quotes";
  CHECK_THROWS_WITH(limit_of("vaccinated", "\"3 d\""), "test.toml:4:9: " + error);
  CHECK_THROWS_WITH(campaign_limit_of("doses_delayed", "\"3 d\""), "test.toml:6:9: " + error);
}
