#include "toml_text.hpp"

#include <fmt/format.h>

#include "ripresa/scenario/read.hpp"

namespace ripresa::scenario {
namespace {

struct DistributionText {
  std::string operator()(const Constant& d) const { return fmt::format("{{ constant = {} }}", length(d.value)); }
  std::string operator()(const Exponential& d) const {
    if (d.shift == Duration{})
      return fmt::format("{{ exponential = {{ mean = {} }} }}", length(d.mean));
    return fmt::format("{{ shifted_exponential = {{ shift = {}, mean = {} }} }}", length(d.shift), length(d.mean));
  }
  std::string operator()(const Uniform& d) const {
    return fmt::format("{{ uniform = {{ low = {}, high = {} }} }}", length(d.low), length(d.high));
  }
  std::string operator()(const Triangular& d) const {
    return fmt::format("{{ triangular = {{ low = {}, mode = {}, high = {} }} }}", length(d.low), length(d.mode),
                       length(d.high));
  }
  std::string operator()(const Normal& d) const {
    return fmt::format("{{ normal = {{ mean = {}, sd = {}{}{} }} }}", length(d.mean), length(d.sd),
                       d.low ? ", low = " + length(*d.low) : "", d.high ? ", high = " + length(*d.high) : "");
  }
  std::string operator()(const Lognormal& d) const {
    return fmt::format("{{ lognormal = {{ mean = {}, cv = {} }} }}", length(d.mean), number(d.cv));
  }
  std::string operator()(const Gamma& d) const {
    return fmt::format("{{ gamma = {{ mean = {}, cv = {} }} }}", length(d.mean), number(d.cv));
  }
  std::string operator()(const Erlang& d) const {
    return fmt::format("{{ erlang = {{ mean = {}, stages = {} }} }}", length(d.mean), d.stages);
  }
  std::string operator()(const Weibull& d) const {
    return fmt::format("{{ weibull = {{ scale = {}, shape = {} }} }}", length(d.scale), number(d.shape));
  }
  std::string operator()(const Empirical& d) const {
    std::string values;
    std::string weights;
    for (std::size_t i = 0; i < d.values.size(); ++i) {
      append(values, length(d.values[i]));
      append(weights, number(d.weights[i]));
    }
    return fmt::format("{{ empirical = {{ values = [{}], weights = [{}] }} }}", values, weights);
  }
};

}  // namespace

std::string quoted(const std::string& text) {
  constexpr unsigned char kDelete = 0x7f;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += '\\';
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte == kDelete)
      out += fmt::format("\\u{:04X}", byte);
    else
      out += c;
  }
  return out + '"';
}

void append(std::string& list, const std::string& item) {
  if (!list.empty())
    list += ", ";
  list += item;
}

std::string number(double value) {
  return fmt::format("{}", value);
}

std::string length(Duration duration) {
  return quoted(quantity(duration));
}

std::string clock(Time time) {
  const std::int64_t seconds = time.in_microseconds() / 1'000'000;
  const std::string text = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  const std::int64_t micros = time.in_microseconds() % 1'000'000;
  if (seconds < 86'400)
    return micros == 0 ? text : fmt::format("{}.{:06}", text, micros);
  return quoted(text);
}

std::string text_of(const Distribution& distribution) {
  return std::visit(DistributionText{}, distribution);
}

const char* text_of(UnderWay under_way) {
  static constexpr const char* kNames[] = {"finish", "suspend", "restart"};
  return kNames[static_cast<std::size_t>(under_way)];
}

const char* text_of(Detail detail) {
  static constexpr const char* kAll[] = {"everything", "summary", "nothing"};
  return kAll[static_cast<std::size_t>(detail)];
}

std::string text_of(const ScopeChoice& scope) {
  if (scope.kind == ScopeKind::nation)
    return "scope = \"nation\"";
  if (scope.name.empty())
    return fmt::format("every = {}", quoted(std::string(to_string(scope.kind))));
  return fmt::format("{} = {}", to_string(scope.kind), quoted(scope.name));
}

std::string_view to_string(ScopeKind kind) {
  static constexpr const char* kAll[] = {"hub", "health_agency", "region", "group", "nation", "backend"};
  return kAll[static_cast<std::size_t>(kind)];
}

const char* text_of(CallPoint at) {
  static constexpr const char* kNames[] = {"start", "end", "throughout"};
  return kNames[static_cast<std::size_t>(at)];
}

std::string text_of(const std::vector<Shift>& shifts) {
  std::string list;
  for (const Shift& shift : shifts)
    append(list,
           fmt::format("{{ from = {}, to = {}, servers = {} }}", clock(shift.from), clock(shift.to), shift.servers));
  return "[" + list + "]";
}

std::string text_of(const std::vector<Distribution>& service_by_class, const std::vector<PersonClass>& classes,
                    std::string_view separator) {
  std::string special;
  for (std::size_t c = 1; c < service_by_class.size(); ++c)
    if (service_by_class[c] != service_by_class.front())
      append(special, fmt::format("{} = {}", quoted(classes[c].name), text_of(service_by_class[c])));
  std::string text = fmt::format("service = {}", text_of(service_by_class.front()));
  if (!special.empty())
    text += fmt::format("{}service_for = {{ {} }}", separator, special);
  return text;
}

}  // namespace ripresa::scenario
