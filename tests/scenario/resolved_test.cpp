// The resolved scenario: complete, and the same again when it is read back.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "ripresa/scenario/read.hpp"
#include "support/measures.hpp"
#include "support/small_scenario.hpp"

namespace {

using namespace ripresa;
using namespace ripresa::scenario;

Scenario parsed(const std::string& text) {
  return parse_scenario(text, "test.toml", {}, testing::known_measures());
}

// Every kind of value that a scenario can hold.
const std::string kEverything = R"(
title = "everything"
date = 2021-12-15
[experiment]
replications = 7
seed = 9
horizon = "26:00"
warm_up = 09:00:00
until_precise = { measures = ["peak_queue", "vaccinated"], relative_half_width = 0.02, region = "Lombardia" }
[measures]
step = "90 s"
tolerance = 2.5
tolerance_share = 0.001
hold = "20 min"
[output]
hubs = "summary"
stations = "nothing"
[[class]]
name = "child"
share = 0.25
walk_in_share = 0
[[class]]
name = "adult"
share = 0.75
walk_in_share = 1
[[backend]]
name = "cloud"
[[backend]]
name = "poste"
depends_on = ["cloud"]
latency = { gamma = { mean = "2 s", cv = 0.7 } }
capacity = { calls_per_second = 12.5, calls_in_progress = 20, queue = 7, discipline = "processor-sharing", retry_after = "20 s", abandoned_work = false }
[[backend]]
name = "regional"
depends_on = ["cloud", { k_of_n = { k = 2, of = ["rome", "milan", { any_of = ["turin", { all_of = ["poste", "cloud"] }] }] }, failover = "30 s", detection = "10 s" }]
capacity = { calls_in_progress = 3 }
[[backend]]
name = "rome"
[[backend]]
name = "milan"
[[backend]]
name = "turin"
[[failure]]
backend = "cloud"
from = 14:30:00
to = 15:10:00
regions = ["Lombardia"]
[[failure]]
backend = "poste"
severity = "degraded"
from = 15:10:00
to = 15:20:00
latency_factor = 4
error_rate = 0.3
retry_pause = "20 s"
[[failure]]
backend = "turin"
from = 15:10:00
to = 15:20:00
recovery = { ramp = "15 min", capacity_factor = 0.2, latency_factor = 3, error_rate = 0.1, retry_pause = "7 s", cold_cache = { latency_factor = 5, lasts = "10 min" } }
[[failure]]
backend = "milan"
severity = "degraded"
from = 15:10:00
to = 15:20:00
capacity_factor = 0.5
[[random_failure]]
name = "power cut"
backends = ["rome", "milan"]
time_between = { weibull = { scale = "90 d", shape = 0.8 } }
time_to_repair = { lognormal = { mean = "1 h", cv = 1 } }
recovery = { ramp = "5 min" }
[[random_failure]]
backends = ["turin"]
severity = "degraded"
time_between = { exponential = { mean = "9 d" } }
time_to_repair = "1 h"
latency_factor = 3
hubs = ["A \"quoted\" hub"]
[[hub]]
name = "A \"quoted\" hub"
region = "Lombardia"
health_agency = "ATS Milano"
opens = 08:00:00
closes = 20:00:00
closing = "hard"
indoor_capacity = 100
outdoor_patience = { exponential = { mean = "40 min" } }
come_back = { probability = 0.5, after = { uniform = { low = "1 h", high = "3 h" } }, times = 2 }
nearby = [{ hub = "another", travel = "20 min" }]
rebooking = { slots_per_day = 50, days = 3, refuse = 0.1 }
appointments = { blocks = [{ from = 08:00:00, to = 10:00:00, persons = 100 }, { from = 10:00:00, to = 19:00:00, persons = 300 }], slot = "15 min", show_rate = 0.9, punctuality = { triangular = { low = "-20 min", mode = "-5 min", high = "10 min" } } }
walk_ins = { rates = [{ from = 09:00:00, to = 12:00:00, per_hour = 10 }] }
vaccination_station = "jab"
recording_station = "desk"
[[hub.station]]
name = "desk"
shifts = [{ from = 08:00:00, to = 14:00:00, servers = 5 }, { from = 14:00:00, to = 20:00:00, servers = 4 }]
at_shift_end = "suspend"
service = { lognormal = { mean = "3 min", cv = 0.5 } }
service_for = { child = { erlang = { mean = "5 min", stages = 3 } } }
calls = [{ backend = "poste", at = "start" }, { backend = "cloud", at = "throughout" }, { backend = "poste", at = "end" }]
on_backend_loss = "restart"
on_failure = [{ wait = { for = "10 min" } }, { paper = { after = "10 min", for = "2 h", back_after = "5 min", under_way = "finish", service = { uniform = { low = "3 min", high = "6 min" } }, service_for = { adult = "3 min" }, entry = { service = { exponential = { mean = "90 s" } }, idle_clerks = true, extra_clerks = { clerks = 3, from = 20:30:00 }, overnight = { at = "25:00", per_hour = 100 } } } }, { offline = { after = "1 min", persons = 40, syncs_per_minute = 6, under_way = "restart" } }, { turn_away = { after = "5 min", for = "1 h", back_after = "1 min" } }, { divert = { queue_below = 60, refuse = 0.2 } }]
next = [{ to = "jab", class = "adult" }, { to = "talk", class = "child", probability = 0.5 }, { to = "jab", class = "child" }]
[[hub.station]]
name = "talk"
seats = 12
calls = [{ backend = "regional" }]
on_failure = [{ retry = { for = "30 min", timeout = "10 s", backoff = { exponential = { first = "1 s", factor = 3, cap = "1 min" } }, jitter = "full", attempts = 6, budget = { ratio = 0.1, burst = 20 }, circuit_breaker = { failures = 4, open_for = "20 s", probes = 2 }, rest = "3 min" } }, { paper = { service = "4 min", service_for = { adult = "3 min" } } }]
walk = "30 s"
patience = { erlang = { mean = "30 min", stages = 2 } }
balking = [{ queue = 10, probability = 0.25 }, { queue = 40 }]
service = { weibull = { scale = "4 min", shape = 1.5 } }
[[hub.station]]
name = "jab"
servers = 6
needs = "doses"
calls = [{ backend = "regional" }]
on_failure = { retry = { timeout = "10 s", backoff = "5 s" } }
service = { normal = { mean = "3 min", sd = "1 min", low = "1 min", high = "9 min" } }
[[hub.station]]
name = "rest"
seats = "unlimited"
service = { empirical = { values = ["15 min", "30 min"], weights = [9, 1] } }
walk = { shifted_exponential = { shift = "10 s", mean = "20 s" } }
next = "swab"
[[hub.station]]
name = "swab"
servers = 1
service = "1 min"
needs = "swabs"
next = "patch"
[[hub.station]]
name = "patch"
servers = 1
service = "1 min"
needs = "patches"
[[hub.supply]]
name = "doses"
stock = 500
deliveries = [{ at = 12:00:00, doses = 300 }, { at = 10:00:00, doses = 20 }]
shelf_life = "6 h"
preparation = { shifts = [{ from = 06:00:00, to = 14:00:00, servers = 2 }], service = { exponential = { mean = "1 min" } }, batches = { every = "30 min", lead = "2 h", share = 0.95 } }
[[hub.supply]]
name = "swabs"
preparation = { preparers = 1, service = "20 s", batches = [{ at = 07:00:00, doses = 9 }] }
[[hub.supply]]
name = "patches"
stock = "unlimited"
preparation = { preparers = 1, service = "20 s", keep_ready = 12 }
[[hub.mitigation]]
name = "six more"
when = { queue_above = 30, station = "desk" }
lead_time = "30 min"
for = "2 h"
until_queue_below = 5
extra_servers = { station = "desk", servers = 6 }
[[hub.mitigation]]
name = "moved"
when = { at = 16:00:00 }
move_staff = { from = "jab", to = "desk", servers = 2 }
[[hub.mitigation]]
name = "later"
when = { backend_down = "poste", for = "20 min" }
overtime = "1 h"
[[hub.mitigation]]
name = "quick"
when = { behind_plan = 100 }
without_failure = false
shorten = { station = "rest", factor = 0.5 }
[[hub.mitigation]]
name = "message"
when = { at = 15:00:00 }
for = "1 h"
without_failure = true
hold_back = { notice = "1 h", share = 0.7, later = "2 h" }
[[hub.mitigation]]
name = "another day"
when = { at = 15:00:00 }
hold_back = {}
[[hub]]
name = "another"
opens = 08:00:00
closes = 20:00:00
walk_ins = { per_day = 10 }
[[hub.station]]
name = "jab"
servers = 1
service = "3 min"
[campaign]
days = 30
replications = 12
open_on = ["monday", "tuesday", "saturday"]
closed = [2021-12-25, 2021-12-20]
demand = { saturday = 0.6 }
places = 1.25
return_share = 0.9
return_after_days = 2
target_doses = 11000
[[campaign.delivery]]
date = 2021-12-22
supply = "doses"
doses = 800
[campaign.risk]
campaigns = 500
start_strata = 6
length_strata = 5
failures_each = 3
undisturbed = 20
[[campaign.objective]]
name = "target reached"
measure = "target_day"
by = 2022-01-05
probability = 0.8
[[campaign.objective]]
measure = "doses_delayed"
below = 4000.5
every = "hub"
[[objective]]
name = "in time"
measure = "catch_up_time"
before = 20:00:00
probability = 0.9
[[objective]]
measure = "peak_queue"
below = 300
hub = "A \"quoted\" hub"
[[group]]
name = "all"
[[objective]]
measure = "vaccinated"
above = 100
health_agency = "ATS Milano"
[[objective]]
measure = "vaccinated"
above = 100
every = "group"
)";

}  // namespace

