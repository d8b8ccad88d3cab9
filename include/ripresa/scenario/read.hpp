#pragma once

// Reading a scenario: TOML text → a tree of values with their places → checked plain data.

#include <string>
#include <vector>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::scenario {

/// One `--set KEY=VALUE`: KEY is a dotted path; array elements by index from 0 or by their name ("hub.0.opens",
/// "failure.0.to", "hub.0.station.registration.servers"). VALUE is a TOML value, or else taken as a string.
struct Override {
  std::string key;
  std::string value;
  std::string option = {};  // the option that says the same in the command's own words ("--seed"); empty: --set
};

/// Splits "KEY=VALUE". Throws InputError when there is no '=' or no key.
Override parse_override(const std::string& text);

/// A measure that objectives may name, so that a misspelt one is found before the run.
struct KnownMeasure {
  std::string name;
  bool is_clock_time = false;  // bounded with `before` a clock time; otherwise with `below` or `above`
  std::string unit;            // "day": of a campaign, bounded with `by` a date
  bool of_campaign = false;    // for [[campaign.objective]] instead of [[objective]]
};

/// Reads and checks the scenario in `path` with `overrides` applied in order.
/// Throws InputError with every error found, in the order of their places.
Scenario read_scenario(const std::string& path, const std::vector<Override>& overrides,
                       const std::vector<KnownMeasure>& measures);

/// The same from text; `name` stands for the file in messages.
Scenario parse_scenario(const std::string& text, const std::string& name, const std::vector<Override>& overrides,
                        const std::vector<KnownMeasure>& measures);

/// The scenario as TOML with every default and unit written out. Reading it again gives the same scenario.
std::string resolved_toml(const Scenario& scenario);

/// Any text as a TOML string, in quotation marks.
std::string quoted(const std::string& text);

}  // namespace ripresa::scenario
