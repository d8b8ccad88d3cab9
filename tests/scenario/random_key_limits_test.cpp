// What would share random numbers with something else is refused: the words of their keys have so many bits.

#include <fmt/format.h>

#include "support/error_cases.hpp"

namespace {

using namespace ripresa;
using testing::kFineScenario;
using testing::messages_for;
using testing::with;

std::string repeated(int times, const std::string& text) {
  std::string all;
  for (int i = 0; i < times; ++i)
    all += text;
  return all;
}

std::string with_calls(int calls) {
  return with(kFineScenario, "[{ backend = \"poste\", at = \"end\" }]",
              "[" + repeated(calls, "{ backend = \"poste\" }, ") + "]");
}

std::string with_mitigations(int mitigations) {
  std::string all;
  for (int i = 0; i < mitigations; ++i)
    all += fmt::format("[[hub.mitigation]]\nname = \"m{}\"\nwhen = {{ at = 15:00:00 }}\novertime = \"1 h\"\n", i);
  return with(kFineScenario, "[[objective]]", all + "[[objective]]");
}

std::string with_supplies(int supplies) {
  std::string all;
  for (int i = 0; i < supplies; ++i)
    all += fmt::format("[[hub.supply]]\nname = \"s{}\"\nstock = 1\n", i);
  return with(kFineScenario, "[[objective]]", all + "[[objective]]");
}

std::string with_booked(int persons, const std::string& rest) {
  return with(with(kFineScenario, "per_day = 1000", fmt::format("per_day = {}", persons)), "[[hub]]", rest + "[[hub]]");
}

}  // namespace

TEST_CASE("a station makes at most 16 calls") {
  CHECK(messages_for(with_calls(16)) == "no error");
  CHECK(messages_for(with_calls(17)) ==
        "46:9: error: the station makes more than 16 calls; leave some out, or divide the station in two");
}

TEST_CASE("a hub has at most 256 mitigations and 200 supplies") {
  CHECK(messages_for(with_mitigations(256)) == "no error");
  CHECK(messages_for(with_mitigations(257)) ==
        "34:1: error: the hub has more than 256 mitigations; join those of the same kind");
  CHECK_THAT(messages_for(with_supplies(200)), !Catch::Contains("more than 200 supplies"));
  CHECK_THAT(messages_for(with_supplies(201)),
             Catch::Contains("34:1: error: the hub has more than 200 supplies; join supplies of the same kind\n"));
}

TEST_CASE("in a campaign at most a million persons a day come to a hub") {
  const std::string campaign = "[campaign]\ndays = 7\ndemand = { sunday = 2 }\n";
  CHECK(messages_for(with_booked(499'900, campaign)) == "no error");
  CHECK(messages_for(with_booked(499'901, campaign)) ==
        "34:1: error: 1000002 persons are expected at 'Milano' on its busiest day, 1000000 at most in a campaign; "
        "divide the hub in two");
}
