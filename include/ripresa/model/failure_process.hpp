#pragma once

// A failure at random as a process in time: an alternating renewal process in the long run (Cox 1962, Renewal Theory,
// chapter 7). It is first looked at many cycles before midnight, in the state in which it is found there in the long
// run: under repair for the share of time that it is, within an interval drawn by its length, at a moment uniform over
// it.

#include <cstdint>
#include <vector>

#include "ripresa/engine/length_biased_sampler.hpp"
#include "ripresa/engine/sampler.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

class FailureProcess {
 public:
  /// `key`: the failure's word in the key of random numbers.
  FailureProcess(const scenario::RandomFailure& failure, std::uint32_t key);

  struct Episode {
    Time from, to;
    engine::UniformBits length = 0;  // the bits that `to` was drawn with
  };

  /// Those that begin before `horizon`, ascending, many cycles before midnight included as far as a Time goes back,
  /// with all times between failures `stretch` times as long. Precondition: stretch > 0.
  std::vector<Episode> draw(std::uint64_t seed, std::uint32_t replication, Time horizon, double stretch = 1) const;

  /// Appends the windows of one episode: one a backend.
  void append_windows(Time from, Time to, std::vector<scenario::FailureWindow>& windows) const;

  /// A repair takes some time, however little.
  Duration repair(engine::UniformBits bits) const;

  Duration mean_between() const { return mean_between_; }
  Duration mean_to_repair() const { return mean_to_repair_; }
  const scenario::RandomFailure& failure() const { return failure_; }

 private:
  scenario::RandomFailure failure_;
  engine::Sampler time_between_, time_to_repair_;
  engine::LengthBiasedSampler covering_between_, covering_repair_;
  Duration mean_between_, mean_to_repair_;
  std::uint32_t key_ = 0;
};

}  // namespace ripresa::model
