// What is wrong with the text of a scenario and its values, whatever they stand for.

#include <catch2/catch.hpp>
#include <string>

#include "support/error_cases.hpp"
#include "support/temporary_folder.hpp"

namespace {

using namespace ripresa;
using testing::ErrorCase;
using testing::kFineScenario;
using testing::messages_for;
using testing::with;

const ErrorCase kCommonErrors[] = {
    // syntax
    {"replications = 10", "replications = = 10",
     "6:16: error: not valid TOML: Error while parsing value: could not determine value type; write a number, or "
     "text in straight quotes, like \"30 s\""},
    {"seed = 1", "seed = 1\nseed = 2",
     "8:8: error: not valid TOML: Error while parsing key-value pair: cannot redefine existing integer 'seed'; see "
     "https://toml.io for the syntax"},
    {"[[class]]\nname = \"first dose\"", "[[class]\nname = \"first dose\"",
     "12:9: error: not valid TOML: Error while parsing table header: expected ']', saw '\\n'; see https://toml.io for "
     "the syntax"},

    {"servers = 20\nservice = \"3 min\"", "servers = 20\nservice = 3 min",
     "52:13: error: not valid TOML: Error while parsing key-value pair: expected a comment or whitespace, saw 'm'; put "
     "what has a unit in quotes, like \"30 s\""},
    {"servers = 20\nservice = \"3 min\"", "servers = 20\nservice = 90s",
     "52:13: error: not valid TOML: Error while parsing decimal integer: expected digit, saw 's'; put what has a unit "
     "in "
     "quotes, like \"30 s\"; write a date like 2021-12-15"},
    {"servers = 20\nservice = \"3 min\"", "servers = 020\nservice = \"3 min\"",
     "51:14: error: not valid TOML: Error while parsing decimal integer: leading zeroes are prohibited; leave out the "
     "zeros in front"},
    {"servers = 20\nservice = \"3 min\"", "servers: 20\nservice = \"3 min\"",
     "51:8: error: not valid TOML: Error while parsing key-value pair: expected '=', saw ':'; write key = value, and "
     "numbers with a point, like 0.5"},
    {"share = 0.4", "share = .4",
     "14:9: error: not valid TOML: Error while parsing floating-point: expected decimal digit, saw '.'; write a digit "
     "on "
     "both sides of the decimal point, like 0.5"},
    {"name = \"cloud\"", "name = \"cloud",
     "21:14: error: not valid TOML: Error while parsing string: unescaped control characters other than TAB (U+0009) "
     "are "
     "explicitly prohibited; end the text with a quote on the same line"},
    {"opens = 08:00:00", "opens = 08:00",
     "37:14: error: not a clock time as TOML has it; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next "
     "day"},
    {"opens = 08:00:00", "opens = 8:00:00",
     "37:10: error: not a clock time as TOML has it; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next "
     "day"},
    {"closes = 20:00:00", "closes = 24:00:00",
     "38:12: error: not a clock time as TOML has it; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next "
     "day"},

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
     "45:53: error: unknown key 'skew' in lognormal; valid are: cv, sd, sigma, mean, median"},

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
    {"date = 2021-12-15", "date = 0000-01-01",
     "2:8: error: 0000-01-01 is out of range; write a date from 0001-01-01 to 9900-12-31"},
    {"date = 2021-12-15", "date = 2021-12-15T08:00:00",
     "2:8: error: expected a date, found a date with a time; write it like 2021-12-15, without quotes"},
    {"date = 2021-12-15\n", "", "1:1: error: the scenario has no 'date'; add date = 2021-12-15"},
    {"depends_on = [\"cloud\"]", "depends_on = \"cloud\"",
     "25:14: error: 'depends_on' has to be a list, found text; write [ …, … ], or [[section]] for each"},
    {"[measures]\nstep = \"5 min\"", "measures = 5",
     "9:1: error: unknown key 'measures' in [experiment]; valid are: until_precise, replications, seed, horizon, "
     "warm_up"},
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
    {"step = \"5 min\"", "step = \"nan s\"",
     "10:8: error: 'nan s' is not a duration; write it like \"40 min\"; units are us, ms, s, min, h or d"},
    {"step = \"5 min\"", "step = true",
     "10:8: error: expected a duration, found true or false; write it like \"40 min\"; units are us, ms, s, min, h or "
     "d"},
    {"from = 14:30:00", "from = \"half past two\"",
     "31:8: error: 'half past two' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next "
     "day"},
    {"from = 14:30:00", "from = \"-0:30\"",
     "31:8: error: '-0:30' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next day"},
    {"from = 14:30:00", "from = \"14:30:\"",
     "31:8: error: '14:30:' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next day"},
    {"from = 14:30:00", "from = \"14:30:00:\"",
     "31:8: error: '14:30:00:' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next "
     "day"},
    {"from = 14:30:00", "from = \"14\"",
     "31:8: error: '14' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next day"},
    {"from = 14:30:00", "from = 14",
     "31:8: error: expected a clock time, found a whole number; write it like 14:30:00"},
    {"from = 14:30:00", "from = \"14:75\"",
     "31:8: error: '14:75' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next day"},