TEST_CASE("Reading the resolved scenario again gives the same scenario and the same text") {
  const Scenario once = parsed(kEverything);
  const std::string text = resolved_toml(once);
  const Scenario twice = parsed(text);
  CHECK(once == twice);
  CHECK(resolved_toml(twice) == text);
}

TEST_CASE("Every scenario of the repository can be read, resolved and read again") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(RIPRESA_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() != ".toml")
      continue;
    INFO(entry.path());
    const Scenario once = read_scenario(entry.path().string(), {}, testing::known_measures());
    CHECK(once == parsed(resolved_toml(once)));
    ++count;
  }
  CHECK(count >= 1);
}

TEST_CASE("Defaults are the documented ones") {
  const Scenario s = parsed(R"(
date = 2021-12-15
[[hub]]
name = "hub"
opens = 08:00:00
closes = 20:00:00
walk_ins = { per_day = 120 }
[[hub.station]]
name = "check-in"
servers = 2
service = "3 min"
[[hub.station]]
name = "jab"
servers = 2
service = "3 min"
[[hub.station]]
name = "rest"
seats = "unlimited"
service = "15 min"
)");
  CHECK(s.title == "test");
  CHECK(s.time_zone == "Europe/Rome");
  CHECK(s.experiment.replications == 1000);
  CHECK(s.experiment.horizon == Time::clock(24));
  CHECK(s.measures.step == Duration::minutes(5));
  CHECK(s.measures.catch_up_tolerance == 1);
  CHECK(s.measures.catch_up_hold == Duration::minutes(10));
  CHECK(s.classes.size() == 1);
  const Hub& hub = s.hubs.at(0);
  CHECK(hub.closing == Closing::serve_inside);
  CHECK_FALSE(hub.indoor_capacity);
  CHECK(hub.walk_ins.pieces.at(0).persons_per_hour == Approx(10));
  CHECK(hub.vaccination_station == 1);  // the last with staff
  CHECK(hub.recording_station == 1);
  CHECK(hub.stations[0].next.at(0).at(0).station == std::optional<std::size_t>(1));
  CHECK_FALSE(hub.stations[2].next.at(0).at(0).station);
}

