#pragma once

// Internal to scenario: values as TOML text, for the resolved scenario.

#include <string>
#include <string_view>
#include <vector>

#include "ripresa/scenario/read.hpp"

namespace ripresa::scenario {

/// Adds an item to a list in TOML's form.
void append(std::string& list, const std::string& item);

/// A shortest decimal that reads back as the same number, and as TOML's kind for numbers.
std::string number(double value);

/// A duration with its unit, quoted.
std::string length(Duration duration);

/// Times within the day as TOML's own, others as text "HH:MM:SS"; both exact.
std::string clock(Time time);

std::string text_of(const Distribution& distribution);
std::string text_of(const std::vector<Shift>& shifts);
const char* text_of(UnderWay under_way);
const char* text_of(CallPoint at);
const char* text_of(Detail detail);

/// "service = …" for the first class and, where others differ, "service_for = { … }" after the separator.
std::string text_of(const std::vector<Distribution>& service_by_class, const std::vector<PersonClass>& classes,
                    std::string_view separator);
std::string text_of(const std::vector<Balking>& balking);
std::string text_of(const ComeBack& come_back);
std::string text_of(const Rebooking& rebooking);
/// "key = value" of a rule's scope.
std::string text_of(const ScopeChoice& scope);
/// The value of a station's on_failure.
std::string text_of(const std::vector<Response>& on_failure, const std::vector<PersonClass>& classes);

/// The whole [campaign] section. Precondition: there is a campaign.
std::string campaign_toml(const Scenario& scenario);

/// The whole [[hub.mitigation]] section.
std::string mitigation_toml(const Scenario& scenario, const Hub& hub, const Mitigation& mitigation);

/// The whole [[hub.supply]] section.
std::string supply_toml(const Supply& supply);

/// The sections [[backend]], [[failure]] and [[random_failure]].
std::string backends_text(const Scenario& scenario);

/// The keys of a retry but `for`.
std::string text_of(const Retry& retry);

}  // namespace ripresa::scenario
