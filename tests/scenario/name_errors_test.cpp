// What is wrong with names, and with the rules that name measures.

#include <catch2/catch.hpp>

#include "support/error_cases.hpp"

namespace {

using namespace ripresa;
using testing::ErrorCase;

const ErrorCase kNameErrors[] = {
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

    // lists that name nobody
    {"from = 14:30:00", "hubs = []\nfrom = 14:30:00",
     "31:8: error: 'hubs' names nobody; name at least one, or leave the key out"},
    {"from = 14:30:00", "regions = []\nfrom = 14:30:00",
     "31:11: error: 'regions' names nobody; name at least one, or leave the key out"},
    {"[[objective]]", "[[group]]\nname = \"none\"\nhubs = []\n\n[[objective]]",
     "56:8: error: 'hubs' names nobody; name at least one, or leave the key out"},
    {"[[objective]]",
     "[[random_failure]]\nbackends = []\nname = \"x\"\ntime_between = \"90 d\"\ntime_to_repair = \"1 "
     "h\"\n\n[[objective]]",
     "55:12: error: 'backends' names nothing that fails; name at least one backend"},

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

    // names that mean something else
    {"name = \"vaccination\"", "name = \"leave\"",
     "50:8: error: a station is called 'leave', which in 'next' is out of the hub; give it another name"},

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
    {"before = 20:00:00", "before = 20:00:00\nevery = \"health_agency\"",
     "57:9: error: the scenario has no health agency; write every = \"hub\" or scope = \"nation\""},
    {"before = 20:00:00", "before = 20:00:00\nevery = \"group\"",
     "57:9: error: the scenario has no group; write every = \"hub\" or scope = \"nation\""},

    // groups and scopes
    {"[[objective]]", "[[objective]]\nmeasure = \"vaccinated\"\nabove = 1\ngroup = \"x\"\n[[objective]]",
     "57:9: error: there is no group 'x'; there is none to choose from"},
    {"[[objective]]", "[[group]]\nname = \"early\"\ngroups = [\"late\"]\n[[group]]\nname = \"late\"\n[[objective]]",
     "54:1: error: no hub belongs to the group 'early'; name hubs, health_agencies, regions or groups\n"
     "56:11: error: the group 'late' comes later; name groups that stand above"},
    {"measure = \"catch_up_time\"", "measure = \"catch_up_time\"\nhub = \"Milano\"\nscope = \"nation\"",
     "54:1: error: more than one scope is named; write just one of hub, health_agency, region, group = \"…\", every = "
     "\"hub\", scope = \"nation\""},

    // precision
    {"seed = 1", "until_precise = { measures = [] }",
     "7:30: error: there is no measure to be precise about; name one, such as \"waiting_mean\""},
    {"seed = 1", "until_precise = { measures = [\"peak_queue\"], every = \"group\" }",
     "7:54: error: the scenario has no group; write every = \"hub\" or scope = \"nation\""},
    {"seed = 1", "until_precise = { measures = [\"peak_queue\", \"peek_queue\"] }",
     "7:45: error: there is no measure 'peek_queue'; did you mean 'peak_queue'?"},
    {"seed = 1", "until_precise = { relative_half_width = 0.1 }",
     "7:17: error: [experiment.until_precise] has no 'measures'; add measures = [\"waiting_mean\"]"},
    {"seed = 1", "until_precise = { measures = [\"catch_up_time\"] }",
     "7:31: error: 'catch_up_time' is a clock time, and a share of one means nothing; name a measure in minutes, such "
     "as catch_up_minutes"},
    {"seed = 1", "until_precise = { measures = [\"peak_queue\", \"caught_up\"] }",
     "7:45: error: 'caught_up' is a share, and a share of one means nothing; name a measure in minutes, such as "
     "catch_up_minutes"},
    {"seed = 1", "until_precise = { measures = [\"peak_queue\"], relative_half_width = 5, hub = \"Milan\" }",
     "7:68: error: 5 is out of range; it has to lie in (0, 1)\n"
     "7:77: error: there is no hub 'Milan'; did you mean 'Milano'?"},
};

}  // namespace

TEST_CASE("Every name that leads nowhere or in a circle is reported with place, reason and remedy") {
  testing::check_error_cases(testing::kFineScenario, kNameErrors);
}
