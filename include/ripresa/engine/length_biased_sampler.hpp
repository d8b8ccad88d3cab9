#pragma once

// Which interval of a renewal process a given instant falls into: long ones more often than short ones.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ripresa/engine/random.hpp"
#include "ripresa/engine/sampler.hpp"

namespace ripresa::engine {

/// Draws a sampler's value with a probability that is in proportion to the value as well, as the interval that covers
/// an instant is in a renewal process that has gone on for ever (Cox 1962, Renewal Theory, section 5.4). A value of
/// less than a microsecond counts as one. Exact for every sampler of values ≥ 0, however long its tail: the bits are
/// drawn by rejection (von Neumann 1951) below a staircase over the sampler's own quantiles.
class LengthBiasedSampler {
 public:
  explicit LengthBiasedSampler(const Sampler& sampler);

  /// The bits with which the sampler draws the value. `random(k)`: the k-th of independent UniformBits, asked for from
  /// 0 on.
  template <class Random>
  UniformBits draw(Random random) const {
    for (std::uint32_t next = 0;; next += 3) {
      const Step& step = step_at(uniform(random(next)));
      const auto within = static_cast<UniformBits>(uniform(random(next + 1)) * static_cast<double>(step.width));
      const UniformBits bits = step.first + std::min(within, step.width - 1);
      if (uniform(random(next + 2)) * step.height < length(bits))
        return bits;
    }
  }

 private:
  /// Bits that lie next to each other, none of which gives more than `height` microseconds.
  struct Step {
    UniformBits first, width;
    double height;
    double area_up_to;  // of this step and those before it
  };

  double length(UniformBits bits) const;
  const Step& step_at(double share_of_area) const;
  void add_step(UniformBits first, UniformBits end);

  Sampler sampler_;
  std::vector<Step> steps_;
};

}  // namespace ripresa::engine
