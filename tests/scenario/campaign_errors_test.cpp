// Every error that a campaign can have, made by one change to a scenario that is fine.

#include "support/error_cases.hpp"

namespace {

using namespace ripresa;
using testing::ErrorCase;

const std::string kFineCampaign = R"(date = 2021-12-15
[campaign]
days = 30
open_on = ["monday", "saturday"]
closed = [2021-12-25]
demand = { saturday = 0.6 }
places = 1.2
return_share = 0.9
return_after_days = 2
target_doses = 11000
[campaign.risk]
campaigns = 1000
failures_each = 4
[[campaign.objective]]
measure = "target_day"
by = 2022-01-10
probability = 0.9
[[campaign.delivery]]
date = 2021-12-22
hub = "Milano"
supply = "doses"
doses = 800
[[hub]]
name = "Milano"
opens = 08:00:00
closes = 20:00:00
appointments = { per_day = 1000 }
[[hub.supply]]
name = "doses"
stock = 500
[[hub.station]]
name = "vaccination"
servers = 20
service = "3 min"
needs = "doses"
)";

const ErrorCase kCampaignErrors[] = {
    {"date = 2021-12-15\n[campaign]\ndays = 30\nopen_on = [\"monday\", \"saturday\"]\nclosed = [2021-12-25]",
     "date = \"2022-12-15\"\n[campaign]\ndays = 30\nopen_on = [\"monday\", \"saturday\"]\nclosed = [2022-12-25]",
     "1:8: error: expected a date, found text; write it like 2021-12-15, without quotes"},
    {"days = 30\n", "", "2:1: error: [campaign] has no 'days'; add days = 90"},
    {"days = 30", "days = 0", "3:8: error: 0 is out of range; it has to lie between 1 and 1000"},
    {"\"saturday\"]", "\"saturnday\"]", "4:22: error: there is no weekday 'saturnday'; did you mean 'saturday'?"},
    {"[\"monday\", \"saturday\"]", "[]", "4:11: error: the hubs never open; name at least one weekday"},
    {"open_on = [\"monday\", \"saturday\"]\nclosed = [2021-12-25]",
     "open_on = [\"saturday\"]\nclosed = [2021-12-18, 2021-12-25, 2022-01-01, 2022-01-08]",
     "2:1: error: the hubs are closed on all days of the campaign; write more days, other weekdays in 'open_on', or "
     "fewer dates in 'closed'"},
    {"2021-12-25", "2021-12-14",
     "5:11: error: 2021-12-14 is outside the campaign, 2021-12-15 to 2022-01-13; choose a date in it, or more days"},
    {"2021-12-25", "\"2021-12-25\"",
     "5:11: error: expected a date, found text; write it like 2021-12-25, without quotes"},
    {"{ saturday = 0.6 }", "{ saturday = -1, caturday = 1 }",
     "6:23: error: -1 is out of range; it has to lie in [0, 100]\n"
     "6:27: error: unknown key 'caturday' in demand; did you mean 'saturday'?"},
    {"places = 1.2", "places = -1", "7:10: error: -1 is out of range; it has to lie in [0, 100]"},
    {"return_share = 0.9", "return_share = 9", "8:16: error: 9 is out of range; it has to lie in [0, 1]"},
    {"return_after_days = 2", "return_after_days = 0",
     "9:21: error: 0 is out of range; it has to lie between 1 and 1000"},
    {"target_doses = 11000", "target_doses = 0",
     "10:16: error: 0 is out of range; it has to lie between 1 and 1000000000000"},
    {"date = 2021-12-22\n", "", "18:1: error: [[campaign.delivery]] has no 'date'; add date = 2021-12-20"},
    {"2021-12-22", "2022-01-14",
     "19:8: error: 2022-01-14 is outside the campaign, 2021-12-15 to 2022-01-13; choose a date in it, or more days"},
    {"doses = 800", "doses = 0", "22:9: error: 0 is out of range; it has to lie between 1 and 100000000"},
    {"hub = \"Milano\"", "hub = \"Milan\"", "20:7: error: there is no hub 'Milan'; did you mean 'Milano'?"},
    {"supply = \"doses\"\ndoses", "supply = \"dosis\"\ndoses",
     "21:10: error: there is no supply 'dosis'; did you mean 'doses'?"},
    {"supply = \"doses\"\ndoses", "doses",
     "18:1: error: [[campaign.delivery]] has no 'supply'; add supply = \"doses\""},
    {"stock = 500", "preparation = { preparers = 1, service = \"1 min\", keep_ready = 5 }",
     "21:10: error: the store of 'doses' has no limit, deliveries add nothing to it; give the supply a stock"},
    {"places", "plaices", "7:1: error: unknown key 'plaices' in [campaign]; did you mean 'places'?"},
    {"campaigns = 1000", "campaigns = 10", "12:13: error: 10 is out of range; it has to lie between 100 and 10000000"},
    {"failures_each = 4", "failures_each = 1", "13:17: error: 1 is out of range; it has to lie between 2 and 100000"},
    {"failures_each = 4", "failure_each = 4",
     "13:1: error: unknown key 'failure_each' in [campaign.risk]; did you mean 'failures_each'?"},
    {"\"target_day\"", "\"target_days\"",
     "15:11: error: there is no measure 'target_days'; did you mean 'target_day'?"},
    {"by = 2022-01-10", "by = 2023-01-10",
     "16:6: error: 2023-01-10 is outside the campaign, 2021-12-15 to 2022-01-13; choose a date in it, or more days"},
    {"by = 2022-01-10\n", "",
     "14:1: error: an objective of a campaign has just one bound; "
     "write one of by = 2022-01-31, below = 300, above = 1000"},
    {"by = 2022-01-10", "below = 12", "16:9: error: 'target_day' is a day; bound it with 'by' a date"},
    {"\"target_day\"", "\"doses_delayed\"",
     "16:6: error: 'doses_delayed' is not a day; bound it with 'below' or 'above'"},
    {"probability = 0.9\n", "probability = 0.9\nhub = \"Milan\"\n",
     "18:7: error: there is no hub 'Milan'; did you mean 'Milano'?"},
    {"[[hub]]", "[[booking_failure]]\nfrom = 09:00:00\nto = 10:00:00\nnot_called = 0.5\n[[hub]]",
     "1:1: error: a campaign cannot have failures of the booking; remove [campaign], or [[booking_failure]]"},
    {"measure = \"target_day\"\n", "",
     "14:1: error: [[campaign.objective]] has no 'measure'; add measure = \"target_day\""},
    {"target_doses = 11000\n", "", "13:1: error: 'target_day' needs a target; write target_doses in [campaign]"},
    {"doses = 800\n", "", "18:1: error: [[campaign.delivery]] has no 'doses'; add doses = 5000"},
};

}  // namespace

