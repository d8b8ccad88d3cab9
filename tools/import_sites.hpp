#pragma once

// From doses a day by area to a table of hubs: what every import shares.

#include <string>
#include <vector>

#include "ripresa/base/date.hpp"
#include "ripresa/base/error.hpp"

namespace ripresa::tools {

/// A vaccination site with the doses it gives on the day.
struct Site {
  std::string name;
  std::string region;
  std::string health_agency;  // may be empty
  std::string system;         // what its template is "on"; may be empty
  long doses = 0;
};

/// Shares `doses` out to `sites` sites by the rank-size rule (Zipf 1949): the k-th largest has a share in proportion to
/// 1 / k^exponent; 0 makes all equal. Whole doses that add up to the total, by largest remainders. Precondition:
/// sites > 0.
std::vector<long> shared_out(long doses, long sites, double exponent);

/// What an import makes: hubs.csv, and the scenario around it.
struct ImportedFiles {
  std::string hub_table, scenario;
  std::size_t sites = 0, without_doses = 0;
};

/// Sites without doses make no hub. Names that occur twice get a number.
ImportedFiles imported_files(std::vector<Site> sites, Date date);

/// The files of a format, read whole: every bad row is in the one InputError, with its place. Columns of a table that
/// are not read are told of.
std::vector<Site> italy_sites(const std::string& folder, Date date, double exponent);
std::vector<Site> table_sites(const std::string& file, double exponent);

/// A whole number of 0 or more; adds a diagnostic and gives 0 for anything else.
long whole_number(const std::string& text, Diagnostic place, const std::string& what,
                  std::vector<Diagnostic>& diagnostics);

}  // namespace ripresa::tools
