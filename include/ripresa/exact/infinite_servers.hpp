#pragma once

// M(t)/G/∞: Poisson arrivals with a rate that changes in steps, everybody served at once.

#include <span>

#include "ripresa/exact/rate.hpp"
#include "ripresa/scenario/distribution.hpp"

namespace ripresa::exact {

struct ArrivalPiece {
  Time from, to;
  Rate rate;
};

/// The expected number present at `at`, which is also its variance: the number is Poisson (Eick, Massey and Whitt 1993,
/// Operations Research 41: 731–742, eq. 6): ∫ λ(u) P(S > at − u) du. Nobody was there before the first piece.
double expected_present(std::span<const ArrivalPiece> arrivals, const scenario::Distribution& stay, Time at);

}  // namespace ripresa::exact
