// Supplies of doses: what is in store, what is delivered, and how doses are made ready for use.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "forms.hpp"
#include "limits.hpp"

namespace ripresa::scenario {
namespace {

/// Deliveries or batches, by time.
template <class Lot>
std::vector<Lot> read_lots(TableReader& table, std::string_view key, std::string_view what) {
  std::vector<Lot> lots;
  for (const Node* node : table.elements(key)) {
    TableReader lot(node, what, table.diagnostics());
    lot.required("at", "at = 08:00:00");
    lot.required("doses", "doses = 60");
    lots.push_back({lot.clock("at", Time{}), static_cast<int>(lot.integer("doses", 1, 1, kMostDoses))});
    lot.finish();
  }
  std::stable_sort(lots.begin(), lots.end(), [](const Lot& a, const Lot& b) { return a.at < b.at; });
  return lots;
}

BatchesAsBooked read_as_booked(const Node& node, const AppointmentBook& book, Diagnostics& diagnostics) {
  TableReader table(&node, "batches", diagnostics);
  BatchesAsBooked plan;
  plan.every = table.duration("every", Duration::hours(1), Sign::positive);
  plan.lead = table.duration("lead", Duration{});
  plan.share = table.number("share", 1, {0, 10, false, true});
  table.finish();
  if (book.blocks.empty())
    diagnostics.add(node.place, "batches follow the appointment book, and the hub has none",
                    "add appointments, or list the batches like [{ at = 08:00:00, doses = 60 }]");
  else if (book.blocks.front().from - plan.lead < Time{})
    diagnostics.add(node.place, "the first batch would be begun before midnight", "write a shorter lead");
  return plan;
}

std::vector<Shift> read_preparers(TableReader& table) {
  if (table.optional("shifts")) {
    if (forms_used(table, kPreparerStaffings).count > 1)
      table.diagnostics().add(table.optional("preparers")->place, "a preparation has either 'preparers' or 'shifts'",
                              "write just one");
    return read_shifts(table);
  }
  table.required("preparers", "preparers = 4, or shifts = [ … ]");
  return {{Time{}, kLastShiftEnd, static_cast<int>(table.integer("preparers", 1, 1, kMostServers))}};
}

Preparation read_preparation(const Node& node, const AppointmentBook& book, Diagnostics& diagnostics) {
  TableReader table(&node, "preparation", diagnostics);
  Preparation preparation;
  preparation.preparers = read_preparers(table);
  preparation.service = Constant{Duration::minutes(1)};
  if (const Node* service = table.required("service", "service = \"80 s\""))
    preparation.service = read_distribution(*service, DistributionUse::length, diagnostics);
  const Node* batches = table.optional("batches");
  const Node* keep_ready = table.optional("keep_ready");
  if (const FormsUsed used = forms_used(table, kPreparationPlans); used.count != 1)
    diagnostics.add(
        place_of(table, kPreparationPlans, used), "a preparation has either 'batches' or 'keep_ready'",
        "write batches = { every = \"1 h\", lead = \"2 h\" } as booked, a list of batches, or keep_ready = 20");
  else if (keep_ready)
    preparation.plan = KeepReady{static_cast<int>(table.integer("keep_ready", 1, 1, kMostDoses))};
  else if (batches->is_array())
    preparation.plan = read_lots<Batch>(table, "batches", "a batch");
  else
    preparation.plan = read_as_booked(*batches, book, diagnostics);
  table.finish();
  return preparation;
}

/// Without a preparation, doses have to come from somewhere.
std::optional<int> read_stock(TableReader& table, const Supply& supply) {
  const Node* stock = table.optional("stock");
  const bool unlimited = stock && stock->text() && *stock->text() == "unlimited";
  if (!supply.preparation && (unlimited || (!stock && supply.deliveries.empty())))
    table.diagnostics().add(
        stock ? stock->place : table.place(),
        unlimited ? "a supply without limit and without preparation is never waited for" : "the supply has no doses",
        "write stock = 500, deliveries = [ … ] or preparation = { … }");
  if (unlimited && supply.preparation && !supply.deliveries.empty())
    table.diagnostics().add(stock->place, "deliveries add nothing to a store without limit",
                            "write a number of doses, or remove the deliveries");
  if (unlimited || (!stock && supply.deliveries.empty()))
    return std::nullopt;
  return static_cast<int>(table.integer("stock", 0, 0, kMostDoses));
}

Supply read_supply(const Node& node, const Hub& hub, Diagnostics& diagnostics) {
  TableReader table(&node, "[[hub.supply]]", diagnostics);
  Supply supply;
  table.required("name", "name = \"doses\"");
  supply.name = table.text("name", "");
  supply.deliveries = read_lots<Delivery>(table, "deliveries", "a delivery");
  if (const Node* preparation = table.optional("preparation"))
    supply.preparation = read_preparation(*preparation, hub.appointments, diagnostics);
  supply.stock = read_stock(table, supply);
  if (table.optional("shelf_life"))
    supply.shelf_life = table.duration("shelf_life", Duration::hours(6), Sign::positive);
  table.finish();
  return supply;
}

}  // namespace

std::vector<Supply> read_supplies(TableReader& table, const Hub& hub) {
  std::vector<Supply> supplies;
  std::vector<std::pair<std::string, Place>> unique;
  const auto stations = station_names(hub.stations);
  for (const std::string& station : std::set<std::string>(stations.begin(), stations.end()))
    unique.emplace_back(station, table.place());
  for (const Node* node : table.elements("supply")) {
    const bool needed = std::any_of(hub.stations.begin(), hub.stations.end(),
                                    [&supplies](const Station& station) { return station.needs == supplies.size(); });
    supplies.push_back(read_supply(*node, hub, table.diagnostics()));
    unique.emplace_back(supplies.back().name, node->place);
    if (!needed && !supplies.back().name.empty())
      table.diagnostics().add(
          node->place, fmt::format("no station needs '{}'", supplies.back().name),
          fmt::format("write needs = \"{}\" at a station, or remove the supply", supplies.back().name));
  }
  if (supplies.size() > kMostSupplies)
    table.diagnostics().add(table.place(), fmt::format("the hub has more than {} supplies", kMostSupplies),
                            "join supplies of the same kind");
  if (!supplies.empty())
    check_unique(unique, "station or supply of this hub", table.diagnostics());
  return supplies;
}

}  // namespace ripresa::scenario
