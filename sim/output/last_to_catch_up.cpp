#include "last_to_catch_up.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "text_columns.hpp"

namespace ripresa::output {
namespace {

using experiment::Run;
using experiment::ScopeKind;
using experiment::SummaryRow;

/// Of the day's doses: who is less behind at worst needs nobody's attention, however late the last dose of it comes.
constexpr double kShareBehind = 0.01;

/// A scope that fell behind.
struct Behind {
  const SummaryRow* catch_up = nullptr;
  double lacking = 0;  // doses at the horizon, mean

  bool is_caught_up() const { return std::isfinite(catch_up->p50); }
  bool is_worse_than(const Behind& other) const {
    if (is_caught_up() != other.is_caught_up())
      return other.is_caught_up();
    if (is_caught_up() && catch_up->p50 != other.catch_up->p50)
      return catch_up->p50 > other.catch_up->p50;
    return lacking > other.lacking;
  }
  std::string when() const {
    return is_caught_up() ? clock_text(catch_up->p50) : fmt::format("not that day: {} doses lacking", figure(lacking));
  }
};

/// The scopes of one kind that fell behind, the last to catch up first, and of those that did not those first that
/// lack most doses.
std::vector<Behind> last_to_catch_up(const std::vector<SummaryRow>& rows, ScopeKind kind) {
  std::unordered_map<std::string_view, double> doses, behind, lacking;
  for (const SummaryRow& r : rows)
    if (r.scope == kind && r.info.name == "vaccinated" && r.run == Run::baseline)
      doses[r.name] = r.estimate.value;
    else if (r.scope == kind && r.info.name == "peak_backlog")
      behind[r.name] = r.estimate.value;
    else if (r.scope == kind && r.info.name == "backlog_at_horizon")
      lacking[r.name] = r.estimate.value;
  std::erase_if(behind, [&doses](const auto& scope) {
    return !(scope.second > 0 && scope.second >= kShareBehind * doses[scope.first]);
  });
  std::vector<Behind> last;
  for (const SummaryRow& r : rows)
    if (r.scope == kind && r.info.name == "catch_up_time" && behind.count(r.name) != 0)
      last.push_back({&r, lacking[r.name]});
  std::stable_sort(last.begin(), last.end(), [](const Behind& a, const Behind& b) { return a.is_worse_than(b); });
  return last;
}

}  // namespace

std::string last_to_catch_up_text(const std::vector<SummaryRow>& rows, ScopeKind kind, std::string_view which,
                                  std::size_t most) {
  const auto last = last_to_catch_up(rows, kind);
  if (last.empty())
    return "";
  std::string text = fmt::format("\n{} {} or more of their doses behind, last to catch up first (median):\n", which,
                                 percent(kShareBehind));
  const std::size_t listed = std::min(most, last.size());
  std::size_t width = 16;
  for (std::size_t i = 0; i < listed; ++i)
    width = std::max(width, last[i].when().size() + 2);
  for (std::size_t i = 0; i < listed; ++i)
    text += fmt::format("  {}{}\n", left(last[i].when(), width), last[i].catch_up->name);
  if (last.size() > most)
    text += fmt::format("  and {} more\n", last.size() - most);
  return text;
}

}  // namespace ripresa::output
