#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

#include "forms.hpp"
#include "reader.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {
namespace {

// Within these every quantile can be computed, and what is drawn means something.
constexpr Range kCv{0.001, 100};
constexpr Range kSigma{0.001, 3};
constexpr Range kShape{0.1, 1000};
constexpr Range kWeight{0, 1e9, false, true};

/// What a family's reader works on.
struct Parameters {
  TableReader table;
  DistributionUse use;
  std::size_t errors_before;
  /// Whether all was right so far: what stands in for a wrong parameter is not held against the others.
  bool sound() { return table.diagnostics().size() == errors_before; }
  Sign location_sign() const { return use == DistributionUse::punctuality ? Sign::any : Sign::non_negative; }
};

Duration required_duration(Parameters& p, std::string_view key, Sign sign) {
  const Node* node = p.table.required(key, fmt::format("{} = \"3 min\"", key));
  const Duration fallback = Duration::minutes(1);
  return node ? read_duration(*node, sign, p.table.diagnostics()).value_or(fallback) : fallback;
}

double required_number(Parameters& p, std::string_view key, std::string_view example, Range range) {
  const Node* node = p.table.required(key, fmt::format("{} = {}", key, example));
  return node ? read_number(*node, range, p.table.diagnostics()).value_or(1) : 1;
}

/// A length that follows from the parameters is held to what holds for those that are written.
Duration derived(Parameters& p, std::string_view what, double seconds) {
  if (seconds <= kLongestSeconds && seconds >= 1e-6)
    return Duration::nearest_seconds(seconds);
  const bool long_one = seconds > kLongestSeconds;
  p.table.diagnostics().add(p.table.place(),
                            fmt::format("the {} that follows is too {}", what, long_one ? "long" : "short"),
                            long_one ? "a run ends within 300 years" : "write a longer mean");
  return Duration::minutes(1);
}

Distribution read_exponential(Parameters& p) {
  return Exponential{required_duration(p, "mean", Sign::positive), {}};
}

Distribution read_shifted_exponential(Parameters& p) {
  const Duration shift = required_duration(p, "shift", p.location_sign());
  return Exponential{required_duration(p, "mean", Sign::positive), shift};
}

Distribution read_uniform(Parameters& p) {
  const Uniform d{required_duration(p, "low", p.location_sign()), required_duration(p, "high", p.location_sign())};
  if (p.sound() && d.low >= d.high)
    p.table.diagnostics().add(p.table.place(), "'low' is not below 'high'", "swap them, or use a constant");
  return d;
}

Distribution read_triangular(Parameters& p) {
  const Triangular d{required_duration(p, "low", p.location_sign()), required_duration(p, "mode", p.location_sign()),
                     required_duration(p, "high", p.location_sign())};
  if (p.sound() && (d.low >= d.high || d.mode < d.low || d.mode > d.high))
    p.table.diagnostics().add(p.table.place(), "'low', 'mode' and 'high' do not ascend",
                              "write low <= mode <= high with low < high");
  return d;
}

/// The probability of [low, high] under the untruncated distribution.
double probability_inside(const Normal& d) {
  const boost::math::normal whole(d.mean.in_seconds(), d.sd.in_seconds());
  const double below = d.low ? cdf(whole, d.low->in_seconds()) : 0;
  const double above = d.high ? cdf(complement(whole, d.high->in_seconds())) : 0;
  return 1 - below - above;
}

std::optional<Duration> optional_duration(Parameters& p, std::string_view key) {
  const Node* node = p.table.optional(key);
  return node ? read_duration(*node, p.location_sign(), p.table.diagnostics()) : std::nullopt;
}

Distribution read_normal(Parameters& p) {
  Normal d{required_duration(p, "mean", Sign::any), required_duration(p, "sd", Sign::positive),
           optional_duration(p, "low"), optional_duration(p, "high")};
  // Nobody is served in less than no time.
  if (!d.low && p.use == DistributionUse::length)
    d.low = Duration{};
  if (!p.sound())
    return d;
  if (d.low && d.high && *d.low >= *d.high)
    p.table.diagnostics().add(p.table.place(), "'low' is not below 'high'", "swap them, or use a constant");
  else if (probability_inside(d) < 1e-6)
    p.table.diagnostics().add(p.table.place(),
                              "next to nothing of the normal distribution lies between 'low' and 'high'",
                              "move the bounds or the mean");
  return d;
}

/// The coefficient of variation from 'cv' or 'sd'.
double read_cv(Parameters& p, Duration mean) {
  if (const Node* sd = p.table.optional("sd")) {
    const auto value = read_duration(*sd, Sign::positive, p.table.diagnostics());
    const double cv = value ? value->in_seconds() / mean.in_seconds() : 1;
    if (p.sound() && (cv < kCv.low || cv > kCv.high))
      p.table.diagnostics().add(sd->place, fmt::format("'sd' is {:.3g} times the mean", cv),
                                fmt::format("it has to be {} to {} times the mean", kCv.low, kCv.high));
    return cv;
  }
  return required_number(p, "cv", "0.5", kCv);
}

Distribution read_lognormal(Parameters& p) {
  at_most_one(p.table, "lognormal", kSpreads, "cv = 0.5");
  at_most_one(p.table, "lognormal", kLocations, "mean = \"3 min\"");
  if (const Node* sigma_node = p.table.optional("sigma")) {
    const double sigma = read_number(*sigma_node, kSigma, p.table.diagnostics()).value_or(1);
    const double cv = std::sqrt(std::expm1(sigma * sigma));
    if (!p.table.optional("median"))
      return Lognormal{required_duration(p, "mean", Sign::positive), cv};
    const Duration median = required_duration(p, "median", Sign::positive);
    return Lognormal{derived(p, "mean", median.in_seconds() * std::exp(sigma * sigma / 2)), cv};
  }
  if (const Node* median = p.table.optional("median")) {
    p.table.diagnostics().add(median->place, "'median' goes with 'sigma' alone",
                              "write sigma = 0.5, or 'mean' for 'median'");
    return Constant{};
  }
  const Duration mean = required_duration(p, "mean", Sign::positive);
  return Lognormal{mean, read_cv(p, mean)};
}

Distribution read_gamma(Parameters& p) {
  at_most_one(p.table, "gamma", {{"cv"}, {"sd"}}, "cv = 0.5");
  const Duration mean = required_duration(p, "mean", Sign::positive);
  const double cv = read_cv(p, mean);
  return Gamma{mean, cv};
}

Distribution read_erlang(Parameters& p) {
  const Duration mean = required_duration(p, "mean", Sign::positive);
  const Node* stages = p.table.required("stages", "stages = 3");
  const auto count = stages ? read_integer(*stages, 1, 1'000'000, p.table.diagnostics()) : std::nullopt;
  return Erlang{mean, static_cast<int>(count.value_or(1))};
}

Distribution read_weibull(Parameters& p) {
  const double shape = required_number(p, "shape", "1.5", kShape);
  at_most_one(p.table, "weibull", kScales, "mean = \"3 min\"");
  const double mean_over_scale = std::tgamma(1 + 1 / shape);
  if (p.table.optional("mean"))
    return Weibull{derived(p, "scale", required_duration(p, "mean", Sign::positive).in_seconds() / mean_over_scale),
                   shape};
  const Duration scale = required_duration(p, "scale", Sign::positive);
  derived(p, "mean", scale.in_seconds() * mean_over_scale);
  return Weibull{scale, shape};
}

Distribution read_empirical(Parameters& p) {
  Diagnostics& diagnostics = p.table.diagnostics();
  std::vector<std::pair<Duration, double>> pairs;
  p.table.required("values", "values = [\"2 min\", \"3 min\"]");
  for (const Node* value : p.table.elements("values"))
    pairs.emplace_back(read_duration(*value, p.location_sign(), diagnostics).value_or(Duration{}), 1.0);
  const auto weights = p.table.elements("weights");
  if (p.table.optional("weights") && weights.size() != pairs.size())
    diagnostics.add(p.table.place(), fmt::format("{} weights for {} values", weights.size(), pairs.size()),
                    "give each value one weight");
  else
    for (std::size_t i = 0; i < weights.size(); ++i)
      pairs[i].second = read_number(*weights[i], kWeight, diagnostics).value_or(1);
  if (pairs.empty()) {
    if (p.sound())
      diagnostics.add(p.table.place(), "'values' has none", "list at least one duration");
    return Constant{};
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Empirical d;
  for (const auto& [value, weight] : pairs) {
    d.values.push_back(value);
    d.weights.push_back(weight);
  }
  return d;
}

struct Family {
  const char* name;
  Distribution (*read)(Parameters&);
};

constexpr Family kFamilies[] = {{"exponential", read_exponential},
                                {"shifted_exponential", read_shifted_exponential},
                                {"uniform", read_uniform},
                                {"triangular", read_triangular},
                                {"normal", read_normal},
                                {"lognormal", read_lognormal},
                                {"gamma", read_gamma},
                                {"erlang", read_erlang},
                                {"weibull", read_weibull},
                                {"empirical", read_empirical}};

constexpr std::string_view kConstant = "constant";

std::vector<std::string> family_names() {
  std::vector<std::string> names = {std::string(kConstant)};
  for (const Family& family : kFamilies)
    names.emplace_back(family.name);
  return names;
}

/// Null for what is none.
const Family* find_family(std::string_view name) {
  const auto* family = std::find_if(std::begin(kFamilies), std::end(kFamilies),
                                    [name](const Family& known) { return name == known.name; });
  return family == std::end(kFamilies) ? nullptr : family;
}

bool reports_unknown_family(const Node::Table& table, Diagnostics& diagnostics) {
  const auto unknown = std::find_if(table.begin(), table.end(), [](const Node::Entry& entry) {
    return entry.key != kConstant && !find_family(entry.key);
  });
  if (unknown == table.end())
    return false;
  diagnostics.add(unknown->key_place, fmt::format("there is no distribution '{}'", unknown->key),
                  suggestion(unknown->key, family_names()));
  return true;
}

}  // namespace

const Forms& distribution_forms() {
  static const Forms all = [] {
    Forms forms = {{kConstant}};
    for (const Family& family : kFamilies)
      forms.push_back({family.name});
    return forms;
  }();
  return all;
}

Distribution read_distribution(const Node& node, DistributionUse use, Diagnostics& diagnostics) {
  const Sign sign = use == DistributionUse::punctuality ? Sign::any : Sign::non_negative;
  const auto* table = std::get_if<Node::Table>(&node.value);
  if (!table)
    return Constant{read_duration(node, sign, diagnostics).value_or(Duration{})};
  if (reports_unknown_family(*table, diagnostics))
    return Constant{};
  if (table->size() != 1) {
    // A template may have given the first of several.
    diagnostics.add(table->empty() ? node.place : table->back().node.place,
                    fmt::format("a distribution has one name, here are {}", table->size()),
                    "write it like { lognormal = { mean = \"3 min\", cv = 0.5 } }");
    return Constant{};
  }
  const auto& entry = table->front();
  if (entry.key == kConstant)
    return Constant{read_duration(entry.node, sign, diagnostics).value_or(Duration{})};
  const Family* family = find_family(entry.key);
  Parameters parameters{TableReader(&entry.node, entry.key, diagnostics), use, diagnostics.size()};
  if (!parameters.table.exists())
    return Constant{};
  Distribution distribution = family->read(parameters);
  parameters.table.finish();
  return distribution;
}

}  // namespace ripresa::scenario
