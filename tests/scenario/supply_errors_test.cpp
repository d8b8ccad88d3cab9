// Every error that a supply of doses can have, made by one change to a scenario that is fine.

#include "support/error_cases.hpp"

namespace {

using namespace ripresa;
using testing::ErrorCase;
using testing::messages_for;

const std::string kFineSupply = R"(date = 2021-12-15
[[hub]]
name = "Milano"
opens = 08:00:00
closes = 20:00:00
appointments = { per_day = 1000 }
[[hub.supply]]
name = "doses"
stock = 500
deliveries = [{ at = 12:00:00, doses = 300 }]
preparation = { preparers = 4, service = "80 s", batches = { every = "1 h", lead = "2 h" } }
shelf_life = "6 h"
[[hub.station]]
name = "vaccination"
servers = 20
service = "3 min"
needs = "doses"
)";

const ErrorCase kSupplyErrors[] = {
    {"needs = \"doses\"", "needs = \"dosis\"",
     "7:1: error: no station needs 'doses'; write needs = \"doses\" at a station, or remove the supply\n"
     "17:9: error: there is no supply 'dosis'; did you mean 'doses'?"},
    {"name = \"doses\"\nstock", "stock",
     "7:1: error: [[hub.supply]] has no 'name'; add name = \"doses\"\n"
     "16:9: error: there is no supply 'doses'; there is none to choose from"},
    {"name = \"doses\"\nstock = 500", "name = \"vaccination\"\nstock = -1",
     "7:1: error: no station needs 'vaccination'; write needs = \"vaccination\" at a station, or remove the supply\n"
     "7:1: error: a second station or supply of this hub is called 'vaccination'; give it a name of its own\n"
     "9:9: error: -1 is out of range; it has to lie between 0 and 100000000\n"
     "17:9: error: there is no supply 'doses'; valid are: vaccination"},
    {"stock = 500\ndeliveries = [{ at = 12:00:00, doses = 300 }]\n"
     "preparation = { preparers = 4, service = \"80 s\", batches = { every = \"1 h\", lead = \"2 h\" } }\n",
     "", "7:1: error: the supply has no doses; write stock = 500, deliveries = [ … ] or preparation = { … }"},
    {"stock = 500\ndeliveries = [{ at = 12:00:00, doses = 300 }]\n"
     "preparation = { preparers = 4, service = \"80 s\", batches = { every = \"1 h\", lead = \"2 h\" } }\n",
     "stock = \"unlimited\"\n",
     "9:9: error: a supply without limit and without preparation is never waited for; write stock = 500, deliveries = "
     "[ … ] or preparation = { … }"},
    {"stock = 500", "stock = \"unlimited\"",
     "9:9: error: deliveries add nothing to a store without limit; write a number of doses, or remove the deliveries"},
    {"{ at = 12:00:00, doses = 300 }", "{ doses = 0 }",
     "10:15: error: a delivery has no 'at'; add at = 08:00:00\n"
     "10:25: error: 0 is out of range; it has to lie between 1 and 100000000"},
    {"preparers = 4", "preparers = 4, shifts = []",
     "11:29: error: a preparation has either 'preparers' or 'shifts'; write just one"},
    {"preparers = 4, ", "", "11:15: error: preparation has no 'preparers'; add preparers = 4, or shifts = [ … ]"},
    {", service = \"80 s\"", "", "11:15: error: preparation has no 'service'; add service = \"80 s\""},
    {", batches = { every = \"1 h\", lead = \"2 h\" }", "",
     "11:15: error: a preparation has either 'batches' or 'keep_ready'; write batches = { every = \"1 h\", lead = \"2 "
     "h\" } as booked, a list of batches, or keep_ready = 20"},
    {", batches = {", ", keep_ready = 5, batches = {",
     "11:63: error: a preparation has either 'batches' or 'keep_ready'; write batches = { every = \"1 h\", lead = \"2 "
     "h\" } as booked, a list of batches, or keep_ready = 20"},
    {"lead = \"2 h\"", "lead = \"9 h\"",
     "11:60: error: the first batch would be begun before midnight; write a shorter lead"},
    {"lead = \"2 h\"", "share = 0", "11:85: error: 0 is out of range; it has to lie in (0, 10]"},
    {"batches = { every = \"1 h\", lead = \"2 h\" }", "batches = [{ at = 07:00:00 }]",
     "11:61: error: a batch has no 'doses'; add doses = 60"},
    {"appointments = { per_day = 1000 }", "walk_ins = { per_day = 1000 }",
     "11:60: error: batches follow the appointment book, and the hub has none; add appointments, or list the batches "
     "like [{ at = 08:00:00, doses = 60 }]"},
    {"shelf_life = \"6 h\"", "shelf_life = \"0 h\"",
     "12:14: error: '0 h' is too short; write a duration of more than 0"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.station]]\nname = \"vaccination\"\nservers = 1\nservice = \"1 min\"\n[[hub.station]]\nname = "
     "\"vaccination\"",
     "17:1: error: a second station of this hub is called 'vaccination'; give it a name of its own"},
    {"shelf_life", "shelf_live", "12:1: error: unknown key 'shelf_live' in [[hub.supply]]; did you mean 'shelf_life'?"},
};

}  // namespace

TEST_CASE("Every error in a supply of doses is reported with place, reason and remedy") {
  testing::check_error_cases(kFineSupply, kSupplyErrors);
}

TEST_CASE("A station cannot need doses of a hub without a supply") {
  const auto from = kFineSupply.find("[[hub.supply]]");
  const auto to = kFineSupply.find("[[hub.station]]");
  CHECK(messages_for(std::string(kFineSupply).erase(from, to - from)) ==
        "11:9: error: the hub has no supply; add [[hub.supply]], or remove 'needs'");
}
