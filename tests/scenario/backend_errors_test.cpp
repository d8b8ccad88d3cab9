// Every error that backends, failures and retries can have, made by one change to a scenario that is fine.

#include <fmt/format.h>

#include "support/error_cases.hpp"

namespace {

using namespace ripresa;
using testing::ErrorCase;

const std::string kFineBackend = R"(date = 2021-12-15

[[backend]]
name = "rome"

[[backend]]
name = "milan"

[[backend]]
name = "poste"
depends_on = { any_of = ["rome", "milan"], failover = "30 s", detection = "10 s" }
capacity = { calls_in_progress = 200, queue = 500 }

[[failure]]
backend = "rome"
from = 14:30:00
to = 15:10:00
recovery = { ramp = "15 min", cold_cache = { latency_factor = 5, lasts = "10 min" } }

[[random_failure]]
backends = ["rome", "milan"]
time_between = "90 d"
time_to_repair = "1 h"

[[hub]]
name = "Milano"
region = "Lombardia"
opens = 08:00:00
closes = 20:00:00
walk_ins = { per_day = 100 }

[[hub.station]]
name = "vaccination"
servers = 20
service = "3 min"
calls = [{ backend = "poste" }]
on_failure = { retry = { timeout = "10 s", attempts = 5, backoff = { exponential = { first = "1 s", cap = "1 min" } } } }
)";

