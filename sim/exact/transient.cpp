#include "ripresa/exact/transient.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cassert>
#include <limits>

#include "outage_chain.hpp"
#include "ripresa/exact/poisson_weights.hpp"

namespace ripresa::exact {
namespace {

/// What must not be left while first passages are counted.
struct Absorption {
  Time since = Time::never();
  int persons = -1;
};

/// Carries the distribution of one station through its day.
class Walk {
 public:
  Walk(const MarkovDay& day, double error_per_piece)
      : day_(day), error_per_piece_(error_per_piece), space_(day.room, 0), p_(Probabilities::Zero(day.room + 1)) {
    p_(0) = 1;
  }

  /// Over [from, to), within one piece of the day.
  void advance(const DayPiece& piece, Time from, Time to, int absorbing_up_to) {
    change_space(piece);
    const UniformisedChain chain = uniformise(space_, piece, day_.service, absorbing_up_to);
    const double minutes = (to - from).in_minutes();
    if (chain.rate_per_minute > 0)
      step(chain, minutes);
    else
      accumulate(chain, p_ * minutes, error_ * minutes);
  }

  /// The servers on duty in the piece that ends now: as many services can be under way when an outage begins.
  void note_servers(int servers) { servers_before_ = servers; }

  TransientState state(Time at, int servers) const {
    TransientState state;
    state.at = at;
    const StateSpace plain(day_.room, 0);
    const Probabilities present = merge(space_, p_, plain);
    state.present.assign(present.data(), present.data() + present.size());
    state.present_error = error_;
    for (std::size_t n = 0; n < state.present.size(); ++n) {
      const auto persons = static_cast<double>(n);
      state.expected_present.value += persons * state.present[n];
      state.expected_queue.value += std::max(0.0, persons - servers) * state.present[n];
    }
    state.expected_present.error = day_.room * error_;
    state.expected_queue.error = std::max(0, day_.room - servers) * error_;
    state.expected_completions = completions_;
    state.expected_lost = lost_;
    return state;
  }

 private:
  void change_space(const DayPiece& piece) {
    const bool finishing = piece.serving == Serving::finish_under_way;
    if (finishing == finishing_)
      return;
    finishing_ = finishing;
    const StateSpace next(day_.room, finishing ? servers_before_ : 0);
    p_ = finishing ? split(space_, p_, next) : merge(space_, p_, next);
    space_ = next;
  }

  /// p ← Σ_k P(X = k) p P^k and ∫ p = Σ_k P(X > k) p P^k / Λ with X Poisson of mean Λ t.
  void step(const UniformisedChain& chain, double minutes) {
    const double mean = chain.rate_per_minute * minutes;
    const PoissonWeights weights = poisson_weights(mean, error_per_piece_);
    const int steps = weights.first + static_cast<int>(weights.values.size());
    Probabilities power = p_;
    Probabilities end = Probabilities::Zero(p_.size());
    Probabilities area = Probabilities::Zero(p_.size());
    double beyond = 1;  // P(X > k), from the weights: at most `left_out` off
    for (int k = 0; k < steps; ++k) {
      if (k > 0)
        power = chain.onward * power;
      if (k >= weights.first) {
        const double weight = weights.values[static_cast<std::size_t>(k - weights.first)];
        beyond = std::max(0.0, beyond - weight);
        end += weight * power;
      }
      area += beyond * power;
    }
    // Rounding: all terms are positive, so each step loses at most one unit roundoff an entry and term.
    const double rounding = std::numeric_limits<double>::epsilon() * (chain.most_entries + 2.0) * steps;
    // E[(X − steps)^+] is what the area misses beyond the last step; `beyond` is off by left_out in each step before.
    const double missed =
        mean * boost::math::gamma_p(static_cast<double>(steps), mean) - steps * boost::math::gamma_p(steps + 1.0, mean);
    const double area_error =
        (std::max(0.0, missed) + weights.left_out * steps) / chain.rate_per_minute + minutes * (error_ + rounding);
    accumulate(chain, area / chain.rate_per_minute, area_error);
    p_ = end;
    error_ += weights.left_out + rounding;
  }

