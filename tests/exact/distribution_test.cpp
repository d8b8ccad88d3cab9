#include "ripresa/exact/distribution.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "ripresa/exact/infinite_servers.hpp"

using namespace ripresa;
using namespace ripresa::exact;
using namespace ripresa::scenario;

namespace {

const Duration kMinute = Duration::minutes(1);

const Distribution kNonNegative[] = {
    Constant{kMinute * 3},
    Exponential{kMinute * 3, kMinute},
    Uniform{kMinute, kMinute * 5},
    Triangular{kMinute, kMinute * 2, kMinute * 6},
    Normal{kMinute * 3, kMinute * 2, Duration{}, kMinute * 7},
    Lognormal{kMinute * 3, 0.5},
    Lognormal{kMinute * 3, 1},
    Gamma{kMinute * 3, 0.4},
    Gamma{kMinute * 3, 1.6},
    Erlang{kMinute * 3, 4},
    Weibull{kMinute * 3, 0.8},
    Empirical{{kMinute, kMinute * 2, kMinute * 9}, {1, 2, 1}},
};

}  // namespace

TEST_CASE("the area under the survival function is the mean") {
  for (const Distribution& distribution : kNonNegative) {
    INFO("distribution " << distribution.index());
    CHECK(integrated_survival_minutes(distribution, Duration::hours(100)) ==
          Approx(moments(distribution).mean_minutes).epsilon(1e-8));
  }
}

TEST_CASE("twice the area under x times the survival function is the second moment") {
  for (const Distribution& distribution : kNonNegative) {
    const Moments m = moments(distribution);
    // ∫ 2x S(x) dx over [0, T], with I(x) = ∫_x^T S: 2 ∫ I dx, by Simpson's rule on a fine grid.
    const int cells = 800;
    const double end = m.mean_minutes + 40 * m.sd_minutes + 1;
    const double whole = integrated_survival_minutes(distribution, Duration::nearest_seconds(60 * end));
    double sum = 0;
    for (int i = 0; i <= cells; ++i) {
      const double x = end * i / cells;
      const double weight = i == 0 || i == cells ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * (whole - integrated_survival_minutes(distribution, Duration::nearest_seconds(60 * x)));
    }
    const double second = 2 * sum * end / cells / 3;
    INFO("distribution " << distribution.index());
    CHECK(second == Approx(m.mean_minutes * m.mean_minutes + m.sd_minutes * m.sd_minutes).epsilon(5e-3));
  }
}

TEST_CASE("M(t)/G/∞: the number present is the rate times the area, and decays when arrivals end") {
  const ArrivalPiece piece{Time::clock(8), Time::clock(10), Rate::per_minute(2)};
  // Constant stays of 15 min: fills up linearly, full after 15 min, empty 15 min after the end.
  const Distribution constant = Constant{kMinute * 15};
  CHECK(expected_present({{piece}}, constant, Time::clock(8, 5)) == Approx(10));
  CHECK(expected_present({{piece}}, constant, Time::clock(9)) == Approx(30));
  CHECK(expected_present({{piece}}, constant, Time::clock(10, 10)) == Approx(10));
  CHECK(expected_present({{piece}}, constant, Time::clock(10, 15)) == Approx(0).margin(1e-12));
  // Exponential stays: m(t) = λ s (1 − e^{−t/s}).
  const Distribution exponential = Exponential{kMinute * 15, Duration{}};
  CHECK(expected_present({{piece}}, exponential, Time::clock(8, 30)) == Approx(30 * (1 - std::exp(-2.0))));
  CHECK(expected_present({{piece}}, exponential, Time::clock(10, 30)) ==
        Approx(30 * (1 - std::exp(-8.0)) * std::exp(-2.0)));
}
