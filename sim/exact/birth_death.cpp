#include "birth_death.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace ripresa::exact {
namespace {

int most_probable(const std::function<double(int)>& birth, const std::function<double(int)>& death, int last) {
  int n = 0;
  while (n < last && birth(n) > death(n + 1))
    ++n;
  return n;
}

}  // namespace

std::vector<double> stationary_distribution(const std::function<double(int)>& birth,
                                            const std::function<double(int)>& death, int last) {
  assert(last >= 0);
  std::vector<double> p(static_cast<std::size_t>(last) + 1);
  const int mode = most_probable(birth, death, last);
  const auto at = [&p](int n) -> double& { return p[static_cast<std::size_t>(n)]; };
  at(mode) = 1;
  for (int n = mode; n < last; ++n)
    at(n + 1) = at(n) * (birth(n) / death(n + 1));
  for (int n = mode; n > 0; --n)
    at(n - 1) = at(n) * (death(n) / birth(n - 1));
  // Smallest terms first.
  double sum = 0;
  for (int n = 0; n < mode; ++n)
    sum += at(n);
  double above = 0;
  for (int n = last; n >= mode; --n)
    above += at(n);
  for (double& value : p)
    value /= sum + above;
  return p;
}

int negligible_from(const std::function<double(int)>& birth, const std::function<double(int)>& death) {
  int n = 0;
  double term = 1;
  while (term > 1e-20) {
    term *= birth(n) / death(n + 1);
    term = std::max(term, 1e-300);
    if (birth(n) > death(n + 1))
      term = 1;
    ++n;
  }
  return n;
}

}  // namespace ripresa::exact
