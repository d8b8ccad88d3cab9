// What is wrong with hubs, stations and what they do on a failure.

#include <catch2/catch.hpp>

#include "support/error_cases.hpp"

namespace {

using namespace ripresa;
using testing::ErrorCase;

const ErrorCase kHubErrors[] = {
    // stations that nobody is ever served at
    {"servers = 20\nservice = \"3 min\"", "servers = 0\nservice = \"3 min\"",
     "51:11: error: 0 is out of range; it has to lie between 1 and 1000000"},

    // choices
    {"from = 14:30:00", "severity = \"degrade\"\nfrom = 14:30:00",
     "31:12: error: 'severity' cannot be 'degrade'; did you mean 'degraded'?"},
    {"from = 14:30:00", "latency_factor = 3\nfrom = 14:30:00",
     "31:18: error: 'latency_factor' is for a degraded backend, this one is down; add severity = \"degraded\", or "
     "remove the key"},
    {"at = \"end\"", "at = \"middle\"", "46:36: error: 'at' cannot be 'middle'; valid are: start, end, throughout"},
    {"region = \"Lombardia\"", "closing = \"soft\"",
     "36:11: error: 'closing' cannot be 'soft'; valid are: serve-inside, hard"},
    {"closes = 20:00:00",
     "closes = 20:00:00\nclosing = \"hard\"\nmitigation = [{ name = \"longer\", when = { at = "
     "18:00:00 }, overtime = \"4 h\" }]",
     "38:10: error: the hub closes hard at 00:00:00 (+1 day), its overtime included, and a run ends at the horizon, "
     "00:00:00 (+1 day), before anybody is sent home; write a later experiment.horizon"},
    {"closes = 20:00:00",
     "closes = \"late\"\nclosing = \"hard\"\nmitigation = [{ name = \"longer\", when = { at = 18:00:00 }, overtime = "
     "\"4 h\" }]",
     "38:10: error: 'late' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next day"},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "\"paper\"",
     "47:14: error: 'paper' is not a failure response by itself; write \"wait\", \"turn_away\" or \"divert\", or { "
     "paper = "
     "{ after = \"10 min\", service = … } }"},
    {"service = \"3 min\"", "service = \"3 min\"\non_failure = { paper = { service = \"4 min\" } }",
     "53:14: error: the station calls no backend, so nothing can fail; add calls = [{ backend = … }], or remove "
     "on_failure"},

