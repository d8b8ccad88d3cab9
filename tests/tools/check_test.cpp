// ripresa check: every error at once, and the scenario with all its defaults.

#include <catch2/catch.hpp>

#include "program.hpp"

using namespace ripresa::testing;
using Catch::Contains;

TEST_CASE("check prints the scenario with every default, and what it prints is the same scenario again") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  const Outcome first = desk.ripresa({"check", "s.toml"});
  REQUIRE(first.status == 0);
  CHECK(first.err.empty());
  CHECK_THAT(first.out, Contains("step = \"5 min\"") && Contains("closing = \"serve-inside\""));
  desk.write("resolved.toml", first.out);
  CHECK(desk.ripresa({"check", "resolved.toml"}).out == first.out);
  CHECK_FALSE(desk.exists("out"));
}

TEST_CASE("check lists all errors in one go, in the order of their places, each with its remedy") {
  const Desk desk;
  desk.write("s.toml", R"(date = 2021-12-15
tmie_zone = "Europe/Rome"
[[backend]]
name = "poste"
[[failure]]
backend = "posta"
from = 15:10:00
to = 14:30:00
[[hub]]
name = "hub"
opens = 08:00:00
closes = 20:00:00
walk_ins = { per_day = 100 }
[[hub.station]]
name = "registration"
servers = 2
service = "3"
)");
  const Outcome outcome = desk.ripresa({"check", "s.toml"});
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  const auto place = [&outcome](const std::string& text) { return outcome.err.find(text); };
  CHECK(place("s.toml:2:1: error: unknown key 'tmie_zone' in the scenario; did you mean 'time_zone'?") == 0);
  CHECK(place("s.toml:6:11: error: there is no backend 'posta'; did you mean 'poste'?") != std::string::npos);
  CHECK(place("s.toml:8:6: error: the window ends at 14:30:00") > place("s.toml:6:11"));
  CHECK(place("s.toml:17:11: error: '3' is not a duration") > place("s.toml:8:6"));
}

TEST_CASE("a scenario that cannot be read is bad input, with the system's reason") {
  const Desk desk;
  const Outcome missing = desk.ripresa({"check", "nowhere.toml"});
  CHECK(missing.status == 2);
  CHECK_THAT(missing.err, Contains("nowhere.toml") && Contains("No such file or directory"));
  CHECK_THAT(desk.ripresa({"check", "."}).err, Contains("is a folder"));
  desk.write("broken.toml", "date = \n");
  CHECK_THAT(desk.ripresa({"check", "broken.toml"}).err, Contains("broken.toml:1:") && Contains("not valid TOML"));
}

TEST_CASE("check takes --set, and every shipped scenario passes it") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  CHECK_THAT(desk.ripresa({"check", "s.toml", "--set", "failure.0.to=16:00:00"}).out, Contains("to = 16:00:00"));
  CHECK_THAT(desk.ripresa({"check", "s.toml", "--set", "failure=[]"}).out, !Contains("[[failure]]"));
}

TEST_CASE("whoever reads only the beginning of what is printed has had enough: no error") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  Streams streams;
  streams.output = Streams::Output::closed_pipe;
  const Outcome outcome = desk.ripresa({"check", "s.toml"}, streams);
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
}

TEST_CASE("results that cannot be printed are a failure with the system's reason") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  Streams streams;
  streams.output = Streams::Output::full_device;
  const Outcome outcome = desk.ripresa({"check", "s.toml"}, streams);
  CHECK(outcome.status == 1);
  CHECK_THAT(outcome.err, Contains("standard output cannot be written: No space left on device"));
}

namespace {

const std::string kGraph = R"(date = 2021-12-15
[[backend]]
name = "cloud"
[[backend]]
name = "rome"
[[backend]]
name = "milan"
[[backend]]
name = "poste"
depends_on = ["cloud", { any_of = ["rome", "milan"], failover = "30 s", detection = "10 s" }]
[[backend]]
name = "aria"
[[failure]]
backend = "cloud"
from = 14:30:00
to = 15:10:00
regions = ["Lombardia"]
[[failure]]
backend = "rome"
from = 09:00:00
to = 10:00:00
[[random_failure]]
name = "both sites"
backends = ["rome", "milan"]
time_between = "90 d"
time_to_repair = "1 h"
[[hub]]
name = "Scintille"
region = "Lombardia"
opens = 08:00:00
closes = 20:00:00
walk_ins = { per_day = 100 }
[[hub.station]]
name = "registration"
servers = 2
service = "3 min"
calls = [{ backend = "poste" }]
[[hub]]
name = "Ancona"
region = "Marche"
opens = 08:00:00
closes = 20:00:00
walk_ins = { per_day = 100 }
[[hub.station]]
name = "registration"
servers = 2
service = "3 min"
calls = [{ backend = "poste" }]
)";

}  // namespace