    // impossible values
    {"replications = 10", "replications = 0", "6:16: error: 0 is out of range; it has to lie between 1 and 100000000"},
    {"share = 0.4", "share = -1", "14:9: error: -1 is out of range; it has to lie in [0, 1000000000]"},
    {"share = 0.4\n\n[[class]]\nname = \"booster\"\nshare = 0.6",
     "share = 0\n\n[[class]]\nname = \"booster\"\nshare = 0",
     "1:1: error: the shares of the classes add up to nothing; give at least one class a "
     "share of more than 0"},
    {"share = 0.4\n\n[[class]]\nname = \"booster\"\nshare = 0.6",
     "walk_in_share = 0\n\n[[class]]\nname = \"booster\"\nwalk_in_share = 0",
     "1:1: error: the walk_in_shares of the classes add up to nothing; give at least one class a walk_in_share of more "
     "than 0"},
    {"seed = 1", "seed = 1\nhorizon = 22:00:00\nwarm_up = 22:00:00",
     "9:11: error: the warm-up ends at 22:00:00, not before the horizon, 22:00:00; write an earlier 'warm_up'"},
    {"step = \"5 min\"", "step = \"0 min\"", "10:8: error: '0 min' is too short; write a duration of more than 0"},
    {"step = \"5 min\"", "step = \"100 ms\"",
     "10:8: error: the step is shorter than a second; write a step of \"1 s\" or more"},
    {"step = \"5 min\"", "hold = \"-5 min\"", "10:8: error: '-5 min' is negative; write a duration of 0 or more"},
    {"step = \"5 min\"", "hold = \"500 d\"\nstep = \"9999999 d\"",
     "11:8: error: '9999999 d' is too long; a run ends within 300 years"},
    {"show_rate = 0.95", "show_rate = 1.2", "39:63: error: 1.2 is out of range; it has to lie in [0, 1]"},
    {"per_day = 1000", "per_day = -1", "39:28: error: -1 is out of range; it has to lie between 0 and 100000000"},
    {"calls_per_second = 150", "calls_per_second = 0",
     "27:33: error: 0 is out of range; it has to lie in [1e-06, 1000000]"},
    {"walk_ins = { per_day = 100 }", "walk_ins = { per_day = 1e300 }",
     "40:24: error: 1e+300 is out of range; it has to lie in [0, 100000000]"},
    {"walk_ins = { per_day = 100 }", "walk_ins = { rates = [{ from = 08:00:00, to = 09:00:00, per_hour = 1e300 }] }",
     "40:68: error: 1e+300 is out of range; it has to lie in [0, 100000000]"},
    {"closes = 20:00:00", "closes = 07:00:00",
     "38:10: error: the hub closes at 07:00:00, not after it opens at 08:00:00; write a later 'closes'; past midnight "
     "like \"26:00\""},
    {"seed = 1", "seed = 1\nhorizon = 19:00:00",
     "39:10: error: the hub closes after the horizon, 19:00:00; write a later experiment.horizon"},
    {"slot = \"10 min\"", "slot = \"13 h\"",
     "39:16: error: a slot of 13 h does not fit between 08:00 and 20:00; write a shorter slot"},
    {"measure = \"catch_up_time\"", "measure = \"catch_up_time\"\nprobability = 1",
     "56:15: error: 1 is out of range; it has to lie in (0, 1)"},

