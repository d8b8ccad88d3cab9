// Reading a nation and writing a run's files, and the way from a scenario's file to the first result. Floors: the rows
// of the hubs' table cut into fields; the files' numbers put into text one by one; the day itself, once all is built.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <iterator>
#include <string>
#include <variant>
#include <vector>

#include "ripresa/base/csv_rows.hpp"
#include "ripresa/experiment/objectives.hpp"
#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/experiment/summary.hpp"
#include "ripresa/model/group_run.hpp"
#include "ripresa/output/files.hpp"
#include "ripresa/output/result_files.hpp"
#include "ripresa/scenario/read.hpp"

namespace ripresa::benchmarks {
namespace {

namespace fs = std::filesystem;

constexpr int kHubs = 3000;
constexpr const char* kDay = RIPRESA_SOURCE_DIR "/scenarios/palazzo-delle-scintille.toml";

/// A scenario of kHubs hubs and their table, in a folder that lasts as long as this.
class NationFiles {
 public:
  NationFiles() : folder_(fs::temp_directory_path() / fmt::format("ripresa-benchmark-{}", fmt::ptr(this))) {
    fs::create_directories(folder_);
    table_ = "name,region,template,appointments.per_day,walk_ins.per_day\n";
    for (int hub = 0; hub < kHubs; ++hub)
      table_ += fmt::format("hub {},region {},usual,{},{}\n", hub, hub % 20, 100 + hub % 400, 10 + hub % 40);
    output::write_atomically((folder_ / "hubs.csv").string(), table_);
    output::write_atomically(scenario(), R"(title = "nation"
date = 2021-12-15
time_zone = "Europe/Rome"
hubs = "hubs.csv"
[[backend]]
name = "poste"
latency = { lognormal = { mean = "2 s", cv = 0.6 } }
[[failure]]
backend = "poste"
from = 14:30:00
to = 15:10:00
[[template]]
name = "usual"
opens = 08:00:00
closes = 20:00:00
appointments = { slot = "10 min", show_rate = 0.95, punctuality = { normal = { mean = "-5 min", sd = "8 min" } } }
[[template.station]]
name = "registration"
servers = 4
service = { lognormal = { mean = "3 min", cv = 0.5 } }
calls = [{ backend = "poste", at = "end" }]
[[template.station]]
name = "vaccination"
servers = 5
service = { lognormal = { mean = "4 min", cv = 0.4 } }
)");
  }
  NationFiles(const NationFiles&) = delete;
  NationFiles& operator=(const NationFiles&) = delete;
  ~NationFiles() { fs::remove_all(folder_); }

  std::string scenario() const { return (folder_ / "nation.toml").string(); }
  const std::string& table() const { return table_; }

 private:
  fs::path folder_;
  std::string table_;
};

void read_nation(benchmark::State& state) {
  const NationFiles files;
  for (auto _ : state)
    benchmark::DoNotOptimize(scenario::read_scenario(files.scenario(), {}, experiment::objective_measures()));
  state.SetItemsProcessed(state.iterations() * kHubs);
}

void cut_table(benchmark::State& state) {
  const NationFiles files;
  for (auto _ : state)
    benchmark::DoNotOptimize(csv_rows(files.table(), "hubs.csv"));
  state.SetItemsProcessed(state.iterations() * kHubs);
}

/// What `ripresa run` writes of a hub's days, as one text, but for replications.csv, which comes while the days are
/// run.
std::string texts_of(const experiment::Results& results) {
  return output::backlog_csv(results) + output::backends_csv(results) +
         output::summary_csv(experiment::summarise(results));
}

experiment::Results results_of_days(int replications) {
  scenario::Scenario scenario = scenario::read_scenario(kDay, {}, experiment::objective_measures());
  scenario.experiment.replications = replications;
  return experiment::run_experiment(scenario, {});
}

void write_files(benchmark::State& state) {
  const experiment::Results results = results_of_days(20);
  std::size_t bytes = 0;
  for (auto _ : state)
    bytes += texts_of(results).size();
  state.SetItemsProcessed(static_cast<std::int64_t>(bytes));
}

/// The same fields, known beforehand.
void write_numbers(benchmark::State& state) {
  std::vector<std::variant<double, std::string>> fields;
  for (const auto& row : csv_rows(texts_of(results_of_days(20)), "files"))
    for (const std::string& field : row) {
      double value = 0;
      const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
      if (error == std::errc{} && end == field.data() + field.size())
        fields.emplace_back(value);
      else
        fields.emplace_back(field);
    }
  std::size_t bytes = 0;
  for (auto _ : state) {
    std::string text;
    char digits[32];
    for (const auto& field : fields) {
      if (const auto* value = std::get_if<double>(&field))
        text.append(digits, std::to_chars(std::begin(digits), std::end(digits), *value).ptr);
      else
        text += std::get<std::string>(field);
      text += ',';
    }
    bytes += text.size();
    benchmark::DoNotOptimize(text.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(bytes));
}

void first_result(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(texts_of(results_of_days(1)));
  state.SetItemsProcessed(state.iterations());
}

void first_day_alone(benchmark::State& state) {
  const model::Model model = model::build_model(scenario::read_scenario(kDay, {}, experiment::objective_measures()));
  model::GroupRun run(model);
  for (auto _ : state)
    run.run(0, 0);
  state.SetItemsProcessed(state.iterations());
}

const bool registered = [] {
  const auto add = [](const char* name, auto run) {
    benchmark::RegisterBenchmark(name, run)->Unit(benchmark::kMillisecond);
  };
  add("reading 3,000 hubs", read_nation);
  add("floor: reading 3,000 hubs", cut_table);
  add("writing the CSVs, a byte", write_files);
  add("floor: writing the CSVs, a byte", write_numbers);
  add("from file to first result", first_result);
  add("floor: from file to first result", first_day_alone);
  return true;
}();

}  // namespace
}  // namespace ripresa::benchmarks
