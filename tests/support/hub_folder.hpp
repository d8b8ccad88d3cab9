#pragma once

#include <string>
#include <vector>

#include "ripresa/base/error.hpp"
#include "ripresa/scenario/read.hpp"
#include "support/measures.hpp"
#include "support/temporary_folder.hpp"

namespace ripresa::testing {

inline constexpr const char* kTemplates = R"(title = "hubs"
date = 2021-12-15
[[backend]]
name = "poste"
[[template]]
name = "small"
opens = 09:00:00
closes = 17:00:00
appointments = { per_day = 400, slot = "10 min", show_rate = 0.9 }
walk_ins = { per_day = 40 }
[[template.station]]
name = "registration"
servers = { utilisation = 0.8, least = 2 }
service = { lognormal = { mean = "3 min", cv = 0.5 } }
calls = [{ backend = "poste" }]
[[template.station]]
name = "vaccination"
servers = { per_1000_a_day = 10 }
service = "3 min"
[[template]]
name = "large"
extends = "small"
opens = 08:00:00
closes = 20:00:00
station.registration.shifts = [{ from = 08:00:00, to = 20:00:00, servers = 30 }]
)";

/// A scenario and its hub table in a folder of their own.
class HubFolder {
 public:
  explicit HubFolder(const std::string& table,
                     const std::string& scenario = std::string("hubs = \"hubs.csv\"\n") + kTemplates) {
    folder_.write("hubs.csv", table);
    folder_.write("day.toml", scenario);
  }

  scenario::Scenario read(const std::vector<scenario::Override>& overrides = {},
                          const std::string& name = "day.toml") const {
    return scenario::read_scenario(folder_.file(name), overrides, known_measures());
  }

  void add(const std::string& name, const std::string& text) const { folder_.write(name, text); }

  /// All messages, without the folder.
  std::string messages() const {
    try {
      read();
    } catch (const InputError& error) {
      std::string text = error.what();
      const std::string prefix = folder_.file("");
      for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
        text.erase(at, prefix.size());
      return text;
    }
    return "";
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace ripresa::testing
