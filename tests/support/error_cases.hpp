#pragma once

// Errors of scenarios, each made by one change to a scenario that is fine.

#include <catch2/catch.hpp>
#include <span>
#include <string>

#include "support/messages.hpp"

namespace ripresa::testing {

struct ErrorCase {
  const char* replaced;
  const char* by;
  const char* message;  // a line an error, each "line:column: error: reason; remedy"
};

/// Holds every message of the changed scenarios against the whole of what is expected.
inline void check_error_cases(const std::string& fine, std::span<const ErrorCase> cases) {
  CHECK(messages_for(fine) == "no error");
  for (const ErrorCase& c : cases) {
    INFO("'" << c.replaced << "' replaced by '" << c.by << "'");
    CHECK(messages_for(with(fine, c.replaced, c.by)) == c.message);
  }
}

/// One hub with two stations, a backend on another, a failure and an objective.
inline const std::string kFineScenario = R"(title = "error messages"
date = 2021-12-15
time_zone = "Europe/Rome"

[experiment]
replications = 10
seed = 1

[measures]
step = "5 min"

[[class]]
name = "first dose"
share = 0.4

[[class]]
name = "booster"
share = 0.6

[[backend]]
name = "cloud"

[[backend]]
name = "poste"
depends_on = ["cloud"]
latency = "2 s"
capacity = { calls_per_second = 150 }

[[failure]]
backend = "cloud"
from = 14:30:00
to = 15:10:00

[[hub]]
name = "Milano"
region = "Lombardia"
opens = 08:00:00
closes = 20:00:00
appointments = { per_day = 1000, slot = "10 min", show_rate = 0.95 }
walk_ins = { per_day = 100 }

[[hub.station]]
name = "registration"
servers = 20
service = { lognormal = { mean = "3 min", cv = 0.5 } }
calls = [{ backend = "poste", at = "end" }]
on_failure = { paper = { after = "10 min", service = "4 min" } }

[[hub.station]]
name = "vaccination"
servers = 20
service = "3 min"

[[objective]]
measure = "catch_up_time"
before = 20:00:00
)";

}  // namespace ripresa::testing
