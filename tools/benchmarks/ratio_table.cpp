#include "ratio_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace ripresa::benchmarks {
namespace {

constexpr const char* kFloor = "floor: ";

std::string ratio_to(const std::map<std::string, double>& others, const std::string& name, double nanoseconds) {
  const auto other = others.find(name);
  return other == others.end() ? "" : fmt::format("{:.2f}", nanoseconds / other->second);
}

/// "calendar, hold/10/repeats:3" without what Google Benchmark adds about how it was run.
std::string plain_name(const std::string& name) {
  std::string plain = name.substr(0, name.find("/repeats:"));
  if (const auto real_time = plain.find("/real_time"); real_time != std::string::npos)
    plain.erase(real_time);
  return plain;
}

}  // namespace

void RatioTable::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (run.error_occurred || run.run_type == Run::RT_Aggregate || run.counters.count("items_per_second") == 0)
      continue;
    const double nanoseconds = 1e9 / run.counters.at("items_per_second").value;
    const auto [known, is_new] = nanoseconds_.emplace(plain_name(run.benchmark_name()), nanoseconds);
    if (is_new)
      names_.push_back(known->first);
    known->second = std::min(known->second, nanoseconds);
  }
}

void RatioTable::print(const std::map<std::string, double>& earlier) const {
  fmt::print("{:<36}{:>14}{:>12}{:>12}\n", "", "ns an item", "to floor", "to earlier");
  // Those that belong together stand together, whatever the order in which they ran.
  std::vector<std::string> names = names_;
  std::sort(names.begin(), names.end());
  for (const std::string& name : names)
    if (name.rfind(kFloor, 0) != 0)
      fmt::print("{:<36}{:>14.1f}{:>12}{:>12}\n", name, nanoseconds_.at(name),
                 ratio_to(nanoseconds_, kFloor + name, nanoseconds_.at(name)),
                 ratio_to(earlier, name, nanoseconds_.at(name)));
}

void RatioTable::save(const std::string& path) const {
  std::ofstream file(path);
  for (const std::string& name : names_)
    file << nanoseconds_.at(name) << ' ' << name << '\n';
  if (!file.flush())
    throw std::runtime_error("cannot write " + path);
}

std::map<std::string, double> read_table(const std::string& path) {
  std::ifstream file(path);
  if (!file)
    throw std::runtime_error("cannot read " + path);
  std::map<std::string, double> table;
  double nanoseconds = 0;
  std::string name;
  while (file >> nanoseconds && std::getline(file >> std::ws, name))
    table[name] = nanoseconds;
  return table;
}

}  // namespace ripresa::benchmarks
