// Supplies in the resolved scenario.

#include <fmt/format.h>

#include <iterator>

#include "toml_text.hpp"

namespace ripresa::scenario {
namespace {

/// "[{ at = …, doses = … }, …]" for deliveries and batches.
template <class Lot>
std::string lots_text(const std::vector<Lot>& lots) {
  std::string list;
  for (const Lot& lot : lots)
    append(list, fmt::format("{{ at = {}, doses = {} }}", clock(lot.at), lot.doses));
  return "[" + list + "]";
}

struct PlanText {
  std::string operator()(const std::vector<Batch>& batches) const { return "batches = " + lots_text(batches); }
  std::string operator()(const BatchesAsBooked& plan) const {
    return fmt::format("batches = {{ every = {}, lead = {}, share = {} }}", length(plan.every), length(plan.lead),
                       number(plan.share));
  }
  std::string operator()(const KeepReady& plan) const { return fmt::format("keep_ready = {}", plan.doses); }
};

}  // namespace

std::string supply_toml(const Supply& supply) {
  std::string text = fmt::format("\n[[hub.supply]]\nname = {}\n", quoted(supply.name));
  const auto line = [&text](std::string_view key, std::string_view value) {
    fmt::format_to(std::back_inserter(text), "{} = {}\n", key, value);
  };
  line("stock", supply.stock ? fmt::format("{}  # doses", *supply.stock) : quoted("unlimited"));
  line("deliveries", lots_text(supply.deliveries));
  if (supply.preparation)
    line("preparation",
         fmt::format("{{ shifts = {}, service = {}, {} }}", text_of(supply.preparation->preparers),
                     text_of(supply.preparation->service), std::visit(PlanText{}, supply.preparation->plan)));
  if (supply.shelf_life)
    line("shelf_life", length(*supply.shelf_life));
  else
    text += "# shelf_life: no limit\n";
  return text;
}

}  // namespace ripresa::scenario
