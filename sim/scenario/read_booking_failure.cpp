#include <fmt/format.h>

#include "reader.hpp"

namespace ripresa::scenario {
namespace {

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

}  // namespace

std::vector<BookingFailure> read_booking_failures(TableReader& root, const Names& names,
                                                  const std::vector<Group>& groups) {
  std::vector<BookingFailure> failures;
  for (const Node* node : root.elements("booking_failure"))
    failures.push_back(read_booking_failure(*node, names, groups, root.diagnostics()));
  return failures;
}

}  // namespace ripresa::scenario
