// Every error that a scenario can have, made by one change to a scenario that is fine, and the whole message for it.

#include <catch2/catch.hpp>
#include <string>

#include "support/messages.hpp"

namespace {

using namespace ripresa;
using testing::messages_for;
using testing::with;

const std::string kFine = R"(title = "error messages"
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

struct ErrorCase {
  const char* replaced;
  const char* by;
  const char* message;  // a line an error, each "line:column: error: reason; remedy"
};

const ErrorCase kCases[] = {
    // syntax
    {"replications = 10", "replications = = 10",
     "6:16: error: not valid TOML: Error while parsing value: could not determine value type; see https://toml.io for "
     "the syntax"},
    {"seed = 1", "seed = 1\nseed = 2",
     "8:8: error: not valid TOML: Error while parsing key-value pair: cannot redefine existing integer 'seed'; see "
     "https://toml.io for the syntax"},
    {"[[class]]\nname = \"first dose\"", "[[class]\nname = \"first dose\"",
     "12:9: error: not valid TOML: Error while parsing table header: expected ']', saw '\\n'; see https://toml.io for "
     "the syntax"},

    // stations that nobody is ever served at
    {"servers = 20\nservice = \"3 min\"", "servers = 0\nservice = \"3 min\"",
     "51:11: error: 0 is out of range; it has to lie between 1 and 1000000"},

    // unknown keys
    {"seed = 1", "sed = 1", "7:1: error: unknown key 'sed' in [experiment]; did you mean 'seed'?"},
    {"opens = 08:00:00", "open = 08:00:00",
     "34:1: error: [[hub]] has no 'opens'; add opens = 08:00:00\n"
     "37:1: error: unknown key 'open' in [[hub]]; did you mean 'opens'?"},
    {"servers = 20\nservice = \"3 min\"", "server = 20\nservice = \"3 min\"",
     "49:1: error: a station has either 'servers', or 'shifts', or 'seats'; write just one of servers = 20, shifts = [ "
     "… ], seats = \"unlimited\"\n"
     "51:1: error: unknown key 'server' in [[hub.station]]; did you mean 'servers'?"},
    {"title = \"error messages\"", "flavour = \"vanilla\"",
     "1:1: error: unknown key 'flavour' in the scenario; valid are: title, date, time_zone, experiment, measures, "
     "class, backend, hub, output, group, failure, random_failure, booking_failure, campaign, objective, hubs, "
     "template"},
    {"share = 0.4", "share = 0.4\nappointment_length = 3",
     "15:1: error: unknown key 'appointment_length' in [[class]]; valid are: name, share, walk_in_share"},
    {"{ mean = \"3 min\", cv = 0.5 }", "{ mean = \"3 min\", cv = 0.5, skew = 2 }",
     "45:53: error: unknown key 'skew' in lognormal; valid are: sigma, median, mean, sd, cv"},

    // wrong kinds
    {"replications = 10", "replications = \"ten\"",
     "6:16: error: expected a whole number, found text; write it without quotes, unit or decimal point"},
    {"replications = 10", "replications = 10.5",
     "6:16: error: expected a whole number, found a number; write it without quotes, unit or decimal point"},
    {"share = 0.4", "share = \"many\"", "14:9: error: expected a number, found text; write it without quotes"},
    {"name = \"cloud\"", "name = 7",
     "21:8: error: expected text, found a whole number; put it in quotes\n"
     "25:15: error: there is no backend 'cloud'; valid are: poste\n"
     "30:11: error: there is no backend 'cloud'; valid are: poste"},
    {"name = \"cloud\"", "name = \"\"",
     "21:8: error: the text is empty; write a name\n"
     "25:15: error: there is no backend 'cloud'; valid are: poste\n"
     "30:11: error: there is no backend 'cloud'; valid are: poste"},
    {"date = 2021-12-15", "date = \"2021-12-15\"",
     "2:8: error: expected a date, found text; write it like 2021-12-15, without quotes"},
    {"date = 2021-12-15\n", "", "1:1: error: the scenario has no 'date'; add date = 2021-12-15"},
    {"depends_on = [\"cloud\"]", "depends_on = \"cloud\"",
     "25:14: error: 'depends_on' has to be a list, found text; write [ …, … ], or [[section]] for each"},
    {"[measures]\nstep = \"5 min\"", "measures = 5",
     "9:1: error: unknown key 'measures' in [experiment]; valid are: replications, seed, horizon, warm_up"},
    {"walk_ins = { per_day = 100 }", "walk_ins = 100",
     "40:12: error: walk_ins has to be a table, found a whole number; write { key = value, … } or a [section]"},
    {"time_zone = \"Europe/Rome\"", "time_zone = \"Rome\"",
     "3:13: error: 'Rome' is not a time zone; write it like \"Europe/Rome\", or \"UTC\""},

    // wrong units
    {"step = \"5 min\"", "step = 5",
     "10:8: error: a duration needs its unit; write it like \"40 min\"; units are us, ms, s, min, h or d"},
    {"step = \"5 min\"", "step = \"5 parsecs\"",
     "10:8: error: 'parsecs' is not a unit of time; write it like \"40 min\"; units are us, ms, s, min, h or d"},
    {"step = \"5 min\"", "step = \"five minutes\"",
     "10:8: error: 'five minutes' is not a duration; write it like \"40 min\"; units are us, ms, s, min, h or d"},
    {"step = \"5 min\"", "step = \"5\"",
     "10:8: error: '5' is not a duration; write it like \"40 min\"; units are us, ms, s, min, h or d"},
    {"step = \"5 min\"", "step = true",
     "10:8: error: expected a duration, found true or false; write it like \"40 min\"; units are us, ms, s, min, h or "
     "d"},
    {"from = 14:30:00", "from = \"half past two\"",
     "31:8: error: 'half past two' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next "
     "day"},
    {"from = 14:30:00", "from = 14",
     "31:8: error: expected a clock time, found a whole number; write it like 14:30:00"},
    {"from = 14:30:00", "from = \"14:75\"",
     "31:8: error: '14:75' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next day"},

    // impossible values
    {"replications = 10", "replications = 0", "6:16: error: 0 is out of range; it has to lie between 1 and 100000000"},
    {"share = 0.4", "share = -1", "14:9: error: -1 is out of range; it has to be at least 0"},
    {"share = 0.4\n\n[[class]]\nname = \"booster\"\nshare = 0.6",
     "share = 0\n\n[[class]]\nname = \"booster\"\nshare = 0",
     "1:1: error: the shares of the classes add up to nothing, or there are more than 255; give at least one class a "
     "share of more than 0"},
    {"step = \"5 min\"", "step = \"0 min\"", "10:8: error: '0 min' is too short; write a duration of more than 0"},
    {"step = \"5 min\"", "step = \"100 ms\"",
     "9:1: error: the step is shorter than a second; write a step of \"1 s\" or more"},
    {"step = \"5 min\"", "hold = \"-5 min\"", "10:8: error: '-5 min' is negative; write a duration of 0 or more"},
    {"step = \"5 min\"", "hold = \"500 d\"\nstep = \"9999999 d\"",
     "11:8: error: '9999999 d' is too long; a run ends within 300 years"},
    {"show_rate = 0.95", "show_rate = 1.2", "39:63: error: 1.2 is out of range; it has to lie in [0, 1]"},
    {"per_day = 1000", "per_day = -1", "39:28: error: -1 is out of range; it has to lie between 0 and 100000000"},
    {"calls_per_second = 150", "calls_per_second = 0",
     "27:33: error: 0 is out of range; it has to lie in (0, 1000000]"},
    {"closes = 20:00:00", "closes = 07:00:00",
     "38:10: error: the hub closes at 07:00:00, not after it opens at 08:00:00; write a later 'closes'; past midnight "
     "like \"26:00\""},
    {"seed = 1", "seed = 1\nhorizon = 19:00:00",
     "39:10: error: the hub closes after the horizon, 19:00:00; write a later experiment.horizon"},
    {"slot = \"10 min\"", "slot = \"13 h\"",
     "39:16: error: a slot of 13 h does not fit between 08:00 and 20:00; write a shorter slot"},
    {"measure = \"catch_up_time\"", "measure = \"catch_up_time\"\nprobability = 1",
     "56:15: error: 1 is out of range; it has to lie in (0, 1)"},

    // distributions
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormale = { mean = \"3 min\", cv = 0.5 } }",
     "45:13: error: there is no distribution 'lognormale'; did you mean 'lognormal'?"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = { cv = 0.5 } }",
     "45:25: error: lognormal has no 'mean'; add mean = \"3 min\""},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = { mean = \"3 min\", cv = 0 } }",
     "45:48: error: 0 is out of range; it has to be more than 0"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = \"3 min\" }",
     "45:25: error: lognormal has to be a table, found text; write { key = value, … } or a [section]"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }",
     "{ lognormal = { mean = \"3 min\", cv = 0.5 }, gamma = { mean = \"3 min\", cv = 1 } }",
     "45:11: error: a distribution has one name, here are 2; write it like { lognormal = { mean = \"3 min\", cv = 0.5 "
     "} }"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ uniform = { low = \"3 min\", high = \"2 min\" } }",
     "45:23: error: 'low' is not below 'high'; swap them, or use a constant"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }",
     "{ triangular = { low = \"3 min\", mode = \"5 min\", high = \"4 min\" } }",
     "45:26: error: 'low', 'mode' and 'high' do not ascend; write low <= mode <= high with low < high"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }",
     "{ normal = { mean = \"3 min\", sd = \"1 min\", low = \"9 min\" } }",
     "45:22: error: next to nothing of the normal distribution lies between 'low' and 'high'; move the bounds or the "
     "mean"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }",
     "{ normal = { mean = \"3 min\", sd = \"1 min\", low = \"9 min\", high = \"8 min\" } }",
     "45:22: error: 'low' is not below 'high'; swap them, or use a constant"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ exponential = { mean = \"0 s\" } }",
     "45:36: error: '0 s' is too short; write a duration of more than 0"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }",
     "{ shifted_exponential = { shift = \"-1 min\", mean = \"2 min\" } }",
     "45:45: error: '-1 min' is negative; write a duration of 0 or more"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ erlang = { mean = \"3 min\", stages = 0 } }",
     "45:49: error: 0 is out of range; it has to lie between 1 and 1000000"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ weibull = { scale = \"3 min\" } }",
     "45:23: error: weibull has no 'shape'; add shape = 1.5"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ gamma = { mean = \"3 min\" } }",
     "45:21: error: gamma has no 'cv'; add cv = 0.5"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }",
     "{ empirical = { values = [\"1 min\", \"2 min\"], weights = [1] } }",
     "45:25: error: 1 weights for 2 values; give each value one weight"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ empirical = { values = [] } }",
     "45:25: error: 'values' has none; list at least one duration"},
    {"service = { lognormal = { mean = \"3 min\", cv = 0.5 } }\n", "",
     "42:1: error: [[hub.station]] has no 'service'; add service = { lognormal = { mean = \"3 min\", cv = 0.5 } }"},
    {"service = \"4 min\"", "service = \"4 min\", service_for = { \"third dose\" = \"5 min\" }",
     "47:79: error: unknown key 'third dose' in service_for; valid are: first dose, booster"},

    // dangling names
    {"backend = \"cloud\"\nfrom", "backend = \"clowd\"\nfrom",
     "30:11: error: there is no backend 'clowd'; did you mean 'cloud'?"},
    {"depends_on = [\"cloud\"]", "depends_on = [\"azure\"]",
     "25:15: error: there is no backend 'azure'; valid are: cloud, poste"},
    {"{ backend = \"poste\", at = \"end\" }", "{ backend = \"post\", at = \"end\" }",
     "46:22: error: there is no backend 'post'; did you mean 'poste'?"},
    {"from = 14:30:00", "hubs = [\"Milan\"]\nfrom = 14:30:00",
     "31:9: error: there is no hub 'Milan'; did you mean 'Milano'?"},
    {"from = 14:30:00", "regions = [\"Piemonte\"]\nfrom = 14:30:00",
     "31:12: error: there is no region 'Piemonte'; valid are: Lombardia"},
    {"measure = \"catch_up_time\"", "measure = \"catchup_time\"",
     "55:11: error: there is no measure 'catchup_time'; did you mean 'catch_up_time'?"},
    {"measure = \"catch_up_time\"", "measure = \"catch_up_time\"\nhub = \"Torino\"",
     "56:7: error: there is no hub 'Torino'; valid are: Milano"},
    {"region = \"Lombardia\"", "region = \"Lombardia\"\nvaccination_station = \"injection\"",
     "37:23: error: there is no station 'injection'; valid are: registration, vaccination"},
    {"servers = 20\nservice = { lognormal", "next = [{ to = \"vacination\" }]\nservers = 20\nservice = { lognormal",
     "44:16: error: there is no station 'vacination'; did you mean 'vaccination'?"},
    {"servers = 20\nservice = { lognormal",
     "next = [{ to = \"vaccination\", class = \"third dose\" }]\nservers = 20\nservice = { lognormal",
     "44:39: error: there is no class 'third dose'; valid are: first dose, booster"},

    // choices
    {"from = 14:30:00", "severity = \"degrade\"\nfrom = 14:30:00",
     "31:12: error: 'severity' cannot be 'degrade'; did you mean 'degraded'?"},
    {"from = 14:30:00", "latency_factor = 3\nfrom = 14:30:00",
     "31:18: error: 'latency_factor' is for a degraded backend, this one is down; add severity = \"degraded\", or "
     "remove the key"},
    {"at = \"end\"", "at = \"middle\"", "46:36: error: 'at' cannot be 'middle'; valid are: start, end, throughout"},
    {"region = \"Lombardia\"", "closing = \"soft\"",
     "36:11: error: 'closing' cannot be 'soft'; valid are: serve-inside, hard"},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "\"paper\"",
     "47:14: error: 'paper' is not a failure response by itself; write \"wait\", \"turn_away\" or \"divert\", or { "
     "paper = "
     "{ after = \"10 min\", service = … } }"},
    {"service = \"3 min\"", "service = \"3 min\"\non_failure = { paper = { service = \"4 min\" } }",
     "53:14: error: the station calls no backend, so nothing can fail; add calls = [{ backend = … }], or remove "
     "on_failure"},

    {"{ paper = { after = \"10 min\", service = \"4 min\" } }",
     "{ wait = {}, paper = { after = \"10 min\", service = \"4 min\" } }",
     "47:14: error: a failure response has one name, here are 2; write { paper = { … } }, or one after the other: [{ "
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

    // other responses, and what people do
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "{ offline = { persons = 0 } }",
     "47:38: error: 0 is out of range; it has to lie between 1 and 100000000"},
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "{ offline = { sync = 3 } }",
     "47:28: error: unknown key 'sync' in offline; valid are: after, for, back_after, persons, syncs_per_minute, "
     "under_way"},
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
    {"{ paper = { after = \"10 min\", service = \"4 min\" } }", "\"divert\"",
     "34:1: error: station 'registration' sends people to other hubs, and none is near; add nearby = [{ hub = …, "
     "travel = "
     "\"20 min\" }]"},
    {"region = \"Lombardia\"", "nearby = [{ hub = \"Milano\", travel = \"20 min\" }]",
     "36:19: error: a hub is not near itself; name another hub"},
    {"region = \"Lombardia\"", "nearby = [{ hub = \"Roma\" }]",
     "36:11: error: nearby has no 'travel'; add travel = \"20 min\"\n"
     "36:19: error: there is no hub 'Roma'; valid are: Milano"},

    // names given twice
    {"name = \"booster\"", "name = \"first dose\"",
     "16:1: error: a second class is called 'first dose'; give it a name of its own"},
    {"name = \"poste\"\ndepends_on = [\"cloud\"]", "name = \"cloud\"",
     "23:1: error: a second backend is called 'cloud'; give it a name of its own\n"
     "45:22: error: there is no backend 'poste'; valid are: cloud"},
    {"name = \"vaccination\"", "name = \"registration\"",
     "49:1: error: a second station of this hub is called 'registration'; give it a name of its own"},
    {"[[objective]]",
     "[[hub]]\nname = \"Milano\"\nopens = 08:00:00\ncloses = 20:00:00\nwalk_ins = { per_day = 1 "
     "}\n[[hub.station]]\nname = \"vaccination\"\nservers = 1\nservice = \"1 min\"\n\n[[objective]]",
     "54:1: error: a second hub is called 'Milano'; give it a name of its own"},

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
     "49:1: error: a station has either 'servers', or 'shifts', or 'seats'; write just one of servers = 20, shifts = [ "
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
    {"walk_ins = { per_day = 100 }", "walk_ins = { rates = [{ from = 12:00:00, to = 08:00:00, per_hour = 5 }] }",
     "40:23: error: a rate of walk_ins ends before it begins; write a later 'to'"},
    {"walk_ins = { per_day = 100 }", "walk_ins = {}",
     "40:12: error: walk_ins has no 'per_day'; add per_day = 100, or rates = [ … ]"},

    // circles and dead ends
    {"name = \"cloud\"", "name = \"cloud\"\ndepends_on = [\"poste\"]",
     "20:1: error: backends depend on each other in a circle: cloud → poste → cloud; remove one of these dependencies"},
    {"service = \"3 min\"", "service = \"3 min\"\nnext = [{ to = \"registration\" }]",
     "42:1: error: a person could walk in a circle: registration → vaccination → registration; let 'next' lead forward "
     "only"},
    {"service = { lognormal", "next = [{ to = \"leave\" }]\nservice = { lognormal",
     "50:1: error: nobody ever gets to station 'vaccination'; name it in the 'next' of another station, or remove it"},
    {"service = { lognormal", "next = [{ to = \"vaccination\", probability = 0.5 }]\nservice = { lognormal",
     "42:1: error: the probabilities of 'next' add up to 0.5; let them add up to 1; one entry may leave its "
     "probability out and takes the rest"},
    {"service = { lognormal", "next = [{ to = \"vaccination\" }, { to = \"leave\" }]\nservice = { lognormal",
     "42:1: error: more than one entry of 'next' has no probability; let them add up to 1; one entry may leave its "
     "probability out and takes the rest"},

    // objectives
    {"before = 20:00:00", "below = 300", "56:9: error: 'catch_up_time' is a clock time; bound it with 'before'"},
    {"before = 20:00:00\n", "",
     "54:1: error: an objective has just one bound, here are 0; write one of before = 20:00:00, below = 300, above = "
     "1000"},
    {"measure = \"catch_up_time\"", "measure = \"peak_queue\"",
     "56:10: error: 'peak_queue' is not a clock time; bound it with 'below' or 'above'"},
    {"measure = \"catch_up_time\"\n", "",
     "54:1: error: [[objective]] has no 'measure'; add measure = \"catch_up_time\""},
    {"before = 20:00:00", "before = 20:00:00\nbelow = 5",
     "54:1: error: an objective has just one bound, here are 2; write one of before = 20:00:00, below = 300, above = "
     "1000"},
};

}  // namespace

