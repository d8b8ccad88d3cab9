#pragma once

// Reading typed values out of a document. Every error goes to one list and a harmless value is
// returned in its place, so that all errors are found in one go.

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "document.hpp"
#include "ripresa/scenario/read.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::scenario {

class Diagnostics {
 public:
  void add(const Place& place, std::string reason, std::string remedy) {
    list_.push_back({place.file, place.line, place.column, std::move(reason), std::move(remedy)});
  }
  /// Of a key that nothing reads, which is wrong even where the rest is not complete.
  void add_unknown_key(const Place& place, std::string reason, std::string remedy) {
    add(place, std::move(reason), std::move(remedy));
    unknown_keys_.push_back(list_.back());
  }
  std::vector<Diagnostic>& list() { return list_; }
  std::size_t size() const { return list_.size(); }
  const std::vector<Diagnostic>& unknown_keys() const { return unknown_keys_; }

 private:
  std::vector<Diagnostic> list_, unknown_keys_;
};

/// Numbers and their limits, for messages.
struct Range {
  double low;
  double high;
  bool low_included = true;
  bool high_included = true;
};

/// The longest length: 300 years, so that sums of times have room.
inline constexpr double kLongestSeconds = 1e10;
/// The slowest rate, in any unit up to the hour, so that the gap that it makes is no longer than that.
inline constexpr double kSlowestRate = 1e-6;

enum class Sign { non_negative, positive, any };

std::optional<Duration> read_duration(const Node& node, Sign sign, Diagnostics& diagnostics);
/// A TOML local time, or text "HH:MM[:SS]" with hours beyond 24 for the following days.
std::optional<Time> read_clock(const Node& node, Diagnostics& diagnostics);
std::optional<double> read_number(const Node& node, Range range, Diagnostics& diagnostics);
std::optional<std::int64_t> read_integer(const Node& node, std::int64_t low, std::int64_t high,
                                         Diagnostics& diagnostics);
std::optional<std::string> read_text(const Node& node, Diagnostics& diagnostics);
/// The index of the text among `names`; `what` is what they name, for messages.
std::optional<std::size_t> read_name(const Node& node, std::string_view what, const std::vector<std::string>& names,
                                     Diagnostics& diagnostics);

/// The keys of one table. Those never asked for are unknown, which `finish` reports: it has to be called when all have
/// been, unless an error was found meanwhile.
class TableReader {
 public:
  /// `node` may be null or not a table, which is an error unless null.
  TableReader(const Node* node, std::string_view what, Diagnostics& diagnostics);
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;
  ~TableReader();

  bool exists() const { return node_ != nullptr; }
  const Place& place() const { return place_; }
  Diagnostics& diagnostics() { return diagnostics_; }

  /// The value of a key that may be missing.
  const Node* optional(std::string_view key);
  /// The value of a key that must be there.
  const Node* required(std::string_view key, std::string_view example);

  Duration duration(std::string_view key, Duration fallback, Sign sign = Sign::non_negative);
  Time clock(std::string_view key, Time fallback);
  double number(std::string_view key, double fallback, Range range);
  std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t low, std::int64_t high);
  bool truth(std::string_view key, bool fallback);
  std::string text(std::string_view key, std::string_view fallback);
  /// The index of the key's text among `choices`.
  std::size_t choice(std::string_view key, std::size_t fallback, const std::vector<std::string>& choices);

  /// The elements of a list.
  std::vector<const Node*> elements(std::string_view key);

  /// Reports keys that nobody asked for.
  void finish();

 private:
  const Node* node_;
  std::string what_;
  Place place_;
  Diagnostics& diagnostics_;
  std::size_t errors_before_;
  bool finished_ = false;
  std::vector<std::string> known_;
};

/// Names given twice are errors at the second.
void check_unique(const std::vector<std::pair<std::string, Place>>& names, std::string_view what,
                  Diagnostics& diagnostics);

enum class DistributionUse { length, punctuality };

/// A distribution in any of its forms, or a plain duration for a constant. A harmless constant where there is an error.
Distribution read_distribution(const Node& node, DistributionUse use, Diagnostics& diagnostics);

/// Names known so far, for references.
struct Names {
  std::vector<std::string> classes, backends, hubs, regions, agencies, groups;
  std::vector<std::string> hub_regions, hub_agencies;  // by hub
};

