// The open data of Italy's campaign (licence CC BY 4.0, repository italia/covid19-opendata-vaccini): doses by day and
// area, and the list of sites.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "import_rows.hpp"
#include "import_sites.hpp"

namespace ripresa::tools {
namespace {

constexpr const char* kDosesFile = "somministrazioni-vaccini-summary-latest.csv";
constexpr const char* kSitesFile = "punti-somministrazione-tipologia.csv";

struct AreaDoses {
  long doses = 0;
  Diagnostic place;
};

/// Doses of the day by area. Every row of the file is checked, of whatever day.
std::map<std::string, AreaDoses> doses_by_area(const std::string& file, const std::string& date,
                                               std::vector<Diagnostic>& diagnostics) {
  const ImportRows rows(file, {"data", "area", "totale"}, diagnostics);
  std::map<std::string, AreaDoses> by_area;
  std::string first = "9", last;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const CsvField& day = rows.field(row, "data");
    const CsvField& total = rows.field(row, "totale");
    const long doses = whole_number(total.text, rows.place(total), "doses", diagnostics);
    if (!parse_iso_date(day.text)) {
      Diagnostic bad = rows.place(day);
      bad.reason = fmt::format("'{}' is not a date", day.text);
      bad.remedy = "write it like 2021-12-15";
      diagnostics.push_back(std::move(bad));
      continue;
    }
    first = std::min(first, day.text);
    last = std::max(last, day.text);
    if (day.text != date)
      continue;
    const CsvField& area = rows.field(row, "area");
    if (!by_area.try_emplace(area.text, AreaDoses{doses, rows.place(area)}).second) {
      Diagnostic bad = rows.place(area);
      bad.reason = fmt::format("a second row for area '{}' on {}", area.text, date);
      bad.remedy = "keep one row for each day and area";
      diagnostics.push_back(std::move(bad));
    }
  }
  if (by_area.empty() && diagnostics.empty())
    diagnostics.push_back({file, 0, 0, fmt::format("has no row for {}", date),
                           last.empty() ? "it has no rows" : fmt::format("its days are {} to {}", first, last)});
  return by_area;
}

/// Sites of one area: hospitals first, then the others, each in the order of the file.
struct AreaSites {
  std::string region;
  std::vector<std::string> hospitals, others;
};

std::map<std::string, AreaSites> sites_by_area(const std::string& file, std::vector<Diagnostic>& diagnostics) {
  const ImportRows rows(file, {"area", "denominazione_struttura", "tipologia", "reg"}, diagnostics);
  std::map<std::string, AreaSites> by_area;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string& kind = rows.field(row, "tipologia").text;
    const std::string& name = rows.field(row, "denominazione_struttura").text;
    AreaSites& sites = by_area[rows.field(row, "area").text];
    sites.region = rows.field(row, "reg").text;
    if (name.empty()) {
      Diagnostic bad = rows.place(row);
      bad.reason = "the site has no name";
      bad.remedy = "fill in 'denominazione_struttura'";
      diagnostics.push_back(std::move(bad));
    }
    if (kind != "Ospedaliero" && kind != "Territoriale") {
      Diagnostic bad = rows.place(rows.field(row, "tipologia"));
      bad.reason = fmt::format("'{}' is no kind of site", kind);
      bad.remedy = "valid are: Ospedaliero, Territoriale";
      diagnostics.push_back(std::move(bad));
    }
    (kind == "Ospedaliero" ? sites.hospitals : sites.others).push_back(name);
  }
  return by_area;
}

}  // namespace

std::vector<Site> italy_sites(const std::string& folder, Date date, double exponent) {
  namespace fs = std::filesystem;
  std::vector<Diagnostic> diagnostics;
  const auto doses = doses_by_area((fs::path(folder) / kDosesFile).string(), iso_date(date), diagnostics);
  const auto areas = sites_by_area((fs::path(folder) / kSitesFile).string(), diagnostics);
  std::vector<Site> sites;
  for (const auto& [area, given] : doses) {
    const auto found = areas.find(area);
    if (found == areas.end()) {
      Diagnostic bad = given.place;
      bad.reason = fmt::format("area '{}' has no site in {}", area, kSitesFile);
      bad.remedy = "add its sites, or remove the row";
      diagnostics.push_back(std::move(bad));
      continue;
    }
    std::vector<std::string> names = found->second.hospitals;
    names.insert(names.end(), found->second.others.begin(), found->second.others.end());
    const auto shares = shared_out(given.doses, static_cast<long>(names.size()), exponent);
    for (std::size_t i = 0; i < names.size(); ++i)
      sites.push_back({names[i], found->second.region, "", "", shares[i]});
  }
  if (!diagnostics.empty())
    throw InputError(std::move(diagnostics));
  return sites;
}

}  // namespace ripresa::tools
