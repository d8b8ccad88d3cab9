#include <fmt/format.h>

#include <map>
#include <numeric>
#include <set>

#include "ripresa/scenario/reader.hpp"

namespace ripresa::scenario {
namespace {

// The keys of random numbers have so much room for those who come because of the failure.
constexpr int kMostBooked = 1 << 18;
constexpr std::size_t kMostSources = (1 << 12) - 1;

void read_shares(TableReader& table, const Names& names, BookingFailure& failure) {
  Diagnostics& diagnostics = table.diagnostics();
  failure.not_called = table.number("not_called", 0, {0, 1});
  failure.called_elsewhere = table.number("called_elsewhere", 0, {0, 1});
  failure.called_twice = table.number("called_twice", 0, {0, 1});
  const double sum = failure.not_called + failure.called_elsewhere + failure.called_twice;
  if (sum > 1 + 1e-12 || sum == 0)
    diagnostics.add(table.place(), fmt::format("the shares of those called wrongly add up to {}", sum),
                    "let not_called, called_elsewhere and called_twice add up to more than 0 and at most 1");
  const Node* elsewhere = table.optional("elsewhere");
  if (elsewhere)
    failure.elsewhere = read_name(*elsewhere, "hub", names.hubs, diagnostics);
  if ((elsewhere != nullptr) != (failure.called_elsewhere > 0))
    diagnostics.add(elsewhere ? elsewhere->place : table.place(),
                    elsewhere ? "'elsewhere' is for those called elsewhere, and there are none"
                              : "it is not said where those called elsewhere go",
                    "write called_elsewhere = 0.1 and elsewhere = \"Niguarda\" together");
}

BookingFailure read_booking_failure(const Node& node, const Names& names, const std::vector<Group>& groups,
                                    Diagnostics& diagnostics) {
  TableReader table(&node, "[[booking_failure]]", diagnostics);
  BookingFailure failure;
  table.required("from", "from = 08:00:00");
  const Node* to = table.required("to", "to = 20:00:00");
  failure.from = table.clock("from", Time{});
  failure.to = table.clock("to", failure.from + Duration::minutes(1));
  if (to && failure.to <= failure.from)
    diagnostics.add(to->place, "the slots that are hit end before they begin", "write a later 'to'");
  read_shares(table, names, failure);
  failure.hubs = read_scope(table, names, groups);
  table.finish();
  return failure;
}

std::vector<std::size_t> hubs_hit(const BookingFailure& failure, std::size_t hubs) {
  if (!failure.hubs.empty())
    return failure.hubs;
  std::vector<std::size_t> all(hubs);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

void check_books(const BookingFailure& failure, const std::vector<Hub>& hubs, const Place& place,
                 Diagnostics& diagnostics) {
  for (const std::size_t hit : hubs_hit(failure, hubs.size())) {
    std::int64_t booked = 0;
    for (const BookBlock& block : hubs[hit].appointments.blocks)
      booked += block.persons;
    if (booked > kMostBooked)
      diagnostics.add(place,
                      fmt::format("the book of '{}' has {} persons, and a failure of the booking can hit one of {} at "
                                  "most",
                                  hubs[hit].name, booked, kMostBooked),
                      "divide the hub in two");
  }
}

}  // namespace

std::vector<BookingFailure> read_booking_failures(TableReader& root, const Names& names,
                                                  const std::vector<Group>& groups, const std::vector<Hub>& hubs) {
  std::vector<BookingFailure> failures;
  std::map<std::size_t, std::set<std::size_t>> sources;  // the hubs that call people to a hub
  for (const Node* node : root.elements("booking_failure")) {
    failures.push_back(read_booking_failure(*node, names, groups, root.diagnostics()));
    const BookingFailure& failure = failures.back();
    check_books(failure, hubs, node->place, root.diagnostics());
    if (!failure.elsewhere)
      continue;
    for (const std::size_t hit : hubs_hit(failure, hubs.size()))
      if (hit != *failure.elsewhere)
        sources[*failure.elsewhere].insert(hit);
    if (sources[*failure.elsewhere].size() > kMostSources)
      root.diagnostics().add(
          node->place,
          fmt::format("more than {} hubs call people to '{}'", kMostSources, names.hubs[*failure.elsewhere]),
          "name other hubs in failures of their own");
  }
  return failures;
}

}  // namespace ripresa::scenario