const ErrorCase kBackendErrors[] = {
    // dependencies
    {"any_of = [\"rome\", \"milan\"]", "any_of = [\"rome\", \"milano\"]",
     "11:34: error: there is no backend 'milano'; did you mean 'milan'?"},
    {"any_of = [\"rome\", \"milan\"]", "any_off = [\"rome\", \"milan\"]",
     "11:14: error: a dependency is either 'all_of', or 'any_of', or 'k_of_n'; write { any_of = [\"rome\", \"milan\"] "
     "}, or { k_of_n = { k = 2, of = [ … ] } }\n"
     "11:16: error: unknown key 'any_off' in a dependency; did you mean 'any_of'?"},
    {"any_of = [\"rome\", \"milan\"]", "any_of = []",
     "11:14: error: the dependency has no members; name at least one backend"},
    {"any_of = [\"rome\", \"milan\"]", "any_of = [\"rome\", \"rome\"]",
     "11:34: error: this member is listed twice; list each member once"},
    {"any_of = [\"rome\", \"milan\"]", "all_of = [\"rome\", \"milan\"]",
     "11:55: error: nothing can take over where all members are needed; remove the key, or name more members than are "
     "needed\n"
     "11:75: error: nothing can take over where all members are needed; remove the key, or name more members than are "
     "needed"},
    {"any_of = [\"rome\", \"milan\"]", "k_of_n = { k = 3, of = [\"rome\", \"milan\"] }",
     "11:31: error: 3 is out of range; it has to lie between 1 and 2"},
    {"any_of = [\"rome\", \"milan\"]", "k_of_n = { of = [\"rome\", \"milan\"] }",
     "11:25: error: k_of_n has no 'k'; add k = 2"},
    {"name = \"milan\"", "name = \"milan\"\ndepends_on = [\"rome\", { any_of = [\"poste\"] }]",
     "6:1: error: backends depend on each other in a circle: milan → poste → milan; remove one of these dependencies"},
    {"name = \"milan\"",
     "name = \"milan\"\ndepends_on = [\"milan\"]\n[[backend]]\nname = \"turin\"\ndepends_on = [\"genoa\"]\n"
     "[[backend]]\nname = \"genoa\"\ndepends_on = [\"turin\"]",
     "6:1: error: backends depend on each other in a circle: milan → milan; remove one of these dependencies\n"
     "9:1: error: backends depend on each other in a circle: turin → genoa → turin; remove one of these dependencies"},

    // capacity
    {"{ calls_in_progress = 200, queue = 500 }", "{ queue = 500 }",
     "12:12: error: capacity has neither 'calls_per_second' nor 'calls_in_progress'; write calls_per_second = 150, or "
     "calls_in_progress = 200, or both"},
    {"calls_in_progress = 200", "calls_in_progress = 0",
     "12:34: error: 0 is out of range; it has to lie between 1 and 10000000"},
    {"queue = 500", "queue = -1", "12:47: error: -1 is out of range; it has to lie between 0 and 2147483647"},
    {"calls_in_progress = 200", "calls_per_second = 200, discipline = \"processor-sharing\"",
     "12:51: error: 'processor-sharing' needs 'calls_in_progress'; write how many calls are worked on at full speed, "
     "or "
     "leave the discipline out"},
    {"queue = 500", "queue = 500, discipline = \"fifo\"",
     "12:65: error: 'discipline' cannot be 'fifo'; valid are: first-come-first-served, processor-sharing"},
    {"queue = 500", "queue = 500, abandoned_work = \"no\"",
     "12:69: error: expected true or false, found text; write true or false, without quotes"},
    {"queue = 500", "queue = 500, retry_after = \"0 s\"",
     "12:66: error: '0 s' is too short; write a duration of more than 0"},

    {"queue = 500", "retry_after = \"9 s\"",
     "12:53: error: 'retry_after' is for calls that are refused, and a queue without limit refuses none; add queue = "
     "500, or remove the key"},

    // failures
    {"to = 15:10:00", "to = 15:10:00\nseverity = \"degraded\"\ncapacity_factor = 1.5",
     "19:19: error: 1.5 is out of range; it has to lie in [0, 1]"},
    {"to = 15:10:00", "to = 15:10:00\nseverity = \"degraded\"\ncapacity_factor = 0.5\nregions = [\"Lombardia\"]",
     "19:19: error: capacity is shared by all hubs, and this failure is felt by some; remove 'capacity_factor', or "
     "the scope"},
    {"ramp = \"15 min\"", "capacity_factor = 0.5",
     "18:32: error: 'capacity_factor' is of a ramp, and there is none; add ramp = \"15 min\", or remove the key"},
    {"ramp = \"15 min\"", "retry_pause = \"5 s\"",
     "18:28: error: 'retry_pause' is of a ramp, and there is none; add ramp = \"15 min\", or remove the key"},
    {"ramp = \"15 min\"", "ramp = \"15 min\", latency_factor = 0.5",
     "18:48: error: 0.5 is out of range; it has to lie in [1, 1000000]"},
    {"lasts = \"10 min\"", "last = \"10 min\"",
     "18:44: error: cold_cache has no 'lasts'; add lasts = \"10 min\"\n"
     "18:66: error: unknown key 'last' in cold_cache; did you mean 'lasts'?"},
    {"backends = [\"rome\", \"milan\"]", "backends = [\"rome\", \"rome\"]",
     "21:21: error: this backend is listed twice; list each backend once"},
    {"backends = [\"rome\", \"milan\"]", "backend = \"rome\"",
     "20:1: error: [[random_failure]] has no 'backends'; add backends = [\"poste\"]\n"
     "21:1: error: unknown key 'backend' in [[random_failure]]; did you mean 'backends'?"},
    {"time_between = \"90 d\"", "time_between = \"0 d\"",
     "22:16: error: 'time_between' is shorter than a second on average; write a longer one"},
    {"time_to_repair = \"1 h\"\n", "",
     "20:1: error: [[random_failure]] has no 'time_to_repair'; add time_to_repair = { lognormal = { mean = \"1 h\", cv "
     "= 1 } }"},
    {"[[hub]]",
     "[[random_failure]]\nbackends = [\"rome\", \"milan\"]\ntime_between = \"9 d\"\ntime_to_repair = \"1 h\"\n[[hub]]",
     "25:1: error: a second random failure is called 'rome + milan'; give it a name of its own"},

    // what a failure states without effect
    {"to = 15:10:00", "to = 15:10:00\nseverity = \"degraded\"\nretry_pause = \"9 s\"",
     "18:12: error: the backend is degraded in nothing; add latency_factor = 5, error_rate = 0.2 or capacity_factor = "
     "0.5"},
    {"[[hub]]",
     "[[backend]]\nname = \"aria\"\n[[failure]]\nbackend = \"aria\"\nseverity = \"degraded\"\nfrom = "
     "09:00:00\nto = 10:00:00\ncapacity_factor = 0.5\n[[hub]]",
     "32:19: error: no backend that this failure reaches has a capacity of which a share could be left; add "
     "backend.capacity, or write severity = \"down\""},
    {"[[hub]]",
     "[[backend]]\nname = \"aria\"\n[[random_failure]]\nbackends = [\"aria\"]\nseverity = "
     "\"degraded\"\ntime_between = \"9 d\"\ntime_to_repair = \"1 h\"\ncapacity_factor = 0\n[[hub]]",
     "32:19: error: no backend that this failure reaches has a capacity of which a share could be left; add "
     "backend.capacity, or write severity = \"down\""},
    {"[[hub]]",
     "[[backend]]\nname = \"aria\"\n[[failure]]\nbackend = \"aria\"\nfrom = 09:00:00\nto = 10:00:00\nrecovery "
     "= { ramp = \"9 min\", latency_factor = 2, capacity_factor = 0.5 }\n[[hub]]",
     "31:68: error: no backend that this failure reaches has a capacity of which a share could be left; add "
     "backend.capacity, or remove the key"},
    {"[[hub]]",
     "[[backend]]\nname = \"aria\"\n[[failure]]\nbackend = \"aria\"\nfrom = 09:00:00\nto = 10:00:00\nrecovery "
     "= { ramp = \"9 min\" }\n[[hub]]",
     "31:21: error: the ramp begins as it ends, with every call answered as ever; add latency_factor or error_rate, "
     "or a backend.capacity that comes back step by step, or remove the ramp"},
    {"ramp = \"15 min\", cold_cache = { latency_factor = 5, lasts = \"10 min\" } }",
     "ramp = \"15 min\" }\nregions = [\"Lombardia\"]",
     "18:21: error: the ramp begins as it ends, with every call answered as ever; add latency_factor or error_rate, or "
     "remove the ramp"},

    // retry
    {"timeout = \"10 s\", ", "", "37:24: error: retry has no 'timeout'; add timeout = \"10 s\""},
    {"attempts = 5", "attempts = 0", "37:55: error: 0 is out of range; it has to lie between 1 and 1000000"},
    {"{ exponential = { first = \"1 s\", cap = \"1 min\" } }", "\"ten\"",
     "37:68: error: 'ten' is not a duration; write it like \"40 min\"; units are us, ms, s, min, h or d"},
    {"{ exponential = { first = \"1 s\", cap = \"1 min\" } }", "{ linear = \"5 s\" }",
     "37:68: error: a backoff is either 'fixed' or 'exponential'; write { fixed = \"5 s\" }, or { exponential = { "
     "first "
     "= \"1 s\", cap = \"1 min\" } }\n"
     "37:70: error: unknown key 'linear' in backoff; valid are: fixed, exponential"},
    {"cap = \"1 min\"", "cap = \"1 ms\"",
     "37:107: error: 'cap' is shorter than 'first'; write a cap of at least the first pause"},
    {"first = \"1 s\"", "first = \"1 s\", factor = 1.001",
     "37:110: error: it takes 4098 pauses to get from 'first' to 'cap'; write a larger factor, or 'first' and 'cap' "
     "nearer to each other: 1000 at most"},
    {"first = \"1 s\"", "first = \"1 s\", factor = 1", "37:110: error: 1 is out of range; it has to lie in (1, 1000]"},
    {"attempts = 5", "attempts = 5, jitter = \"some\"",
     "37:67: error: 'jitter' cannot be 'some'; valid are: none, full"},
    {"attempts = 5", "attempts = 5, budget = { burst = 3 }", "37:67: error: budget has no 'ratio'; add ratio = 0.1"},
    {"attempts = 5", "attempts = 5, circuit_breaker = { failures = 3 }",
     "37:76: error: circuit_breaker has no 'open_for'; add open_for = \"30 s\""},
    {"attempts = 5", "rest = \"1 min\"",
     "37:51: error: 'rest' is never come to: nothing ends the attempts; add attempts = 5 or a budget, or remove the "
     "key"},
    {"attempts = 5", "attempts = 5, after = \"1 min\"",
     "37:58: error: unknown key 'after' in retry; valid are: for, timeout, backoff, jitter, attempts, budget, "
     "circuit_breaker, rest"},
    {"{ retry = { timeout = \"10 s\", attempts = 5, backoff = { exponential = { first = \"1 s\", cap = \"1 min\" } } } "
     "}",
     "[{ retry = { timeout = \"10 s\", attempts = 5, backoff = \"5 s\" } }, \"divert\"]",
     "25:1: error: station 'vaccination' sends people to other hubs, and none is near; add nearby = [{ hub = …, travel "
     "= \"20 min\" }]\n"
     "37:15: error: 'retry' never ends, so what follows it is never used; say how long it holds, like for = \"20 "
     "min\""},
    {"{ retry = { timeout = \"10 s\", attempts = 5, backoff = { exponential = { first = \"1 s\", cap = \"1 min\" } } } "
     "}",
     "[{ retry = { timeout = \"10 s\", attempts = 5, backoff = \"5 s\" } }, { paper = { service = \"4 min\", after = "
     "\"1 "
     "min\", for = \"1 h\", back_after = \"2 min\" } }, \"turn_away\"]",
     "37:80: error: the station's turn to 'paper' does not come, so what follows it is never used; say how long the "
     "retry holds, like for = \"20 min\", or remove what follows\n"
     "37:119: error: 'after' is never come to: 'paper' deals at once with who has used up the attempts, and the "
     "station's turn to it does not come; say how long the retry holds, like for = \"20 min\", or remove the key\n"
     "37:134: error: 'for' is never come to: 'paper' deals at once with who has used up the attempts, and the "
     "station's turn to it does not come; say how long the retry holds, like for = \"20 min\", or remove the key\n"
     "37:154: error: 'back_after' is never come to: 'paper' deals at once with who has used up the attempts, and the "
     "station's turn to it does not come; say how long the retry holds, like for = \"20 min\", or remove the key"},

    // keys that are missing
    {"name = \"rome\"\n", "",
     "3:1: error: [[backend]] has no 'name'; add name = \"poste\"\n"
     "10:26: error: there is no backend 'rome'; valid are: milan, poste\n"
     "14:11: error: there is no backend 'rome'; valid are: milan, poste\n"
     "20:13: error: there is no backend 'rome'; valid are: milan, poste"},
    {"{ any_of = [\"rome\", \"milan\"], failover = \"30 s\", detection = \"10 s\" }", "{ k_of_n = { k = 1 } }",
     "11:14: error: the dependency has no members; name at least one backend\n"
     "11:25: error: k_of_n has no 'of'; add of = [\"rome\", \"milan\", \"turin\"]"},
    {"backend = \"rome\"\n", "", "14:1: error: [[failure]] has no 'backend'; add backend = \"poste\""},
    {"from = 14:30:00\n", "", "14:1: error: [[failure]] has no 'from'; add from = 14:30:00"},
    {"time_between = \"90 d\"\n", "",
     "20:1: error: [[random_failure]] has no 'time_between'; add time_between = { exponential = { mean = \"90 d\" } }"},
    {"cold_cache = { latency_factor = 5, lasts = \"10 min\" }", "cold_cache = {}",
     "18:44: error: cold_cache has no 'latency_factor'; add latency_factor = 5\n"
     "18:44: error: cold_cache has no 'lasts'; add lasts = \"10 min\""},
    {", backoff = { exponential = { first = \"1 s\", cap = \"1 min\" } }", "",
     "37:24: error: retry has no 'backoff'; add backoff = { exponential = { first = \"1 s\", cap = \"1 min\" } }"},
    {"{ first = \"1 s\", cap = \"1 min\" }", "{ factor = 2 }",
     "37:84: error: exponential has no 'first'; add first = \"1 s\"\n"
     "37:84: error: exponential has no 'cap'; add cap = \"1 min\""},
    {"attempts = 5", "attempts = 5, circuit_breaker = {}",
     "37:76: error: circuit_breaker has no 'failures'; add failures = 5\n"
     "37:76: error: circuit_breaker has no 'open_for'; add open_for = \"30 s\""},
};

}  // namespace

