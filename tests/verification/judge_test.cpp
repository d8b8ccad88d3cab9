// The battery's verdict: one lucky or unlucky case does not make it, a wrong simulator does.

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "ripresa/verification/battery.hpp"

using namespace ripresa::verification;

namespace {

CaseResult with_p_value(double p, bool leads = true) {
  CaseResult result;
  result.p_value = p;
  result.leads = leads;
  result.simulated = 1;
  return result;
}

/// Cases of a sound simulator: p-values are uniform.
std::vector<CaseResult> sound(std::mt19937_64& bits, int cases) {
  std::vector<CaseResult> results;
  for (int i = 0; i < cases; ++i)
    results.push_back(with_p_value((static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53, i % 3 == 0));
  return results;
}

}  // namespace

TEST_CASE("a sound simulator fails the battery about as often as the family-wise level says") {
  std::mt19937_64 bits(5);
  int failed = 0;
  constexpr int kBatteries = 20'000;
  for (int i = 0; i < kBatteries; ++i)
    failed += judge(sound(bits, 60)).holds ? 0 : 1;
  // 20 expected; Holm's half is a little less than its share.
  CHECK(failed > 6);
  CHECK(failed < 20 + 4 * std::sqrt(20.0));
}

TEST_CASE("a single case at z = 3 among sixty is no reason to fail, one at z = 6 is") {
  std::mt19937_64 bits(6);
  auto results = sound(bits, 60);
  results[1] = with_p_value(std::erfc(3 / std::sqrt(2.0)), false);
  CHECK(judge(results).holds);
  results[1] = with_p_value(std::erfc(6 / std::sqrt(2.0)), false);
  const Judgement judgement = judge(results);
  CHECK_FALSE(judgement.holds);
  CHECK(judgement.differs[1]);
  CHECK(std::count(judgement.differs.begin(), judgement.differs.end(), true) == 1);
}

TEST_CASE("many small deviations are found together though none is large") {
  std::vector<CaseResult> results(30, with_p_value(std::erfc(2 / std::sqrt(2.0))));
  const Judgement judgement = judge(results);
  CHECK(std::none_of(judgement.differs.begin(), judgement.differs.end(), [](bool d) { return d; }));
  CHECK(judgement.chi_square == Approx(120));
  CHECK_FALSE(judgement.holds);
}

TEST_CASE("Holm's procedure goes on to the next case after one is rejected, and stops at the first that is not") {
  // Levels: 0.0005 / 4, / 3, / 2, / 1.
  const std::vector<CaseResult> results = {with_p_value(0.0001, false), with_p_value(0.00016, false),
                                           with_p_value(0.0003, false), with_p_value(0.0004, false)};
  CHECK(judge(results).differs == std::vector<bool>{true, true, false, false});
}

TEST_CASE("a day computed by hand has to come out exactly") {
  CaseResult wrong = with_p_value(0);
  wrong.certain = true;
  CHECK_FALSE(judge({wrong}).holds);
  CaseResult right = with_p_value(1);
  right.certain = true;
  const Judgement judgement = judge({right});
  CHECK(judgement.holds);
  CHECK(judgement.degrees_of_freedom == 0);
}

TEST_CASE("a case without a value is no agreement") {
  CaseResult none = with_p_value(1);
  none.simulated = std::nan("");
  CHECK_FALSE(judge({none}).holds);
}