    // sections
    {"seed = 1", "seed = 1\n[output]\nhubs = \"nothing\"\nstations = \"summary\"",
     "8:1: error: output.stations wants more than output.hubs; stations are part of their hub: raise output.hubs to "
     "the same"},
    {"title = \"error messages\"", "hubs = [\"hubs.csv\"]",
     "1:8: error: 'hubs' has to be the path of a hub table, found a list; write hubs = \"hubs/italy.csv\", or [[hub]] "
     "for single hubs"},
    {"title = \"error messages\"", "template = 5",
     "1:12: error: 'template' has to be a list, found a whole number; write [[template]] for each"},
    {"[[hub]]", "[[template]]\nopens = 08:00:00\n[[hub]]",
     "34:1: error: [[template]] has no 'name'; add name = \"large\""},
    {"date = 2021-12-15", "date = 2021-02-30",
     "2:18: error: not valid TOML: Error while parsing date: expected day between 1 and 28 (inclusive), saw 30; write "
     "it "
     "like 2021-12-15"},

    // distributions
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormale = { mean = \"3 min\", cv = 0.5 } }",
     "45:13: error: there is no distribution 'lognormale'; did you mean 'lognormal'?"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = { cv = 0.5 } }",
     "45:25: error: lognormal has no 'mean'; add mean = \"3 min\""},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = { mean = \"3 min\", cv = 0 } }",
     "45:48: error: 0 is out of range; it has to lie in [0.001, 100]"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = { median = \"3 min\", sigma = 8 } }",
     "45:53: error: 8 is out of range; it has to lie in [0.001, 3]"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = { median = \"100000 d\", sigma = 3 } }",
     "45:25: error: the mean that follows is too long; a run ends within 300 years"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = { mean = \"3 min\", sd = \"6 h\" } }",
     "45:48: error: 'sd' is 120 times the mean; it has to be 0.001 to 100 times the mean"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ gamma = { mean = \"3 min\", sd = \"100 ms\" } }",
     "45:44: error: 'sd' is 0.000556 times the mean; it has to be 0.001 to 100 times the mean"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ weibull = { shape = 0.01, mean = \"3 min\" } }",
     "45:33: error: 0.01 is out of range; it has to lie in [0.1, 1000]"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ weibull = { shape = 0.1, mean = \"100 ms\" } }",
     "45:23: error: the scale that follows is too short; write a longer mean"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ weibull = { shape = 0.1, scale = \"1 d\" } }",
     "45:23: error: the mean that follows is too long; a run ends within 300 years"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }",
     "{ empirical = { values = [\"1 min\", \"2 min\"], weights = [1, 1e300] } }",
     "45:70: error: 1e+300 is out of range; it has to lie in (0, 1000000000]"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = \"3 min\" }",
     "45:25: error: lognormal has to be a table, found text; write { key = value, … } or a [section]"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }",
     "{ lognormal = { mean = \"3 min\", cv = 0.5 }, gamma = { mean = \"3 min\", cv = 1 } }",
     "45:63: error: a distribution has one name, here are 2; write it like { lognormal = { mean = \"3 min\", cv = 0.5 "
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
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = { mean = \"3 min\", cv = 0.5, sd = \"1 min\" } }",
     "45:58: error: lognormal has just one of cv, sd, sigma, here are 2; write just one, like cv = 0.5"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }",
     "{ lognormal = { mean = \"3 min\", median = \"3 min\", sigma = 1 } }",
     "45:52: error: lognormal has just one of mean, median, here are 2; write just one, like mean = \"3 min\""},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = { median = \"3 min\", cv = 0.5 } }",
     "45:36: error: 'median' goes with 'sigma' alone; write sigma = 0.5, or 'mean' for 'median'"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }",
     "{ weibull = { shape = 1.5, mean = \"3 min\", scale = \"3 min\" } }",
     "45:62: error: weibull has just one of mean, scale, here are 2; write just one, like mean = \"3 min\""},
    {"service = { lognormal = { mean = \"3 min\", cv = 0.5 } }\n", "",
     "42:1: error: [[hub.station]] has no 'service'; add service = { lognormal = { mean = \"3 min\", cv = 0.5 } }"},
    {"service = \"4 min\"", "service = \"4 min\", service_for = { \"third dose\" = \"5 min\" }",
     "47:79: error: unknown key 'third dose' in service_for; valid are: first dose, booster"},
};

}  // namespace

TEST_CASE("Every value that cannot be understood is reported with place, reason and remedy") {
  testing::check_error_cases(kFineScenario, kCommonErrors);
}

TEST_CASE("A scenario without a hub is an error") {
  const auto from = kFineScenario.find("[[hub]]");
  const auto to = kFineScenario.find("[[objective]]");
  CHECK(messages_for(std::string(kFineScenario).erase(from, to - from)) ==
        "1:1: error: the scenario has no hub; add [[hub]], or hubs = \"hubs.csv\"");
}

TEST_CASE("A hub to which nobody comes, and a hub without a station, are errors") {
  std::string nobody =
      with(kFineScenario, "appointments = { per_day = 1000, slot = \"10 min\", show_rate = 0.95 }\n", "");
  nobody = with(nobody, "walk_ins = { per_day = 100 }\n", "");
  CHECK(messages_for(nobody) ==
        "34:1: error: nobody comes to the hub; "
        "add appointments = { per_day = … } or walk_ins = { per_day = … }");
  const auto from = kFineScenario.find("[[hub.station]]");
  const auto to = kFineScenario.find("[[objective]]");
  CHECK(messages_for(std::string(kFineScenario).erase(from, to - from)) ==
        "34:1: error: the hub has no station; add [[hub.station]]");
}

TEST_CASE("All errors are listed in one go, in the order of their places") {
  std::string text = with(kFineScenario, "replications = 10", "replications = 0");
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
  CHECK(message("/") == "/: error: is a folder; name a file in it");
}

TEST_CASE("an empty scenario has the errors of one that says nothing") {
  const testing::TemporaryFolder folder;
  const std::string path = folder.write("empty.toml", "");
  CHECK_THROWS_WITH(scenario::read_scenario(path, {}, {}),
                    path + ":1:1: error: the scenario has no 'date'; add date = 2021-12-15\n" + path +
                        ":1:1: error: the scenario has no hub; add [[hub]], or hubs = \"hubs.csv\"");
}

TEST_CASE("there are at most 255 classes of people") {
  std::string more;
  for (int c = 2; c < 256; ++c)
    more += "[[class]]\nname = \"" + std::to_string(c) + "\"\n";
  CHECK(messages_for(with(kFineScenario, "[[backend]]", more.substr(more.find('\n', 10) + 1) + "[[backend]]")) ==
        "no error");
  CHECK(messages_for(with(kFineScenario, "[[backend]]", more + "[[backend]]")) ==
        "526:1: error: there are more than 255 classes; join some of them");
}

TEST_CASE("A key deeper than any is refused where it becomes so, whatever else is written") {
  const auto deep = [](std::size_t parts) {
    std::string key = "a";
    while (--parts > 0)
      key += ".a";
    return key;
  };
  const std::string told = " error: a key is deeper than 100 tables; no key of a scenario lies so deep";
  CHECK(messages_for("date = 2021-12-15\n" + deep(30000) + " = 1") == "2:200:" + told);
  CHECK(messages_for("[" + deep(30000) + "]") == "1:201:" + told);
  CHECK(messages_for("[[" + deep(30000) + "]]\n= =") == "1:202:" + told);
  CHECK(messages_for("b = [{ " + deep(60) + " = { " + deep(60) + " = 1 } }]") == "1:209:" + told);
  CHECK(messages_for("'à.'.\"\\\"\"." + deep(200) + " = 1") == "1:206:" + told);
  // A text of several lines may end in quotes of its own.
  for (const std::string value : {R"("""y"""")", R"("""y""""")", "'''y''''"})
    CHECK_THAT(messages_for("x = { b = " + value + ", " + deep(30000) + " = 1 }"), Catch::EndsWith(told));
  // Dots that part no keys.
  const std::string text = deep(200);
  const auto unknown = [](const std::string& value) {
    return messages_for(with(kFineScenario, "seed = 1", "flavour = " + value));
  };
  for (const std::string& value : {"'" + text + "'", R"("\")" + text + '"', R"("""""\""")" + text + R"(""""")",
                                   "'''''" + text + "'''''", "1 # " + text})
    CHECK(unknown(value) == unknown("1"));
  std::string numbers = "0.5";
  for (int i = 0; i < 200; ++i)
    numbers += ", 0.5";
  CHECK(unknown("[" + numbers + "]") == unknown("1"));
}

TEST_CASE("Where nothing has a name there is none to choose from") {
  CHECK_THAT(
      messages_for(with(with(kFineScenario, "name = \"cloud\"", ""), "name = \"poste\"\ndepends_on = [\"cloud\"]", "")),
      Catch::Contains("error: there is no backend 'poste'; there is none to choose from") &&
          Catch::Contains("error: [[backend]] has no 'name'"));
}

TEST_CASE("A [set] without extends is refused where it stands") {
  CHECK_THAT(messages_for(kFineScenario + "\n[set]\n\"hub.0.opens\" = 07:00:00\n"),
             Catch::EndsWith(":1: error: [set] is for a scenario that extends another; write extends = \"other.toml\" "
                             "at the top, or each value in its place"));
}