TEST_CASE("Every error of backends, failures and retries is reported with place, reason and remedy") {
  testing::check_error_cases(kFineBackend, kBackendErrors);
}

TEST_CASE("a retry that holds for a time hands the station on to what follows, whose keys then count") {
  const std::string given =
      "{ retry = { timeout = \"10 s\", attempts = 5, backoff = { exponential = { first = \"1 s\", cap = \"1 min\" } } "
      "} }";
  const auto with_response = [&given](const std::string& retry, const std::string& next) {
    return testing::messages_for(testing::with(
        kFineBackend, given,
        "[{ retry = { timeout = \"10 s\", attempts = 5, backoff = \"5 s\"" + retry + " } }, " + next + "]"));
  };
  CHECK(with_response(", for = \"1 h\"",
                      "{ paper = { service = \"4 min\", after = \"1 min\", for = \"1 h\" } }, \"turn_away\"") ==
        "no error");
  // What check prints has keys that say nothing.
  CHECK(with_response("", "{ paper = { service = \"4 min\", after = \"0 s\", back_after = \"0 s\" } }") == "no error");
}

TEST_CASE("thirty layers of backends that all rest on both of the next are looked through in no time") {
  std::string layers;
  for (int layer = 0; layer < 30; ++layer)
    for (const char side : {'a', 'b'})
      layers +=
          fmt::format("[[backend]]\nname = \"{0}{1}\"\ndepends_on = [\"a{2}\", \"b{2}\"]\n", side, layer, layer + 1);
  layers += "[[backend]]\nname = \"a30\"\n[[backend]]\nname = \"b30\"\n";
  CHECK(testing::messages_for(testing::with(kFineBackend, "[[failure]]", layers + "[[failure]]")) == "no error");
}
