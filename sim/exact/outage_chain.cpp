#include "outage_chain.hpp"

#include <algorithm>
#include <cassert>

namespace ripresa::exact {

StateSpace::StateSpace(int room, int most_under_way) : most_under_way_(most_under_way) {
  for (int persons = 0; persons <= room; ++persons) {
    first_.push_back(static_cast<Eigen::Index>(states_.size()));
    for (int under_way = 0; under_way <= std::min(persons, most_under_way); ++under_way)
      states_.push_back({persons, under_way});
  }
}

UniformisedChain uniformise(const StateSpace& space, const DayPiece& piece, Rate service, int absorbing_up_to) {
  const auto size = static_cast<Eigen::Index>(space.states().size());
  UniformisedChain chain;
  chain.completions_per_minute = chain.lost_per_minute = Probabilities::Zero(size);
  std::vector<Eigen::Triplet<double>> moves;  // of P^T: row is where to
  Probabilities leaving = Probabilities::Zero(size);
  const auto move = [&](Eigen::Index from, Eigen::Index to, double rate) {
    leaving(from) += rate;
    moves.emplace_back(to, from, rate);
  };
  for (Eigen::Index i = 0; i < size; ++i) {
    const auto [persons, under_way] = space.states()[static_cast<std::size_t>(i)];
    if (persons <= absorbing_up_to)
      continue;
    const double arrivals = piece.arrivals.in_per_minute();
    if (persons == space.room())
      chain.lost_per_minute(i) = arrivals;
    else if (arrivals > 0)
      move(i, space.index(persons + 1, under_way), arrivals);
    int busy = 0;
    if (piece.serving == Serving::working)
      busy = std::min(persons, piece.servers);
    else if (piece.serving == Serving::finish_under_way)
      busy = under_way;
    if (busy == 0)
      continue;
    const double done = busy * service.in_per_minute();
    chain.completions_per_minute(i) = done;
    move(i, space.index(persons - 1, piece.serving == Serving::working ? 0 : under_way - 1), done);
  }
  chain.rate_per_minute = leaving.maxCoeff();
  if (chain.rate_per_minute == 0)
    return chain;
  for (auto& entry : moves)
    entry = {entry.row(), entry.col(), entry.value() / chain.rate_per_minute};
  for (Eigen::Index i = 0; i < size; ++i)
    moves.emplace_back(i, i, 1 - leaving(i) / chain.rate_per_minute);
  chain.onward.resize(size, size);
  chain.onward.setFromTriplets(moves.begin(), moves.end());
  for (Eigen::Index i = 0; i < size; ++i)
    chain.most_entries =
        std::max(chain.most_entries, chain.onward.outerIndexPtr()[i + 1] - chain.onward.outerIndexPtr()[i]);
  return chain;
}

Probabilities split(const StateSpace& from, const Probabilities& p, const StateSpace& to) {
  assert(from.most_under_way() == 0);
  Probabilities result = Probabilities::Zero(static_cast<Eigen::Index>(to.states().size()));
  for (int persons = 0; persons <= from.room(); ++persons)
    result(to.index(persons, std::min(persons, to.most_under_way()))) = p(from.index(persons, 0));
  return result;
}

Probabilities merge(const StateSpace& from, const Probabilities& p, const StateSpace& to) {
  assert(to.most_under_way() == 0);
  Probabilities result = Probabilities::Zero(static_cast<Eigen::Index>(to.states().size()));
  for (std::size_t i = 0; i < from.states().size(); ++i)
    result(to.index(from.states()[i].persons, 0)) += p(static_cast<Eigen::Index>(i));
  return result;
}

}  // namespace ripresa::exact
