// What people do when they have to wait, as the resolved scenario writes it.

#include <fmt/format.h>

#include "toml_text.hpp"

namespace ripresa::scenario {

std::string text_of(const std::vector<Balking>& balking) {
  std::string list;
  for (const Balking& step : balking)
    append(list, fmt::format("{{ queue = {}, probability = {} }}", step.queue, number(step.probability)));
  return "[" + list + "]";
}

std::string text_of(const ComeBack& come_back) {
  return fmt::format("{{ probability = {}, after = {}, times = {} }}", number(come_back.probability),
                     text_of(come_back.after), come_back.times);
}

std::string text_of(const Rebooking& rebooking) {
  return fmt::format("{{ slots_per_day = {}, days = {}, refuse = {} }}", rebooking.slots_per_day, rebooking.days,
                     number(rebooking.refuse));
}

}  // namespace ripresa::scenario