TEST_CASE("check prints what each backend rests on, what each failure takes down with it, when, and where") {
  const Desk desk;
  desk.write("s.toml", kGraph);
  const std::string out = desk.ripresa({"check", "s.toml"}).out;
  CHECK_THAT(out, Contains("# Backends:\n#   cloud rests on nothing\n"));
  CHECK_THAT(out, Contains("#   poste rests on cloud, 1 of 2 (rome, milan; taken over within 40 s)\n"));
  CHECK_THAT(out, Contains("# Failure 0 of cloud, 14:30:00 to 15:10:00, by itself:\n"
                           "#   cloud: down 14:30:00 to 15:10:00; no hub calls it there\n"
                           "#   poste: down 14:30:00 to 15:10:00; Scintille\n"));
  CHECK_THAT(out, Contains("# Failure 1 of rome, 09:00:00 to 10:00:00, by itself:\n"
                           "#   rome: down 09:00:00 to 10:00:00; no hub calls it there\n"
                           "#   poste: down 09:00:00 to 09:00:40; Scintille, Ancona\n"));
  const auto random = out.find("# Random failure 'both sites' may take with it:\n");
  REQUIRE(random != std::string::npos);
  CHECK_THAT(out.substr(random), Contains("#   rome;") && Contains("#   milan;") &&
                                     Contains("#   poste; Scintille, Ancona\n") && !Contains("aria;") &&
                                     !Contains("cloud;"));
}

TEST_CASE("check remarks on latency that is multiplied where there is none, and not where some above has it") {
  const Desk desk;
  const std::string remark = "#   multiplies the latency of nothing: no backend that it reaches has any\n";
  const auto out = [&desk](const std::string& poste, const std::string& failures) {
    std::string text = kGraph;
    text.replace(text.find("name = \"poste\"\n"), 15, "name = \"poste\"\n" + poste);
    text.replace(text.find("[[hub]]"), 0, failures);
    desk.write("s.toml", text);
    return desk.ripresa({"check", "s.toml"}).out;
  };
  const std::string failing[] = {
      "[[failure]]\nbackend = \"milan\"\nfrom = 11:00:00\nto = 12:00:00\nseverity = \"degraded\"\n"
      "latency_factor = 3\n",
      "[[failure]]\nbackend = \"milan\"\nfrom = 11:00:00\nto = 12:00:00\n"
      "recovery = { cold_cache = { latency_factor = 3, lasts = \"1 h\" } }\n",
      "[[random_failure]]\nbackends = [\"aria\", \"milan\"]\ntime_between = \"90 d\"\ntime_to_repair = \"1 h\"\n"
      "recovery = { ramp = \"1 h\", latency_factor = 3 }\n"};
  CHECK_THAT(out("", ""), !Contains(remark));
  for (const std::string& failure : failing) {
    INFO(failure);
    CHECK_THAT(out("", failure), Contains(remark));
    CHECK_THAT(out("latency = { exponential = { mean = \"2 s\" } }\n", failure), !Contains(remark));
  }
}

TEST_CASE("check remarks on what a hub states and nothing uses, until something does") {
  const Desk desk;
  const auto out = [&desk](const std::string& of_station, const std::string& more) {
    std::string text = kGraph;
    text.replace(text.find("region = \"Lombardia\"\nopens"), 0,
                 "come_back = { after = \"2 h\" }\nrebooking = { slots_per_day = 9 }\n"
                 "nearby = [{ hub = \"Ancona\", travel = \"20 min\" }]\n");
    const std::string calls = "calls = [{ backend = \"poste\" }]\n";
    text.replace(text.find(calls), calls.size(), calls + of_station + more);
    desk.write("s.toml", text);
    return desk.ripresa({"check", "s.toml"}).out;
  };
  const std::string head = "# Stated, and without effect here:\n";
  const std::string come_back = "#   come_back: nobody gives up or does not join; Scintille\n";
  const std::string rebooking =
      "#   rebooking: no station turns people away, and nobody is held back for a later day; Scintille\n";
  const std::string nearby = "#   nearby: no station diverts; Scintille\n";
  const std::string all = out("", "");
  CHECK_THAT(all, Contains(head + come_back + rebooking + nearby));
  desk.write("resolved.toml", all);
  CHECK(desk.ripresa({"check", "resolved.toml"}).out == all);
  CHECK_THAT(out("balking = { queue = 9 }\n", ""), Contains(head + rebooking + nearby));
  CHECK_THAT(out("on_failure = \"turn_away\"\n", ""), Contains(head + come_back + nearby));
  CHECK_THAT(out("on_failure = \"divert\"\n", ""), Contains(head + come_back + rebooking) && !Contains(nearby));
  const std::string hold_back = "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\nhold_back = ";
  CHECK_THAT(out("patience = \"1 h\"\non_failure = \"divert\"\n", hold_back + "{}\n"), !Contains(head));
  CHECK_THAT(out("", hold_back + "{ later = \"2 h\" }\n"), Contains(rebooking));
  CHECK_THAT(out("",
                 "[[hub.station]]\nname = \"observation\"\nseats = \"unlimited\"\nservice = \"15 min\"\n"
                 "patience = \"9 min\"\n"),
             Contains("#   patience, balking: nobody waits where seats are unlimited; Scintille\n"));
}

