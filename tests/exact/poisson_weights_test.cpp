#include "ripresa/exact/poisson_weights.hpp"

#include <boost/math/distributions/poisson.hpp>
#include <catch2/catch.hpp>
#include <numeric>

using namespace ripresa::exact;

TEST_CASE("Poisson weights are the probabilities, and leave out no more than is asked") {
  for (const double mean : {1e-6, 0.3, 1.0, 17.5, 400.0, 25'000.0, 1e6})
    for (const double error : {1e-3, 1e-8, 1e-14}) {
      const PoissonWeights weights = poisson_weights(mean, error);
      INFO("mean " << mean << ", error " << error << ", from " << weights.first << ", " << weights.values.size());
      CHECK(weights.left_out <= error);
      const double sum = std::accumulate(weights.values.begin(), weights.values.end(), 0.0);
      CHECK(sum == Approx(1 - weights.left_out).epsilon(1e-12));
      const boost::math::poisson exact(mean);
      for (std::size_t i = 0; i < weights.values.size(); i += 1 + weights.values.size() / 50) {
        const double k = weights.first + static_cast<double>(i);
        // Boost's own probabilities are good to about 1e-16 times the mean's logarithm's terms.
        REQUIRE(weights.values[i] == Approx(pdf(exact, k)).epsilon(1e-9));
      }
    }
}

TEST_CASE("a tighter bound keeps more weights, none is wasted") {
  std::size_t before = 0;
  for (const double error : {1e-2, 1e-4, 1e-8, 1e-12}) {
    const PoissonWeights weights = poisson_weights(300, error);
    CHECK(weights.values.size() > before);
    before = weights.values.size();
    // The end weights are needed: without either, too much would be left out.
    CHECK(weights.left_out + weights.values.front() > error / 2);
    CHECK(weights.left_out + weights.values.back() > error / 2);
  }
}