    {"{ paper = { after = \"10 min\", service = \"4 min\" } }",
     "{ wait = {}, paper = { after = \"10 min\", service = \"4 min\" } }",
     "47:35: error: a failure response has one name, here are 2; write { paper = { … } }, or one after the other: [{ "
     "wait = { for = \"20 min\" } }, { paper = { … } }]"},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }",
     "[{ wait = {} }, { paper = { after = \"10 min\", service = \"4 min\" } }]",
     "47:15: error: 'wait' never ends, so what follows it is never used; say how long it holds, like for = \"20 min\""},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }",
     "[{ paper = { for = \"10 min\", service = \"4 min\" } }, { paper = { service = \"4 min\" } }]",
     "47:66: error: 'paper' occurs twice in on_failure; let each response but 'wait' occur once"},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }",
     "{ papers = { after = \"10 min\", service = \"4 min\" } }",
     "47:14: error: a failure response has one name, here are 0; write { paper = { … } }, or one after the other: [{ "
     "wait = { for = \"20 min\" } }, { paper = { … } }]\n"
     "47:16: error: unknown key 'papers' in a failure response; did you mean 'paper'?"},
    {"service = \"4 min\" } }", "service = \"4 min\", for = \"0 s\" } }",
     "47:69: error: '0 s' is too short; write a duration of more than 0"},

    // forms keyed in later
    {"service = \"4 min\" } }", "service = \"4 min\", entry = {} } }",
     "47:71: error: entry has no 'service'; add service = \"90 s\""},
    {"service = \"4 min\" } }", "service = \"4 min\", entry = { service = \"90 s\", idle_clerks = false } } }",
     "47:71: error: nobody keys in the forms; set idle_clerks = true, extra_clerks = { clerks = 4 } or overnight = { "
     "at "
     "= \"30:00\" }"},
    {"service = \"4 min\" } }", "service = \"4 min\", entry = { service = \"90 s\", idle_clerks = \"no\" } } }",
     "47:105: error: expected true or false, found text; write true or false, without quotes"},
    {"service = \"4 min\" } }", "service = \"4 min\", entry = { service = \"90 s\", extra_clerks = {} } } }",
     "47:106: error: extra_clerks has no 'clerks'; add clerks = 4"},
    {"service = \"4 min\" } }",
     "service = \"4 min\", entry = { service = \"90 s\", overnight = { at = \"30:00\" } } } }",
     "47:110: error: the forms are keyed in after the horizon, 00:00:00 (+1 day); write a later experiment.horizon, or "
     "leave 'overnight' out"},
    {"service = \"4 min\" } }",
     "service = \"4 min\", entry = { service = \"90 s\", overnight = { at = \"23:00\", per_hour = 1e-14 } } } }",
     "47:130: error: 1e-14 is out of range; it has to lie in [1e-06, 1000000000]"},

    // other responses, and what people do
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "{ offline = { persons = 0 } }",
     "47:38: error: 0 is out of range; it has to lie between 1 and 100000000"},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "{ offline = { syncs_per_minute = 1e-14 } }",
     "47:47: error: 1e-14 is out of range; it has to lie in [1e-06, 1000000000]"},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "{ offline = { sync = 3 } }",
     "47:28: error: unknown key 'sync' in offline; did you mean 'syncs_per_minute'?"},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "[{ offline = {} }, \"wait\"]",
     "47:15: error: 'offline' never ends, so what follows it is never used; say how long it holds, like for = \"20 "
     "min\""},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "{ turn_away = { rebook = true } }",
     "47:30: error: unknown key 'rebook' in turn_away; valid are: after, for, back_after"},
    {"region = \"Lombardia\"", "rebooking = { days = 2 }",
     "36:13: error: rebooking has no 'slots_per_day'; add slots_per_day = 200"},
    {"region = \"Lombardia\"", "rebooking = { slots_per_day = 20, refuse = 1.5 }",
     "36:44: error: 1.5 is out of range; it has to lie in [0, 1]"},
    {"region = \"Lombardia\"", "come_back = {}", "36:13: error: come_back has no 'after'; add after = \"2 h\""},
    {"region = \"Lombardia\"", "come_back = { after = \"-2 h\", times = 0 }",
     "36:23: error: '-2 h' is negative; write a duration of 0 or more\n"
     "36:39: error: 0 is out of range; it has to lie between 1 and 100"},
    {"region = \"Lombardia\"", "outdoor_patience = 5",
     "36:20: error: a duration needs its unit; write it like \"40 min\"; units are us, ms, s, min, h or d"},
    {"servers = 20\nservice = \"3 min\"", "servers = 20\npatience = { exponential = {} }\nservice = \"3 min\"",
     "52:28: error: exponential has no 'mean'; add mean = \"3 min\""},
    {"servers = 20\nservice = \"3 min\"", "servers = 20\nbalking = { probability = 0.5 }\nservice = \"3 min\"",
     "52:11: error: balking has no 'queue'; add queue = 50"},
    {"servers = 20\nservice = \"3 min\"",
     "servers = 20\nbalking = [{ queue = 50 }, { queue = 20 }]\nservice = \"3 min\"",
     "52:28: error: the steps of 'balking' do not ascend; let each have a longer queue and at least the probability of "
     "the one before"},

    // what a station states without effect
    {"calls = [{ backend = \"poste\", at = \"end\" }]",
     "calls = [{ backend = \"poste\", at = \"end\" }]\non_backend_loss = \"finish\"",
     "47:19: error: 'on_backend_loss' is for work that calls throughout, and the station makes no such call; write at "
     "= "
     "\"throughout\" for one, or remove the key"},
    {"servers = 20\nservice = \"3 min\"", "seats = 9\nat_shift_end = \"restart\"\nservice = \"3 min\"",
     "52:16: error: 'at_shift_end' is for servers, and the station has seats; give it servers or shifts, or remove the "
     "key"},

    // other hubs, and mitigations
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\n\n[[hub.station]]\nname = \"vaccination\"",
     "49:1: error: a mitigation has just one of extra_servers, move_staff, overtime, shorten, hold_back, here are 0; "
     "write just one, like extra_servers = { station = \"registration\", servers = 6 }"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = {}\novertime = \"1 h\"\n\n[[hub.station]]\nname = \"vaccination\"",
     "51:8: error: 'when' has just one of at, queue_above, backend_down, behind_plan, here are 0; write just one, like "
     "when = { queue_above = 200 }"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nwhen = { at = 15:00:00 }\novertime = \"1 h\"\n\n[[hub.station]]\nname = \"vaccination\"",
     "49:1: error: [[hub.mitigation]] has no 'name'; add name = \"six more clerks\""},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\novertime = \"1 h\"\n\n[[hub.station]]\nname = \"vaccination\"",
     "49:1: error: [[hub.mitigation]] has no 'when'; add when = { queue_above = 200 }"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { backend_down = \"post\" }\novertime = \"1 "
     "h\"\n\n[[hub.station]]\nname = \"vaccination\"",
     "51:25: error: there is no backend 'post'; did you mean 'poste'?"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\nextra_servers = { station = \"registratio\", servers "
     "= 6 }\n\n[[hub.station]]\nname = \"vaccination\"",
     "52:29: error: there is no station 'registratio'; did you mean 'registration'?"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\nhold_back = {}\n\n[[hub.station]]\nname = "
     "\"vaccination\"",
     "52:13: error: people are asked to come on a later day, and the hub has no 'rebooking'; add later = \"2 h\", or "
     "rebooking = { slots_per_day = 200 } to the hub"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\novertime = \"1 h\"\nfor = \"1 "
     "h\"\n\n[[hub.station]]\nname = \"vaccination\"",
     "49:1: error: overtime has its own length; remove 'for' and 'until_queue_below'"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\nshorten = { station = \"vaccination\", factor = 2 "
     "}\n\n[[hub.station]]\nname = \"vaccination\"",
     "52:47: error: 2 is out of range; it has to lie in [0, 1]"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\nfor = \"1 h\"\n\n[[hub.station]]\nname = "
     "\"vaccination\"",
     "49:1: error: a mitigation has just one of extra_servers, move_staff, overtime, shorten, hold_back, here are 0; "
     "write just one, like extra_servers = { station = \"registration\", servers = 6 }"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\nmove_staff = { from = \"vaccination\", to = "
     "\"vaccination\", servers = 2 }\n\n[[hub.station]]\nname = \"vaccination\"",
     "52:43: error: staff are moved to the station where they are; name another station"},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "\"divert\"",
     "34:1: error: station 'registration' sends people to other hubs, and none is near; add nearby = [{ hub = …, "
     "travel = "
     "\"20 min\" }]"},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }",
     "\"divert\"\n[[hub.nearby]]\nhub = \"Milan\"\ntravel = \"20 min\"",
     "49:7: error: there is no hub 'Milan'; did you mean 'Milano'?"},
    {"region = \"Lombardia\"", "nearby = [{ hub = \"Milano\", travel = \"20 min\" }]",
     "36:19: error: a hub is not near itself; name another hub"},
    {"region = \"Lombardia\"", "nearby = [{ hub = \"Roma\" }]",
     "36:11: error: nearby has no 'travel'; add travel = \"20 min\"\n"
     "36:19: error: there is no hub 'Roma'; valid are: Milano"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\nextra_servers = { station = \"registratio\", servers "
     "= 6 }\n\n[[hub.station]]\nname = \"vaccination\"",
     "52:29: error: there is no station 'registratio'; did you mean 'registration'?"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.station]]\nname = \"rest\"\nseats = 5\nservice = \"1 min\"\n[[hub.mitigation]]\nname = \"m\"\nwhen = { at "
     "= 15:00:00 }\nextra_servers = { station = \"rest\", servers = 6 }\n\n[[hub.station]]\nname = \"vaccination\"",
     "56:29: error: station 'rest' has no staff; name a station with servers or shifts"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\novertime = \"1 h\"\n[[hub.mitigation]]\nname = "
     "\"m\"\nwhen = { at = 15:00:00 }\novertime = \"1 h\"\n\n[[hub.station]]\nname = \"vaccination\"",
     "53:1: error: a second mitigation of this hub is called 'm'; give it a name of its own"},
    {"servers = 20\nservice = \"3 min\"", "servers = {}\nservice = \"3 min\"",
     "51:11: error: servers have a number, or one of the rules 'utilisation' and 'per_1000_a_day'; write servers = 20, "
     "{ utilisation = 0.85 } or { per_1000_a_day = 5 }"},
    {"servers = 20\nservice = \"3 min\"", "servers = { utilisation = 0.8, per_1000_a_day = 5 }\nservice = \"3 min\"",
     "51:11: error: servers have a number, or one of the rules 'utilisation' and 'per_1000_a_day'; write servers = 20, "
     "{ utilisation = 0.85 } or { per_1000_a_day = 5 }"},

    // windows, shifts and blocks
    {"to = 15:10:00", "to = 14:00:00",
     "32:6: error: the window ends at 14:00:00, not after it begins at 14:30:00; write a later 'to'; past midnight "
     "like \"26:00\""},
    {"to = 15:10:00\n", "", "29:1: error: [[failure]] has no 'to'; add to = 15:10:00"},
    {"servers = 20\nservice = \"3 min\"",
     "shifts = [{ from = 08:00:00, to = 14:00:00, servers = 20 }, { from = 13:00:00, to = 20:00:00, servers = 18 "
     "}]\nservice = \"3 min\"",
     "51:61: error: the shift from 13:00 overlaps the one from 08:00 to 14:00; let each shift begin when the one "
     "before ends, with the servers of both where they meet"},
    {"servers = 20\nservice = \"3 min\"",
     "shifts = [{ from = 14:00:00, to = 08:00:00, servers = 20 }]\nservice = \"3 min\"",
     "51:11: error: the shift ends before it begins; write a later 'to'"},
    {"servers = 20\nservice = \"3 min\"", "shifts = [{ from = 08:00:00, servers = -2 }]\nservice = \"3 min\"",
     "51:11: error: a shift has no 'to'; add to = 14:00:00\n"
     "51:40: error: -2 is out of range; it has to lie between 0 and 1000000"},
    {"servers = 20\nservice = \"3 min\"", "servers = 20\nseats = 30\nservice = \"3 min\"",
     "52:9: error: a station has either 'servers', or 'shifts', or 'seats'; write just one of servers = 20, shifts = [ "
     "… ], seats = \"unlimited\""},
    {"servers = 20\nservice = \"3 min\"", "service = \"3 min\"",
     "49:1: error: a station has either 'servers', or 'shifts', or 'seats'; write just one of servers = 20, shifts = [ "
     "… ], seats = \"unlimited\""},
    {"servers = 20\nservice = \"3 min\"",
     "seats = \"unlimited\"\ncalls = [{ backend = \"poste\" }]\nservice = \"3 min\"",
     "49:1: error: a station with unlimited seats cannot call a backend; give it servers, or a number of seats"},
    {"per_day = 1000, slot",
     "blocks = [{ from = 08:00:00, to = 12:00:00, persons = 500 }, { from = 11:00:00, to = 20:00:00, persons = 500 }], "
     "slot",
     "39:79: error: a block of the appointment book from 11:00 overlaps the one before it; let each begin when the one "
     "before ends"},
    {"slot = \"10 min\"", "slot = \"1 us\"", "39:16: error: a slot of 1 us is too short; write at least 1 s"},
    {"walk_ins = { per_day = 100 }", "walk_ins = { rates = [{ from = 12:00:00, to = 08:00:00, per_hour = 5 }] }",
     "40:23: error: a rate of walk_ins ends before it begins; write a later 'to'"},
    {"walk_ins = { per_day = 100 }", "walk_ins = {}",
     "40:12: error: walk_ins has no 'per_day'; add per_day = 100, or rates = [ … ]"},
};

}  // namespace

