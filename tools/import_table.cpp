// The plain table, for any country: a row an area with its doses a day and its number of sites, or a row a site.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <unordered_map>

#include "command.hpp"
#include "import_rows.hpp"
#include "import_sites.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::tools {
namespace {

/// They may be there for other readers, but a misspelt one would be missed nowhere.
void tell_of_columns_not_read(const std::string& file, const ImportRows& rows) {
  std::vector<std::string> meant = {"name", "doses", "sites", "region", "health_agency", "system"};
  std::vector<std::string> not_read;
  for (const std::string& column : rows.columns())
    if (std::erase(meant, column) == 0 && !column.empty())
      not_read.push_back(column);
  if (not_read.empty())
    return;
  std::vector<std::string> named;
  for (const std::string& column : not_read) {
    const auto near = scenario::near_name(column, meant);
    named.push_back(fmt::format("'{}'{}", column, near ? fmt::format(" (did you mean '{}'?)", *near) : ""));
  }
  tell(fmt::format("{}: {} not read: {}\n", file, named.size() == 1 ? "this column is" : "these columns are",
                   fmt::join(named, ", ")));
}

}  // namespace

std::vector<Site> table_sites(const std::string& file, double exponent) {
  std::vector<Diagnostic> diagnostics;
  const ImportRows rows(file, {"name", "doses"}, diagnostics);
  std::vector<Site> sites;
  std::unordered_map<std::string, int> line_of_name;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const CsvField& name = rows.field(row, "name");
    const CsvField& doses = rows.field(row, "doses");
    const auto report = [&](const CsvField& field, std::string reason, std::string remedy) {
      Diagnostic bad = rows.place(field);
      bad.reason = std::move(reason);
      bad.remedy = std::move(remedy);
      diagnostics.push_back(std::move(bad));
    };
    if (name.text.empty())
      report(name, "the row has no name", "name the site or the area");
    const long given = whole_number(doses.text, rows.place(doses), "doses", diagnostics);
    long count = 1;
    if (const std::string text = rows.text_or_empty(row, "sites"); !text.empty()) {
      const CsvField& field = rows.field(row, "sites");
      count = whole_number(text, rows.place(field), "sites", diagnostics);
      if (count == 0 || count > 100'000)
        report(field, fmt::format("{} sites", count), "write 1 to 100,000");
      count = std::clamp(count, 1L, 100'000L);
    }
    std::string region = rows.text_or_empty(row, "region");
    if (region.empty())
      region = name.text;
    const auto shares = shared_out(given, count, exponent);
    for (long k = 0; k < count; ++k) {
      const std::string site = count == 1 ? name.text : fmt::format("{} {}", name.text, k + 1);
      const auto [taken, is_new] = line_of_name.try_emplace(site, rows.place(name).line);
      if (!is_new && !name.text.empty()) {
        report(name, fmt::format("'{}' is a site of line {} too", site, taken->second),
               "give every site and area a name of its own");
        break;
      }
      sites.push_back({site, region, rows.text_or_empty(row, "health_agency"), rows.text_or_empty(row, "system"),
                       shares[static_cast<std::size_t>(k)]});
    }
  }
  if (rows.size() == 0 && diagnostics.empty())
    diagnostics.push_back({file, 1, 1, "the table has no row", "write a line for each site or area"});
  if (!diagnostics.empty())
    throw InputError(std::move(diagnostics));
  tell_of_columns_not_read(file, rows);
  return sites;
}

}  // namespace ripresa::tools
