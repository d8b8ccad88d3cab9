// The campaign: its calendar, demand by weekday, people who come again, and deliveries.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>

#include "limits.hpp"
#include "reader.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {
namespace {

constexpr int kMostDays = 1000;
constexpr double kMostPersonsADay = 1'000'000;  // the keys of their random numbers have room for 2^20

std::vector<std::string> weekday_names() {
  return {kWeekdays.begin(), kWeekdays.end()};
}

void read_open_weekdays(TableReader& table, Campaign& campaign) {
  const Node* node = table.optional("open_on");
  if (!node)
    return;
  campaign.open_on.fill(false);
  for (const Node* element : table.elements("open_on"))
    if (const auto weekday = read_name(*element, "weekday", weekday_names(), table.diagnostics()))
      campaign.open_on[*weekday] = true;
  if (const auto* list = std::get_if<Node::Array>(&node->value); list && list->empty())
    table.diagnostics().add(node->place, "the hubs never open", "name at least one weekday");
}

void read_demand(TableReader& table, Campaign& campaign) {
  const Node* node = table.optional("demand");
  if (!node)
    return;
  TableReader factors(node, "demand", table.diagnostics());
  for (std::size_t weekday = 0; weekday < kWeekdays.size(); ++weekday)
    campaign.demand[weekday] = factors.number(kWeekdays[weekday], 1, {0, 100});
  factors.finish();
}

/// Those expected at each hub on the weekday with the largest demand.
void check_persons(const TableReader& table, const Campaign& campaign, const std::vector<Hub>& hubs,
                   Diagnostics& diagnostics) {
  const double factor = *std::max_element(campaign.demand.begin(), campaign.demand.end());
  for (const Hub& hub : hubs) {
    double persons = 0;
    for (const BookBlock& block : hub.appointments.blocks)
      persons += factor * block.persons;
    for (const RatePiece& piece : hub.walk_ins.pieces)
      persons += factor * piece.persons_per_hour * (piece.to - piece.from).in_hours();
    if (persons > kMostPersonsADay)
      diagnostics.add(
          table.place(),
          fmt::format("{:.0f} persons are expected at '{}' on its busiest day, {:.0f} at most in a campaign", persons,
                      hub.name, kMostPersonsADay),
          "divide the hub in two");
  }
}

void check_open_days(const TableReader& table, const Campaign& campaign, std::optional<Date> first_day,
                     Diagnostics& diagnostics) {
  if (!first_day)
    return;
  const bool named_weekdays = std::any_of(campaign.open_on.begin(), campaign.open_on.end(), std::identity{});
  bool opens = false;
  for (int day = 0; day < campaign.days; ++day)
    opens = opens || is_open(campaign, *first_day, day);
  if (!opens && named_weekdays)
    diagnostics.add(table.place(), "the hubs are closed on all days of the campaign",
                    "write more days, other weekdays in 'open_on', or fewer dates in 'closed'");
}

/// Where a delivery goes: the named hub, or every hub that has the supply.
void add_delivery(const CampaignDelivery& delivery, const Node& place, const std::string& supply,
                  std::optional<std::size_t> only_hub, const std::vector<Hub>& hubs, Diagnostics& diagnostics,
                  std::vector<CampaignDelivery>& deliveries) {
  bool found = false;
  std::vector<std::string> names;
  for (std::size_t hub = 0; hub < hubs.size(); ++hub) {
    if (only_hub && *only_hub != hub)
      continue;
    for (std::size_t s = 0; s < hubs[hub].supplies.size(); ++s) {
      names.push_back(hubs[hub].supplies[s].name);
      if (names.back() != supply)
        continue;
      found = true;
      deliveries.push_back({delivery.day, hub, s, delivery.doses});
      if (!hubs[hub].supplies[s].stock)
        diagnostics.add(place.place,
                        fmt::format("the store of '{}' has no limit, deliveries add nothing to it", supply),
                        "give the supply a stock");
    }
  }
  if (!found)
    diagnostics.add(place.place, fmt::format("there is no supply '{}'", supply), suggestion(supply, names));
}

void read_deliveries(TableReader& table, std::optional<Date> first_day, const Names& names,
                     const std::vector<Hub>& hubs, Campaign& campaign) {
  for (const Node* node : table.elements("delivery")) {
    TableReader lot(node, "[[campaign.delivery]]", table.diagnostics());
    CampaignDelivery delivery;
    if (const Node* date = lot.required("date", "date = 2021-12-20"))
      delivery.day = read_day(*date, first_day, campaign.days, table.diagnostics()).value_or(0);
    lot.required("doses", "doses = 5000");
    delivery.doses = static_cast<int>(lot.integer("doses", 1, 1, kMostDoses));
    const Node* hub = lot.optional("hub");
    const auto only_hub = hub ? read_name(*hub, "hub", names.hubs, table.diagnostics()) : std::nullopt;
    const Node* supply = lot.required("supply", "supply = \"doses\"");
    if (const auto name = supply ? read_text(*supply, table.diagnostics()) : std::nullopt; name && (only_hub || !hub))
      add_delivery(delivery, *supply, *name, only_hub, hubs, table.diagnostics(), campaign.deliveries);
    lot.finish();
  }
  std::stable_sort(campaign.deliveries.begin(), campaign.deliveries.end(),
                   [](const auto& a, const auto& b) { return a.day < b.day; });
}

void read_risk_study(TableReader& campaign, RiskStudy& risk) {
  TableReader table(campaign.optional("risk"), "[campaign.risk]", campaign.diagnostics());
  risk.campaigns = static_cast<int>(table.integer("campaigns", risk.campaigns, 100, 10'000'000));
  risk.start_strata = static_cast<int>(table.integer("start_strata", risk.start_strata, 1, 1440));
  risk.length_strata = static_cast<int>(table.integer("length_strata", risk.length_strata, 1, 1000));
  risk.failures_each = static_cast<int>(table.integer("failures_each", risk.failures_each, 2, 100'000));
  risk.undisturbed = static_cast<int>(table.integer("undisturbed", risk.undisturbed, 2, 100'000));
  table.finish();
}

}  // namespace

std::optional<int> read_day(const Node& node, std::optional<Date> first_day, int days, Diagnostics& diagnostics) {
  const auto* date = std::get_if<Date>(&node.value);
  if (!date) {
    diagnostics.add(node.place, fmt::format("expected a date, found {}", kind_of(node)),
                    "write it like 2021-12-25, without quotes");
    return std::nullopt;
  }
  if (!first_day)
    return 0;
  const auto day = (std::chrono::sys_days{*date} - std::chrono::sys_days{*first_day}).count();
  if (day < 0 || day >= days) {
    diagnostics.add(node.place,
                    fmt::format("{} is outside the campaign, {} to {}", iso_date(*date), iso_date(*first_day),
                                iso_date(days_after(*first_day, days - 1))),
                    "choose a date in it, or more days");
    return std::nullopt;
  }
  return static_cast<int>(day);
}

std::optional<Campaign> read_campaign(TableReader& root, std::optional<Date> first_day, const Names& names,
                                      const std::vector<Hub>& hubs, const std::vector<KnownMeasure>& measures) {
  const Node* node = root.optional("campaign");
  if (!node)
    return std::nullopt;
  TableReader table(node, "[campaign]", root.diagnostics());
  Campaign campaign;
  table.required("days", "days = 90");
  campaign.days = static_cast<int>(table.integer("days", kMostDays, 1, kMostDays));
  campaign.replications = static_cast<int>(table.integer("replications", 100, 1, 100'000'000));
  read_open_weekdays(table, campaign);
  for (const Node* date : table.elements("closed"))
    if (const auto day = read_day(*date, first_day, campaign.days, root.diagnostics()))
      campaign.closed.push_back(*day);
  std::sort(campaign.closed.begin(), campaign.closed.end());
  campaign.closed.erase(std::unique(campaign.closed.begin(), campaign.closed.end()), campaign.closed.end());
  check_open_days(table, campaign, first_day, root.diagnostics());
  read_demand(table, campaign);
  check_persons(table, campaign, hubs, root.diagnostics());
  campaign.places = table.number("places", 1.1, {0, 100});
  campaign.return_share = table.number("return_share", 1, {0, 1});
  campaign.return_after_days = static_cast<int>(table.integer("return_after_days", 1, 1, kMostDays));
  if (table.optional("target_doses"))
    campaign.target_doses = table.integer("target_doses", 1, 1, 1'000'000'000'000);
  read_deliveries(table, first_day, names, hubs, campaign);
  campaign.objectives = read_campaign_objectives(table, first_day, campaign, names, measures);
  read_risk_study(table, campaign.risk);
  table.finish();
  return campaign;
}

}  // namespace ripresa::scenario