TEST_CASE("a hard close is before the horizon, at which a run ends: every hub where it is not is told of") {
  const auto with_horizon = [](const std::string& horizon) {
    return R"(date = 2024-01-01
[experiment]
horizon = )" +
           horizon + R"(
[[template]]
name = "small"
opens = 08:00:00
closes = 18:00:00
closing = "hard"
walk_ins = { per_day = 10 }
[[template.station]]
name = "vaccination"
servers = 1
service = "10 min"
[[hub]]
name = "A"
template = "small"
[[hub]]
name = "B"
template = "small"
closes = 18:00:00
[[hub]]
name = "closes earlier"
template = "small"
closes = 17:59:59
[[hub]]
name = "serves who is inside"
template = "small"
closing = "serve-inside"
)";
  };
  const std::string reason =
      " error: the hub closes hard at 18:00:00, and a run ends at the horizon, 18:00:00, before anybody is sent home; "
      "write a later experiment.horizon";
  CHECK(testing::messages_for(with_horizon("18:00:00")) == "7:10:" + reason + "\n20:10:" + reason);
  CHECK(testing::messages_for(with_horizon("18:00:01")) == "no error");
}

TEST_CASE("a hub that closes hard at midnight has a horizon after it without a word") {
  const std::string midnight =
      testing::with(testing::kFineScenario, "closes = 20:00:00", "closes = \"24:00\"\nclosing = \"hard\"");
  CHECK(testing::messages_for(midnight) == "no error");
}