TEST_CASE("Shares are normalised, and walk-ins take the appointments' unless they have their own") {
  const Scenario s = parsed(R"(
date = 2021-12-15
[[class]]
name = "a"
share = 3
[[class]]
name = "b"
share = 1
[[hub]]
name = "hub"
opens = 08:00:00
closes = 20:00:00
walk_ins = { per_day = 120 }
[[hub.station]]
name = "jab"
servers = 2
service = "3 min"
)");
  CHECK(s.classes[0].appointment_share == Approx(0.75));
  CHECK(s.classes[1].walk_in_share == Approx(0.25));
}

TEST_CASE("A failure of the booking reads back") {
  const std::string text = R"(
date = 2021-03-11
[[booking_failure]]
from = 09:00:00
to = 11:00:00
not_called = 0.25
called_twice = 0.125
regions = ["Lombardia"]
[[hub]]
name = "Niguarda"
region = "Lombardia"
opens = 08:00:00
closes = 20:00:00
appointments = { per_day = 300, slot = "10 min" }
[[hub.station]]
name = "jab"
servers = 2
service = "3 min"
)";
  const Scenario once = parsed(text);
  CHECK(once.booking_failures.size() == 1);
  CHECK(parsed(resolved_toml(once)) == once);
}

TEST_CASE("Shares that were scaled to 1 are the same again when they are read back") {
  const std::vector<std::vector<double>> many = {
      {1, 4, 1}, {0.06, 0.3}, {1, 1, 1, 1, 1, 1, 1}, {0.1, 0.2, 0.7}, {3, 5, 11}};
  for (const auto& shares : many) {
    std::string text = "date = 2021-12-15\n";
    for (std::size_t c = 0; c < shares.size(); ++c)
      text += fmt::format("[[class]]\nname = \"{0}\"\nshare = {1}\nwalk_in_share = {2}\n", c, shares[c],
                          shares[shares.size() - 1 - c] * 3);
    text += testing::kSmallScenario.substr(testing::kSmallScenario.find("[[backend]]"));
    const std::string once = resolved_toml(parsed(text));
    CHECK(resolved_toml(parsed(once)) == once);
  }
}