TEST_CASE("The scenario that the error cases start from is fine") {
  CHECK(messages_for(kFine) == "no error");
}

TEST_CASE("Every error in a scenario is reported with place, reason and remedy") {
  for (const ErrorCase& c : kCases) {
    INFO("'" << c.replaced << "' replaced by '" << c.by << "'");
    CHECK(messages_for(with(kFine, c.replaced, c.by)) == c.message);
  }
}

TEST_CASE("A scenario without a hub is an error") {
  const auto from = kFine.find("[[hub]]");
  const auto to = kFine.find("[[objective]]");
  CHECK(messages_for(std::string(kFine).erase(from, to - from)) ==
        "1:1: error: the scenario has no hub; add [[hub]], or hubs = \"hubs.csv\"");
}

TEST_CASE("A hub to which nobody comes, and a hub without a station, are errors") {
  std::string nobody = with(kFine, "appointments = { per_day = 1000, slot = \"10 min\", show_rate = 0.95 }\n", "");
  nobody = with(nobody, "walk_ins = { per_day = 100 }\n", "");
  CHECK(messages_for(nobody) ==
        "34:1: error: nobody comes to the hub; "
        "add appointments = { per_day = … } or walk_ins = { per_day = … }");
  const auto from = kFine.find("[[hub.station]]");
  const auto to = kFine.find("[[objective]]");
  CHECK(messages_for(std::string(kFine).erase(from, to - from)) ==
        "34:1: error: the hub has no station; add [[hub.station]]");
}

TEST_CASE("All errors are listed in one go, in the order of their places") {
  std::string text = with(kFine, "replications = 10", "replications = 0");
  text = with(text, "show_rate = 0.95", "show_rate = 95");
  text = with(text, "to = 15:10:00", "to = 14:10:00");
  CHECK(messages_for(text) ==
        "6:16: error: 0 is out of range; it has to lie between 1 and 100000000\n"
        "32:6: error: the window ends at 14:10:00, not after it begins at 14:30:00; "
        "write a later 'to'; past midnight like \"26:00\"\n"
        "39:63: error: 95 is out of range; it has to lie in [0, 1]");
}

TEST_CASE("A file that cannot be read is an error with the system's reason") {
  const auto message = [](const std::string& path) {
    try {
      scenario::read_scenario(path, {}, {});
    } catch (const InputError& error) {
      return error.diagnostics().front().text();
    }
    return std::string("no error");
  };
  CHECK(message("no/such/file.toml") ==
        "no/such/file.toml: error: cannot be read: No such file or directory; check the path");
  CHECK(message("/") == "/: error: is a folder; name a scenario file in it");
}