TEST_CASE("Every error in a campaign is reported with place and reason and remedy") {
  testing::check_error_cases(kFineCampaign, kCampaignErrors);
}

TEST_CASE(
    "objectives of a campaign that differ in their scope alone have names of their own; a target is for all hubs") {
  const std::string delayed = "[[campaign.objective]]\nmeasure = \"doses_delayed\"\nbelow = 100\n";
  std::string text =
      testing::with(kFineCampaign, "probability = 0.9\n",
                    "probability = 0.9\n" + delayed + delayed + "every = \"hub\"\n" + delayed + "hub = \"Milano\"\n");
  text = testing::with(text, "[[hub]]\n",
                       "[[hub]]\nname = \"Roma\"\nopens = 08:00:00\ncloses = 20:00:00\n"
                       "walk_ins = { per_day = 10 }\n[[hub.station]]\nname = \"v\"\nservers = 1\n"
                       "service = \"1 min\"\n[[hub]]\n");
  CHECK_THROWS_WITH(scenario::parse_scenario(testing::with(text, "probability = 0.9\n", "every = \"hub\"\n"), "", {},
                                             testing::known_measures()),
                    ":14:1: error: the target is for all hubs together; leave out what the objective is about");
  const auto objectives = scenario::parse_scenario(text, "", {}, testing::known_measures()).campaign->objectives;
  REQUIRE(objectives.size() == 4);
  CHECK(objectives[0].name == "target_day by 2022-01-10");
  CHECK(objectives[1].name == "doses_delayed below 100");
  CHECK(objectives[2].name == "doses_delayed below 100 at every hub");
  CHECK(objectives[3].name == "doses_delayed below 100 at Milano");
}
