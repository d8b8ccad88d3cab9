#pragma once

// Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011) from Random123.
//
// A number is a pure function of (seed, replication, hub, person, purpose). Nothing is consumed, so the same person
// meets the same numbers in the twin, in every alternative, on any thread and in any order of events.

#include <Random123/philox.h>

#include <cstdint>
#include <span>

#include "ripresa/base/instructions.hpp"

namespace ripresa::engine {

/// 52 random bits as they enter a quantile function: the uniform variate they stand for is (bits + 1/2) / 2^52,
/// which is never 0 or 1 and has an exact complement.
using UniformBits = std::uint64_t;
inline constexpr int kUniformBits = 52;

inline double uniform(UniformBits bits) {
  return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}

/// The random numbers of one entity (a hub) in one replication.
class RandomNumbers {
 public:
  RandomNumbers(std::uint64_t seed, std::uint32_t replication, std::uint32_t entity)
      : key_{{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}},
        replication_(replication),
        entity_(entity) {}

  /// The number of `person` for `purpose`. A block of 128 bits serves the persons 2k and 2k+1.
  UniformBits bits(std::uint32_t person, std::uint32_t purpose) const {
    const auto words = block(person >> 1, purpose);
    return (person & 1) == 0 ? low_bits(words) : high_bits(words);
  }

  /// The numbers of persons first, first+1, … for `purpose`; `first` is even. The same bits whatever the instructions,
  /// which the machine has to support.
  void fill(std::uint32_t first, std::uint32_t purpose, std::span<UniformBits> out,
            Instructions instructions = best_instructions()) const;

 private:
  using Words = r123::Philox4x32::ctr_type;

  Words block(std::uint32_t pair, std::uint32_t purpose) const {
    return r123::Philox4x32{}(Words{{pair, purpose, entity_, replication_}}, key_);
  }
  static UniformBits low_bits(const Words& w) { return (static_cast<std::uint64_t>(w[1]) << 20) | (w[0] >> 12); }
  static UniformBits high_bits(const Words& w) { return (static_cast<std::uint64_t>(w[3]) << 20) | (w[2] >> 12); }

  r123::Philox4x32::key_type key_;
  std::uint32_t replication_;
  std::uint32_t entity_;
};

}  // namespace ripresa::engine
