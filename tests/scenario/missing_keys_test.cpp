// Keys that have to be there.

#include "support/error_cases.hpp"

namespace {

using namespace ripresa;
using testing::ErrorCase;

const ErrorCase kMissingKeyErrors[] = {
    {"name = \"first dose\"\n", "", "12:1: error: [[class]] has no 'name'; add name = \"dose 1\""},
    {"name = \"Milano\"\n", "", "34:1: error: [[hub]] has no 'name'; add name = \"Palazzo delle Scintille\""},
    {"closes = 20:00:00\n", "", "34:1: error: [[hub]] has no 'closes'; add closes = 20:00:00"},
    {"per_day = 1000, ", "", "39:16: error: appointments has no 'per_day'; add per_day = 2000"},
    {"per_day = 1000", "blocks = [{ show = 1 }]",
     "39:28: error: a block of the appointment book has no 'from'; add from = 08:00:00\n"
     "39:28: error: a block of the appointment book has no 'to'; add to = 12:00:00\n"
     "39:28: error: a block of the appointment book has no 'persons'; add persons = 800\n"
     "39:30: error: unknown key 'show' in a block of the appointment book; valid are: from, to, persons"},
    {"walk_ins = { per_day = 100 }", "walk_ins = { rates = [{}] }",
     "40:23: error: a rate of walk_ins has no 'from'; add from = 08:00:00\n"
     "40:23: error: a rate of walk_ins has no 'to'; add to = 12:00:00\n"
     "40:23: error: a rate of walk_ins has no 'per_hour'; add per_hour = 90"},
    {"name = \"registration\"\n", "", "42:1: error: [[hub.station]] has no 'name'; add name = \"registration\""},
    {"servers = 20\nservice = \"3 min\"", "shifts = [{}]\nservice = \"3 min\"",
     "51:11: error: a shift has no 'from'; add from = 08:00:00\n"
     "51:11: error: a shift has no 'to'; add to = 14:00:00\n"
     "51:11: error: a shift has no 'servers'; add servers = 40"},
    {"{ backend = \"poste\", at = \"end\" }", "{ at = \"end\" }",
     "46:10: error: a call has no 'backend'; add backend = \"poste\""},
    {"service = \"3 min\"", "service = \"3 min\"\nnext = [{ probability = 1 }]",
     "53:9: error: an entry of next has no 'to'; add to = \"observation\""},
    {"service = \"4 min\"", "entry = { service = \"90 s\" }",
     "47:24: error: paper has no 'service'; add service = { lognormal = { mean = \"3 min\", cv = 0.5 } }"},
    {"service = \"4 min\" }", "service = \"4 min\", entry = { service = \"90 s\", overnight = {} } }",
     "47:103: error: overnight has no 'at'; add at = \"30:00\", 6 o'clock on the next day"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\nextra_servers = {}\n\n[[hub.station]]\nname = "
     "\"vaccination\"",
     "52:17: error: extra_servers has no 'station'; add station = \"registration\"\n"
     "52:17: error: extra_servers has no 'servers'; add servers = 6"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\nmove_staff = {}\n\n[[hub.station]]\nname = "
     "\"vaccination\"",
     "52:14: error: move_staff has no 'from'; add from = \"registration\"\n"
     "52:14: error: move_staff has no 'to'; add to = \"registration\"\n"
     "52:14: error: move_staff has no 'servers'; add servers = 4"},
    {"[[hub.station]]\nname = \"vaccination\"",
     "[[hub.mitigation]]\nname = \"m\"\nwhen = { at = 15:00:00 }\nshorten = {}\n\n[[hub.station]]\nname = "
     "\"vaccination\"",
     "52:11: error: shorten has no 'station'; add station = \"registration\"\n"
     "52:11: error: shorten has no 'factor'; add factor = 0.67"},

    // distributions
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ exponential = {} }",
     "45:27: error: exponential has no 'mean'; add mean = \"3 min\""},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ shifted_exponential = {} }",
     "45:35: error: shifted_exponential has no 'shift'; add shift = \"3 min\"\n"
     "45:35: error: shifted_exponential has no 'mean'; add mean = \"3 min\""},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ uniform = {} }",
     "45:23: error: uniform has no 'low'; add low = \"3 min\"\n"
     "45:23: error: uniform has no 'high'; add high = \"3 min\""},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ triangular = {} }",
     "45:26: error: triangular has no 'low'; add low = \"3 min\"\n"
     "45:26: error: triangular has no 'mode'; add mode = \"3 min\"\n"
     "45:26: error: triangular has no 'high'; add high = \"3 min\""},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ normal = {} }",
     "45:22: error: normal has no 'mean'; add mean = \"3 min\"\n"
     "45:22: error: normal has no 'sd'; add sd = \"3 min\""},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = {} }",
     "45:25: error: lognormal has no 'mean'; add mean = \"3 min\"\n"
     "45:25: error: lognormal has no 'cv'; add cv = 0.5"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ gamma = {} }",
     "45:21: error: gamma has no 'mean'; add mean = \"3 min\"\n"
     "45:21: error: gamma has no 'cv'; add cv = 0.5"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ erlang = {} }",
     "45:22: error: erlang has no 'mean'; add mean = \"3 min\"\n"
     "45:22: error: erlang has no 'stages'; add stages = 3"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ weibull = {} }",
     "45:23: error: weibull has no 'shape'; add shape = 1.5\n"
     "45:23: error: weibull has no 'scale'; add scale = \"3 min\""},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ empirical = {} }",
     "45:25: error: empirical has no 'values'; add values = [\"2 min\", \"3 min\"]"},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ lognormal = { sigma = 1 } }",
     "45:25: error: lognormal has no 'mean'; add mean = \"3 min\""},
    {"{ lognormal = { mean = \"3 min\", cv = 0.5 } }", "{ weibull = { shape = 1 } }",
     "45:23: error: weibull has no 'scale'; add scale = \"3 min\""},
};

}  // namespace

TEST_CASE("Every key that has to be there and is not is reported with an example, and nothing else because of it") {
  testing::check_error_cases(testing::kFineScenario, kMissingKeyErrors);
}
