// usage: ripresa_benchmarks [SAVE [EARLIER]] [Google Benchmark's own options]
// Prints the table of ratios; writes it to SAVE for later comparison, compares with EARLIER.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <exception>
#include <string_view>

#include "ratio_table.hpp"

int main(int argc, char** argv) try {
  using namespace ripresa::benchmarks;
  benchmark::Initialize(&argc, argv);
  // An option that the library does not know would else be the name of a file.
  for (int i = 1; i < argc; ++i)
    if (std::string_view(argv[i]).starts_with("-")) {
      fmt::print(stderr, "ripresa_benchmarks: there is no option {}, or not with that value; see --help\n", argv[i]);
      return 2;
    }
  const std::map<std::string, double> earlier = argc > 2 ? read_table(argv[2]) : std::map<std::string, double>{};
  RatioTable table;
  benchmark::RunSpecifiedBenchmarks(&table);
  table.print(earlier);
  if (argc > 1)
    table.save(argv[1]);
} catch (const std::exception& error) {
  fmt::print(stderr, "ripresa_benchmarks: {}\n", error.what());
  return 1;
}
