#include <algorithm>

#include "parts.hpp"

namespace ripresa::estimate {
namespace {

using exact::Flow;

/// How early or late people are: quantiles in the middle of equal shares. One for those who are all alike.
std::vector<Duration> punctualities(const engine::Sampler& sampler) {
  if (const auto constant = sampler.constant_value())
    return {*constant};
  constexpr int kShares = 32;
  std::vector<Duration> all;
  for (int i = 0; i < kShares; ++i) {
    const double u = (i + 0.5) / kShares;
    all.push_back(sampler.draw(static_cast<engine::UniformBits>(u * 0x1p52)));
  }
  return all;
}

Flow steady(Time from, Time to, double persons) {
  const Time begin = std::max(from, Time{});
  const Time end = std::max(to, begin + Duration::microseconds(1));
  return {{exact::minutes_of(begin), persons / (end - begin).in_minutes(), 0}, {exact::minutes_of(end), 0, 0}};
}

}  // namespace

Flow mean_arrivals(const scenario::Hub& hub, const model::HubModel& model) {
  const scenario::AppointmentBook& book = hub.appointments;
  const auto lateness = punctualities(model.punctuality);
  // People are due together at the start of their slot. Punctual ones are spread over the slot, as they are served; a
  // cloud of others has its middle half a slot before the middle of the block.
  const Duration ahead = lateness.size() == 1 ? Duration{} : Duration::microseconds(book.slot.in_microseconds() / 2);
  std::vector<Flow> flows;
  for (const scenario::BookBlock& block : book.blocks)
    for (const Duration late : lateness)
      flows.push_back(steady(block.from + late - ahead, block.to + late - ahead,
                             block.persons * book.show_rate / static_cast<double>(lateness.size())));
  for (const scenario::RatePiece& piece : hub.walk_ins.pieces)
    flows.push_back(steady(piece.from, piece.to, piece.persons_per_hour * (piece.to - piece.from).in_hours()));
  std::vector<exact::FlowPart> parts;
  parts.reserve(flows.size());
  for (const Flow& flow : flows)
    parts.push_back({&flow, 1, {}});
  return exact::sum(parts);
}

}  // namespace ripresa::estimate