/// What the reading of a hub's stations needs to know of it.
struct HubHours {
  Time opens, closes, horizon;
};

std::vector<Backend> read_backends(TableReader& root, const Names& names);
/// Whether one of these, or a backend that rests on one of them at any depth, has a capacity.
bool reach_capacity(const std::vector<std::size_t>& failing, const std::vector<Backend>& backends);
/// The backends are read already.
std::vector<FailureWindow> read_failures(TableReader& root, const Names& names, const std::vector<Group>& groups,
                                         const std::vector<Backend>& backends);

std::vector<RandomFailure> read_random_failures(TableReader& root, const Names& names, const std::vector<Group>& groups,
                                                const std::vector<Backend>& backends);
/// The keys of a retry but `for`.
Retry read_retry(TableReader& table);

std::vector<BookingFailure> read_booking_failures(TableReader& root, const Names& names,
                                                  const std::vector<Group>& groups);

/// The keys that name hubs by what they belong to.
inline constexpr std::array<std::string_view, 4> kScopeKeys = {"hubs", "health_agencies", "regions", "groups"};
/// The hubs that these keys name, ascending; none without them. `groups` may be used that are read already.
std::vector<std::size_t> read_scope(TableReader& table, const Names& names, const std::vector<Group>& groups);
std::vector<Group> read_groups(TableReader& root, const Names& names);
/// What an objective or a rule is about: every hub, unless its keys say otherwise.
ScopeChoice read_scope_choice(TableReader& table, const Names& names);

/// Sets the servers of stations that have a rule instead of a number. The hub's demand and its stations are read.
void apply_servers_rules(TableReader& hub_table, const std::vector<PersonClass>& classes, Hub& hub);
Hub read_hub(const Node& node, const Names& names, const std::vector<PersonClass>& classes, Time horizon,
             Diagnostics& diagnostics);
std::vector<Shift> read_shifts(TableReader& table);
/// The hub's supplies; to be read after its stations and book, which they are checked against.
std::vector<Supply> read_supplies(TableReader& table, const Hub& hub);
std::optional<Campaign> read_campaign(TableReader& root, std::optional<Date> first_day, const Names& names,
                                      const std::vector<Hub>& hubs, const std::vector<KnownMeasure>& measures);
/// A date of the campaign as its day, the first being 0. Any date will do where the first day is not known for an
/// error.
std::optional<int> read_day(const Node& node, std::optional<Date> first_day, int days, Diagnostics& diagnostics);
/// The [[campaign.objective]]s of a campaign whose days and target have been read.
std::vector<Objective> read_campaign_objectives(TableReader& table, std::optional<Date> first_day,
                                                const Campaign& campaign, const Names& names,
                                                const std::vector<KnownMeasure>& measures);
/// How many replications, how far, or until when precise.
Experiment read_experiment(TableReader& root, const Node& document, const Names& names,
                           const std::vector<KnownMeasure>& measures);
std::vector<std::string> names_of(const std::vector<KnownMeasure>& measures);
std::vector<Objective> read_objectives(TableReader& root, const Names& names,
                                       const std::vector<KnownMeasure>& measures);
UnderWay read_under_way(TableReader& table, std::string_view key, UnderWay fallback);
/// `service` for everybody and `service_for` = { class = … } for some: by person class.
std::vector<Distribution> read_service(TableReader& table, const Names& names);
std::vector<Balking> read_balking(TableReader& station);
std::optional<ComeBack> read_come_back(TableReader& hub);
/// The hub's mitigations; to be read after its stations.
std::vector<Mitigation> read_mitigations(TableReader& table, const Names& names, const Hub& hub);
std::optional<Rebooking> read_rebooking(TableReader& hub);
/// Hubs near the one called `own_name`.
std::vector<Nearby> read_nearby(TableReader& hub, const Names& names, const std::string& own_name);
/// `on_failure` of a station that makes `calls`.
std::vector<Response> read_responses(TableReader& station, const Names& names, const std::vector<Call>& calls,
                                     const HubHours& hours);
std::vector<Station> read_stations(TableReader& hub, const Names& names, const HubHours& hours);
std::vector<std::string> station_names(const std::vector<Station>& stations);

}  // namespace ripresa::scenario