TEST_CASE("Every hub, station, response and window that cannot be is reported with place, reason and remedy") {
  testing::check_error_cases(testing::kFineScenario, kHubErrors);
}

TEST_CASE("keys without effect that say what holds anyway are let pass, as check prints them") {
  using testing::kFineScenario;
  using testing::with;
  const std::string calls = "calls = [{ backend = \"poste\", at = \"end\" }]";
  CHECK(testing::messages_for(with(kFineScenario, calls, calls + "\non_backend_loss = \"suspend\"")) == "no error");
  CHECK(testing::messages_for(with(kFineScenario, "servers = 20\nservice = \"3 min\"",
                                   "seats = 20\nat_shift_end = \"finish\"\nservice = \"3 min\"")) == "no error");
  CHECK(testing::messages_for(with(kFineScenario, "calls_per_second = 150",
                                   "calls_per_second = 150, retry_after = \"30 s\"")) == "no error");
}

TEST_CASE("a hub has at most 200 stations") {
  const auto with_stations = [](int stations) {
    std::string all;
    for (int i = 2; i < stations; ++i)
      all += "[[hub.station]]\nname = \"" + std::to_string(i) + "\"\nservers = 1\nservice = \"1 min\"\n";
    return testing::messages_for(testing::with(testing::kFineScenario, "[[objective]]", all + "[[objective]]"));
  };
  CHECK(with_stations(200) == "no error");
  CHECK(with_stations(201) == "34:1: error: the hub has more than 200 stations; join stations of the same kind");
}
