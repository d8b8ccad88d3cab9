#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "command.hpp"
#include "ripresa/output/csv.hpp"
#include "ripresa/output/files.hpp"
#include "ripresa/verification/battery.hpp"

namespace ripresa::tools {
namespace {

namespace po = boost::program_options;
using verification::CaseResult;
using verification::Judgement;

struct VerifyArguments {
  verification::Options options;
  std::optional<std::string> out;
  bool force = false;
};

constexpr int kThorough = 100;

CommandLine verify_command_line() {
  CommandLine line{
      "usage: ripresa verify [options]\n\n"
      "Holds the simulator against exact answers: queues in steady state, a day's Markov chain with an outage, days\n"
      "computed by hand, the moments of what is drawn. Prints every case with its exact value and source, the\n"
      "simulated value, its standard error and z-score. A sound simulator fails the battery once in 1,000 seeds.\n",
      "exit status: 0 the simulator agrees · 1 it does not, or failed · 2 bad use\n"
      "example:     ripresa verify --out verification.csv\n",
      po::options_description("options")};
  line.visible.add_options()("thorough", "a hundred times as many replications")(
      "out", po::value<std::string>()->value_name("FILE"), "write the cases as CSV too")("force", "overwrite the file")(
      "seed", po::value<std::int64_t>()->value_name("S"), "seed of the random numbers (20211215)")(
      "threads", po::value<int>()->value_name("T"), "threads to use (one a core); the results are the same");
  return line;
}

VerifyArguments read_arguments(const po::variables_map& values, const std::vector<std::string>& positional) {
  if (!positional.empty())
    throw InputError("verify takes options only", "see ripresa verify --help");
  VerifyArguments arguments;
  if (values.count("thorough") != 0)
    arguments.options.times = kThorough;
  if (values.count("seed") != 0) {
    const auto seed = values["seed"].as<std::int64_t>();
    if (seed < 0)
      throw InputError(fmt::format("--seed {} is out of range", seed), "write a whole number from 0 on");
    arguments.options.seed = static_cast<std::uint64_t>(seed);
  }
  arguments.options.threads = threads_of(values);
  if (values.count("out") != 0)
    arguments.out = values["out"].as<std::string>();
  arguments.force = values.count("force") != 0;
  return arguments;
}

std::string table(const std::vector<CaseResult>& results, const Judgement& judgement) {
  constexpr const char* kRow = "  {:<50} {:>10} {:>10} {:>9} {:>6}  {:<8} {}\n";
  std::string text;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const CaseResult& r = results[i];
    if (r.leads) {
      text += fmt::format("\n{}\n", r.system);
      if (i == 0)
        text += fmt::format(kRow, "", "exact", "simulated", "std. err.", "z", "", "source");
    }
    text +=
        fmt::format(kRow, fmt::format("{}, {}", r.what, r.unit), fmt::format("{:.5g}", r.exact),
                    fmt::format("{:.5g}", r.simulated), r.certain ? "" : fmt::format("{:.2g}", r.standard_error),
                    r.certain ? "" : fmt::format("{:.2f}", r.z), judgement.differs[i] ? "DIFFERS" : "agrees", r.source);
  }
  return text;
}

std::string verdict(const std::vector<CaseResult>& results, const Judgement& judgement) {
  const auto differing = std::count(judgement.differs.begin(), judgement.differs.end(), true);
  return fmt::format(
      "\n{} cases, {} of them differ (Holm's procedure).\n"
      "Sum of z² over {} independent cases: {:.1f}, p = {:.3g}.\n"
      "{}: {} at the family-wise level of {:g} %.\n",
      results.size(), differing, judgement.degrees_of_freedom, judgement.chi_square, judgement.chi_square_p_value,
      judgement.holds ? "VERIFIED" : "NOT VERIFIED",
      judgement.holds ? "the simulator agrees with the exact answers" : "the simulator contradicts the exact answers",
      100 * verification::kFamilyLevel);
}

std::string csv(const std::vector<CaseResult>& results, const Judgement& judgement) {
  output::CsvWriter writer;
  for (const char* column : {"system", "case", "unit", "source", "exact", "simulated", "standard_error", "z", "p_value",
                             "replications", "verdict"})
    writer.text(column);
  writer.end_row();
  for (std::size_t i = 0; i < results.size(); ++i) {
    const CaseResult& r = results[i];
    for (const std::string* text : {&r.system, &r.what, &r.unit, &r.source})
      writer.text(*text);
    for (const double number : {r.exact, r.simulated, r.standard_error, r.z, r.p_value})
      writer.number(number);
    writer.integer(r.replications);
    writer.text(judgement.differs[i] ? "differs" : "agrees");
    writer.end_row();
  }
  return writer.str();
}

}  // namespace

ExitStatus verify_command(const std::vector<std::string>& command_arguments) {
  CommandLine line = verify_command_line();
  po::variables_map values;
  std::vector<std::string> positional;
  if (!parse(line, command_arguments, values, positional))
    return ExitStatus::fine;
  const VerifyArguments arguments = read_arguments(values, positional);
  if (arguments.out)
    output::prepare_file(*arguments.out, arguments.force);
  const auto results = verification::run(verification::experiments(), arguments.options);
  const Judgement judgement = verification::judge(results);
  print_result(table(results, judgement) + verdict(results, judgement));
  if (arguments.out)
    output::write_atomically(*arguments.out, csv(results, judgement));
  return judgement.holds ? ExitStatus::fine : ExitStatus::failed;
}

}  // namespace ripresa::tools