TEST_CASE("check does not say that a hub which closes hard sends nobody home, but that this gives no new appointment") {
  const Desk desk;
  std::string text = kGraph;
  text.replace(text.find("region = \"Lombardia\"\nopens"), 0,
               "closing = \"hard\"\nrebooking = { slots_per_day = 9 }\n");
  desk.write("s.toml", text);
  CHECK_THAT(
      desk.ripresa({"check", "s.toml"}).out,
      Contains("#   rebooking: no station turns people away, and nobody is held back for a later day; a hard close "
               "gives no new appointment; Scintille\n"));
}

TEST_CASE("check names the members of a circle of backends") {
  const Desk desk;
  std::string text = kGraph;
  text.replace(text.find("name = \"cloud\"\n"), 15, "name = \"cloud\"\ndepends_on = [\"poste\"]\n");
  desk.write("s.toml", text);
  const Outcome outcome = desk.ripresa({"check", "s.toml"});
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK_THAT(outcome.err, Contains("backends depend on each other in a circle: cloud → poste → cloud"));
}

TEST_CASE("check remarks on failures that nobody notices, windows beyond the horizon and hours without staff") {
  const Desk desk;
  std::string text = random_scenario(
      "[[backend]]\nname = \"spare\"\n[[failure]]\nbackend = \"spare\"\nfrom = 10:00:00\nto = \"26:00\"\n"
      "[[failure]]\nbackend = \"poste\"\nfrom = \"25:00\"\nto = \"26:00\"\n");
  const std::string staff = "servers = 2\n";
  text.replace(text.find(staff), staff.size(),
               "shifts = [{ from = 09:00:00, to = 12:00:00, servers = 2 }, "
               "{ from = 12:30:00, to = 19:00:00, servers = 2 }]\n");
  desk.write("s.toml", text);
  const std::string out = desk.ripresa({"check", "s.toml"}).out;
  CHECK_THAT(out, Contains("#   no hub notices it: none needs what fails\n"
                           "#   goes on after what is simulated, which ends at 24:00:00\n"));
  CHECK_THAT(out, Contains("#   begins after what is simulated, which ends at 24:00:00\n"));
  CHECK_THAT(out, Contains("# Nobody is on duty while the hub is open:\n"
                           "#   registration: 08:00:00 to 09:00:00, 12:00:00 to 12:30:00, 19:00:00 to 20:00:00; "
                           "hub\n"));
  desk.write("resolved.toml", out);
  CHECK(desk.ripresa({"check", "resolved.toml"}).out == out);
  desk.write("s.toml", random_scenario());
  CHECK_THAT(desk.ripresa({"check", "s.toml"}).out,
             !Contains("notices") && !Contains("simulated") && !Contains("on duty"));
}

TEST_CASE("check remarks on doses that come ready for use and are gone before the hub opens") {
  const Desk desk;
  std::string text = random_scenario(
      "needs = \"doses\"\n[[hub.supply]]\nname = \"doses\"\nstock = 100\nshelf_life = \"8 h\"\n"
      "deliveries = [{ at = 06:00:00, doses = 50 }, { at = 00:30:00, doses = 20 }, { at = 00:00:00, doses = 30 }]\n");
  text.replace(text.find("opens = 08:00:00"), 16, "opens = 08:30:00");
  desk.write("s.toml", text);
  const std::string out = desk.ripresa({"check", "s.toml"}).out;
  CHECK_THAT(out, Contains("# Doses are ready for use as they come, and gone before the hub opens:\n"
                           "#   doses: from 00:00:00 to 08:00:00, from 00:30:00 to 08:30:00; hub\n"));
  desk.write("resolved.toml", out);
  CHECK(desk.ripresa({"check", "resolved.toml"}).out == out);
  CHECK_THAT(desk.ripresa({"check", "s.toml", "--set", "hub.0.supply.doses.shelf_life=\"9 h\""}).out,
             !Contains("gone before"));
  CHECK_THAT(desk.ripresa({"check", "s.toml", "--set",
                           "hub.0.supply.doses.preparation={preparers=1,service=\"1 min\",keep_ready=5}"})
                 .out,
             !Contains("as they come"));
}

