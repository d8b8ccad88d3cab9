#pragma once

#include <string>

namespace ripresa::testing {

/// The text of a scenario with one station that calls a backend, which is down for forty minutes.
inline const std::string kSmallScenario = R"(date = 2021-12-15
[[backend]]
name = "poste"
[[failure]]
backend = "poste"
from = 14:30:00
to = 15:10:00
[[hub]]
name = "Palazzo delle Scintille"
opens = 08:00:00
closes = 20:00:00
walk_ins = { per_day = 100 }
[[hub.station]]
name = "registration"
servers = 2
service = "3 min"
calls = [{ backend = "poste" }]
)";

}  // namespace ripresa::testing
