#pragma once

// Internal: the states of a station's chain and their transitions. A state is the number of persons there and, while
// services under way are being finished, how many of these are left.

#include <Eigen/SparseCore>
#include <vector>

#include "ripresa/exact/transient.hpp"

namespace ripresa::exact {

using Probabilities = Eigen::VectorXd;

struct ChainState {
  int persons = 0;
  int under_way = 0;
};

/// The states with `persons` up to room, each with up to min(persons, most_under_way) services under way;
/// most_under_way is 0 where these are not told apart.
class StateSpace {
 public:
  StateSpace(int room, int most_under_way);

  const std::vector<ChainState>& states() const { return states_; }
  Eigen::Index index(int persons, int under_way) const { return first_[static_cast<std::size_t>(persons)] + under_way; }
  int room() const { return static_cast<int>(first_.size()) - 1; }
  int most_under_way() const { return most_under_way_; }

 private:
  int most_under_way_;
  std::vector<ChainState> states_;
  std::vector<Eigen::Index> first_;  // by persons
};

/// One piece's chain, uniformised: P^T = I + Q^T / Λ, where Λ is the largest rate of leaving a state.
struct UniformisedChain {
  double rate_per_minute = 0;                             // Λ; 0: nothing moves
  Eigen::SparseMatrix<double, Eigen::RowMajor> onward;    // P^T
  Probabilities completions_per_minute, lost_per_minute;  // by state
  int most_entries = 0;                                   // in a row of P^T
};

/// States with at most `absorbing_up_to` persons are never left; −1: none.
UniformisedChain uniformise(const StateSpace& space, const DayPiece& piece, Rate service, int absorbing_up_to);

/// The distribution carried over: services under way are told apart from now on (as many as servers on duty have work),
/// or no longer.
Probabilities split(const StateSpace& from, const Probabilities& p, const StateSpace& to);
Probabilities merge(const StateSpace& from, const Probabilities& p, const StateSpace& to);

}  // namespace ripresa::exact