TEST_CASE("check remarks on doses kept ready from so early on that they are gone before the hub opens") {
  const Desk desk;
  std::string text = random_scenario(
      "needs = \"doses\"\n[[hub.supply]]\nname = \"doses\"\nstock = 100\nshelf_life = \"1 h\"\n"
      "preparation = { shifts = [{ from = 06:00:00, to = 12:00:00, servers = 2 }], service = \"5 min\", keep_ready = 4 "
      "}\n");
  desk.write("s.toml", text);
  const std::string out = desk.ripresa({"check", "s.toml"}).out;
  CHECK_THAT(out, Contains("# Preparers keep doses ready that are gone before the hub opens:\n"
                           "#   doses: begun from 06:00:00 on; hub\n"));
  desk.write("resolved.toml", out);
  CHECK(desk.ripresa({"check", "resolved.toml"}).out == out);
  // A dose begun at 6:00 is ready at 6:05 and lasts until the hub opens at 8:00, and a while.
  CHECK_THAT(desk.ripresa({"check", "s.toml", "--set", "hub.0.supply.doses.shelf_life=\"2 h\""}).out,
             !Contains("keep doses ready"));
  CHECK_THAT(desk.ripresa({"check", "s.toml", "--set", "hub.0.supply.doses.shelf_life=\"110 min\""}).out,
             Contains("keep doses ready"));
  text.replace(text.find("from = 06:00:00"), 15, "from = 07:30:00");
  desk.write("s.toml", text);
  CHECK_THAT(desk.ripresa({"check", "s.toml"}).out, !Contains("keep doses ready"));
}

TEST_CASE("check remarks on a store that a campaign throws away every evening, for its doses have a shelf life") {
  const Desk desk;
  const std::string text =
      random_scenario("needs = \"doses\"\n[[hub.supply]]\nname = \"doses\"\nstock = 100\nshelf_life = \"30 d\"\n");
  desk.write("day.toml", text);
  CHECK_THAT(desk.ripresa({"check", "day.toml"}).out, !Contains("thrown away"));
  desk.write("s.toml", text + "[campaign]\ndays = 3\n");
  const std::string out = desk.ripresa({"check", "s.toml"}).out;
  CHECK_THAT(out, Contains("# In a campaign, what is in store at the end of a day is thrown away, for it is ready for "
                           "use and has a shelf life:\n"
                           "#   doses: shelf life 720 h; hub\n"));
  desk.write("resolved.toml", out);
  CHECK(desk.ripresa({"check", "resolved.toml"}).out == out);
  desk.write("s.toml", text + "[campaign]\ndays = 1\n");
  CHECK_THAT(desk.ripresa({"check", "s.toml"}).out, !Contains("thrown away"));
}

TEST_CASE("check remarks on failures that overlap at a backend, be it by what that rests on") {
  const Desk desk;
  std::string text = kGraph;
  text.replace(text.find("from = 09:00:00"), 30, "from = 15:00:00\nto = 16:00:00\n");
  desk.write("s.toml", text);
  CHECK_THAT(desk.ripresa({"check", "s.toml"}).out,
             Contains("# Failures 0 and 1 overlap, 15:00:00 to 15:10:00: both reach poste\n"));
  // One after the other, or at different hubs, they do not.
  desk.write("s.toml", kGraph);
  CHECK_THAT(desk.ripresa({"check", "s.toml"}).out, !Contains("overlap"));
  text.insert(text.find("[[random_failure]]"), "regions = [\"Marche\"]\n");
  desk.write("s.toml", text);
  CHECK_THAT(desk.ripresa({"check", "s.toml"}).out, !Contains("overlap"));
}

TEST_CASE("what check prints reads back, whatever characters the names have") {
  const Desk desk;
  std::string text = kGraph;
  for (const std::string name : {"Scintille", "cloud"})
    for (std::size_t at = text.find('"' + name + '"'); at != std::string::npos; at = text.find('"' + name + '"'))
      text.replace(at, name.size() + 2, "\"a \\n \\\\ \\\" \\u007f \\u0001 " + name.substr(1) + '"');
  desk.write("s.toml", text);
  const Outcome first = desk.ripresa({"check", "s.toml"});
  CHECK(first.status == 0);
  desk.write("resolved.toml", first.out);
  const Outcome again = desk.ripresa({"check", "resolved.toml"});
  CHECK(again.err.empty());
  CHECK(again.out == first.out);
}
