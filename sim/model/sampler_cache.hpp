#pragma once

// Internal to model: samplers made from the scenario's distributions.

#include <cmath>
#include <utility>
#include <variant>
#include <vector>

#include "ripresa/engine/sampler.hpp"
#include "ripresa/scenario/distribution.hpp"

namespace ripresa::model {

/// Makes samplers; equal distributions share one.
class SamplerCache {
 public:
  engine::Sampler sampler(const scenario::Distribution& distribution) {
    for (const auto& [known, made] : made_)
      if (known == distribution)
        return made;
    made_.emplace_back(distribution, std::visit(*this, distribution));
    return made_.back().second;
  }

  std::vector<engine::Sampler> samplers(const std::vector<scenario::Distribution>& distributions) {
    std::vector<engine::Sampler> all;
    all.reserve(distributions.size());
    for (const auto& distribution : distributions)
      all.push_back(sampler(distribution));
    return all;
  }

  engine::Sampler operator()(const scenario::Constant& d) const { return engine::Sampler::constant(d.value); }
  engine::Sampler operator()(const scenario::Exponential& d) const {
    return engine::Sampler::shifted_exponential(d.shift, d.mean);
  }
  engine::Sampler operator()(const scenario::Uniform& d) const { return engine::Sampler::uniform(d.low, d.high); }
  engine::Sampler operator()(const scenario::Triangular& d) const {
    return engine::Sampler::triangular(d.low, d.mode, d.high);
  }
  engine::Sampler operator()(const scenario::Normal& d) const {
    return engine::Sampler::normal(d.mean, d.sd, d.low, d.high);
  }
  engine::Sampler operator()(const scenario::Lognormal& d) const { return engine::Sampler::lognormal(d.mean, d.cv); }
  engine::Sampler operator()(const scenario::Gamma& d) const { return engine::Sampler::gamma(d.mean, d.cv); }
  engine::Sampler operator()(const scenario::Erlang& d) const {
    return engine::Sampler::gamma(d.mean, 1 / std::sqrt(d.stages));
  }
  engine::Sampler operator()(const scenario::Weibull& d) const { return engine::Sampler::weibull(d.scale, d.shape); }
  engine::Sampler operator()(const scenario::Empirical& d) const {
    return engine::Sampler::empirical(d.values, d.weights);
  }

 private:
  std::vector<std::pair<scenario::Distribution, engine::Sampler>> made_;
};

}  // namespace ripresa::model
