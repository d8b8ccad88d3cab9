// The plain table, for any country: a row an area with its doses a day and its number of sites, or a row a site.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>

#include "import_rows.hpp"
#include "import_sites.hpp"

namespace ripresa::tools {

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
  return sites;
}

}  // namespace ripresa::tools