  void accumulate(const UniformisedChain& chain, const Probabilities& area, double area_error) {
    completions_.value += chain.completions_per_minute.dot(area);
    completions_.error += chain.completions_per_minute.maxCoeff() * area_error;
    lost_.value += chain.lost_per_minute.dot(area);
    lost_.error += chain.lost_per_minute.maxCoeff() * area_error;
  }

  const MarkovDay& day_;
  double error_per_piece_;
  StateSpace space_;
  Probabilities p_;
  bool finishing_ = false;
  int servers_before_ = 0;
  double error_ = 0;  // Σ |p − exact| at most
  Bounded completions_, lost_;
};

/// Calls `at(walk, instant, piece)` at each of the ascending instants.
template <class At>
void walk_through(const MarkovDay& day, const std::vector<Time>& instants, const Absorption& absorption,
                  double error_bound, At at) {
  assert(!day.pieces.empty() && std::is_sorted(instants.begin(), instants.end()));
  const double cuts = static_cast<double>(day.pieces.size() + instants.size() + 1);
  Walk walk(day, error_bound / cuts);
  auto next = instants.begin();
  for (const DayPiece& piece : day.pieces) {
    for (Time now = piece.from; now < piece.to;) {
      for (; next != instants.end() && *next == now; ++next)
        at(walk, now, piece);
      Time until = piece.to;
      if (next != instants.end())
        until = std::min(until, *next);
      const bool absorbing = now >= absorption.since;
      if (!absorbing)
        until = std::min(until, absorption.since);
      walk.advance(piece, now, until, absorbing ? absorption.persons : -1);
      now = until;
    }
    walk.note_servers(piece.servers);
  }
  for (; next != instants.end(); ++next) {
    assert(*next == day.pieces.back().to);
    at(walk, *next, day.pieces.back());
  }
}

}  // namespace

double TransientState::probability_at_most(int persons) const {
  double sum = 0;
  for (std::size_t n = 0; n < present.size() && static_cast<int>(n) <= persons; ++n)
    sum += present[n];
  return sum;
}

std::vector<TransientState> solve(const MarkovDay& day, const std::vector<Time>& instants, double error_bound) {
  std::vector<TransientState> states;
  walk_through(day, instants, {}, error_bound, [&states](const Walk& walk, Time at, const DayPiece& piece) {
    states.push_back(walk.state(at, piece.servers));
  });
  return states;
}

std::vector<Bounded> probability_of_return(const MarkovDay& day, Time since, int persons,
                                           const std::vector<Time>& instants, double error_bound) {
  std::vector<Bounded> probabilities;
  walk_through(day, instants, {since, persons}, error_bound,
               [&probabilities, persons](const Walk& walk, Time at, const DayPiece& piece) {
                 const TransientState state = walk.state(at, piece.servers);
                 probabilities.push_back({state.probability_at_most(persons), state.present_error});
               });
  return probabilities;
}

MarkovDay undisturbed(const MarkovDay& day) {
  MarkovDay baseline = day;
  for (DayPiece& piece : baseline.pieces)
    piece.serving = Serving::working;
  return baseline;
}

std::vector<Bounded> expected_backlog(const MarkovDay& day, const std::vector<Time>& instants, double error_bound) {
  const auto outage = solve(day, instants, error_bound);
  const auto baseline = solve(undisturbed(day), instants, error_bound);
  std::vector<Bounded> backlog;
  for (std::size_t i = 0; i < instants.size(); ++i) {
    const Bounded& b = baseline[i].expected_completions;
    const Bounded& o = outage[i].expected_completions;
    backlog.push_back({b.value - o.value, b.error + o.error});
  }
  return backlog;
}

}  // namespace ripresa::exact
