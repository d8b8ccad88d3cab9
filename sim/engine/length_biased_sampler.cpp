#include "ripresa/engine/length_biased_sampler.hpp"

namespace ripresa::engine {
namespace {

constexpr UniformBits kAll = UniformBits{1} << kUniformBits;

/// Where the steps of the lower half begin: eight to a doubling, since quantiles change fastest where the probability
/// is near 0 or 1.
std::vector<UniformBits> steps_of_half() {
  std::vector<UniformBits> begin;
  for (UniformBits bits = 0; bits < 8; ++bits)
    begin.push_back(bits);
  for (UniformBits doubling = 8; doubling < kAll / 2; doubling *= 2)
    for (UniformBits eighth = 0; eighth < 8; ++eighth)
      begin.push_back(doubling + eighth * (doubling / 8));
  return begin;
}

}  // namespace

LengthBiasedSampler::LengthBiasedSampler(const Sampler& sampler) : sampler_(sampler) {
  const std::vector<UniformBits> half = steps_of_half();
  for (std::size_t i = 0; i < half.size(); ++i)
    add_step(half[i], i + 1 < half.size() ? half[i + 1] : kAll / 2);
  for (std::size_t i = half.size(); i-- > 0;)
    add_step(i + 1 < half.size() ? kAll - half[i + 1] : kAll / 2, kAll - half[i]);
}

void LengthBiasedSampler::add_step(UniformBits first, UniformBits end) {
  const double height = length(end - 1);
  const double before = steps_.empty() ? 0 : steps_.back().area_up_to;
  steps_.push_back({first, end - first, height, before + height * static_cast<double>(end - first)});
}

double LengthBiasedSampler::length(UniformBits bits) const {
  return static_cast<double>(std::max(Duration::microseconds(1), sampler_.draw(bits)).in_microseconds());
}

const LengthBiasedSampler::Step& LengthBiasedSampler::step_at(double share_of_area) const {
  const double area = share_of_area * steps_.back().area_up_to;
  const auto above = std::upper_bound(steps_.begin(), steps_.end(), area,
                                      [](double value, const Step& step) { return value < step.area_up_to; });
  return above == steps_.end() ? steps_.back() : *above;
}

}  // namespace ripresa::engine
