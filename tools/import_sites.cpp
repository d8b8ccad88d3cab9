#include "import_sites.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>
#include <set>

#include "ripresa/output/csv.hpp"
#include "ripresa/scenario/read.hpp"

namespace ripresa::tools {
namespace {

/// Sizes of sites, and the doses a day from which on a site is of that size.
struct Size {
  const char* name;
  long from;
};
constexpr Size kSizes[] = {{"large", 1000}, {"medium", 200}, {"small", 0}};

/// Nine in ten come by appointment, and of the booked 95 in 100 come; the rest are walk-ins. So a site's expected doses
/// are its own exactly.
constexpr double kBookedShare = 0.9;
constexpr double kShowRate = 0.95;

std::string name_on(const Size& size, const std::string& system) {
  return fmt::format("{} on {}", size.name, system);
}

std::string template_of(const Site& site) {
  const auto* size =
      std::find_if(std::begin(kSizes), std::end(kSizes), [&site](const Size& s) { return site.doses >= s.from; });
  return site.system.empty() ? size->name : name_on(*size, site.system);
}

void number_equal_names(std::vector<Site>& sites) {
  std::map<std::string, int> seen;
  for (const Site& site : sites)
    ++seen[site.name];
  std::map<std::string, int> used;
  for (Site& site : sites) {
    if (seen[site.name] == 1)
      continue;
    const std::string name = site.name;
    do
      site.name = fmt::format("{} ({})", name, ++used[name]);
    while (seen.count(site.name) != 0);
  }
}

std::string hub_table(const std::vector<Site>& sites) {
  output::CsvWriter csv;
  for (const char* column : {"name", "region", "health_agency", "template", "appointments.per_day", "walk_ins.per_day"})
    csv.text(column);
  csv.end_row();
  for (const Site& site : sites) {
    const auto booked = static_cast<long>(std::lround(static_cast<double>(site.doses) * kBookedShare / kShowRate));
    const double rest = static_cast<double>(site.doses) - kShowRate * static_cast<double>(booked);
    csv.text(site.name);
    csv.text(site.region);
    csv.text(site.health_agency);
    csv.text(template_of(site));
    csv.integer(booked);
    csv.number(std::max(0.0, rest));
    csv.end_row();
  }
  return csv.str();
}

constexpr const char* kHead =
    R"(# Made by ripresa import. Doses and sites are the source's; all else is assumption, to be replaced by what is known.

title = "Imported, {0}"
date = {0}
time_zone = "Europe/Rome"
hubs = "hubs.csv"

[experiment]
replications = 100

[[backend]]
name = "platform"
latency = {{ lognormal = {{ mean = "2 s", cv = 0.6 }} }}

# The window to be studied.
[[failure]]
backend = "platform"
from = 14:30:00
to = 15:10:00

# One path for sites of all sizes. Bookings end half an hour before the closing, so that who comes late is still let in. Servers
# follow from each hub's own demand.
[[template]]
name = "small"
opens = 08:00:00
closes = 20:00:00
appointments = {{ per_day = 100, to = 19:30:00, slot = "10 min", show_rate = {1}, punctuality = {{ normal = {{ mean = "-5 min", sd = "8 min" }} }} }}
walk_ins = {{ per_day = 10 }}
# The source does not say how many people a site has room for. Without that nobody counts as outdoors once it is open:
# indoor_capacity = 200
[[template.station]]
name = "registration"
servers = {{ utilisation = 0.85 }}
service = {{ lognormal = {{ mean = "3 min", cv = 0.5 }} }}
calls = [{{ backend = "platform" }}]
[[template.station]]
name = "medical interview"
servers = {{ utilisation = 0.85 }}
service = {{ lognormal = {{ mean = "4 min", cv = 0.6 }} }}
[[template.station]]
name = "vaccination"
servers = {{ utilisation = 0.85 }}
service = {{ lognormal = {{ mean = "3.5 min", cv = 0.4 }} }}
[[template.station]]
name = "recording"
servers = {{ utilisation = 0.85 }}
service = {{ lognormal = {{ mean = "1.7 min", cv = 0.5 }} }}
calls = [{{ backend = "platform" }}]
[[template.station]]
name = "observation"
seats = "unlimited"
service = "15 min"

[[template]]
name = "medium"
extends = "small"

[[template]]
name = "large"
extends = "medium"
)";

std::string scenario_text(const std::vector<Site>& sites, Date date) {
  std::string text = fmt::format(kHead, iso_date(date), kShowRate);
  std::set<std::string> systems;
  for (const Site& site : sites)
    if (!site.system.empty())
      systems.insert(site.system);
  for (const std::string& system : systems)
    for (const Size& size : kSizes)
      text += fmt::format("\n[[template]]\nname = {}\nextends = \"{}\"\n", scenario::quoted(name_on(size, system)),
                          size.name);
  return text;
}

}  // namespace

std::vector<long> shared_out(long doses, long sites, double exponent) {
  std::vector<double> weights;
  for (long k = 1; k <= sites; ++k)
    weights.push_back(std::pow(static_cast<double>(k), -exponent));
  const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<long> shares;
  std::vector<std::pair<double, std::size_t>> remainders;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double exact = static_cast<double>(doses) * weights[i] / all;
    shares.push_back(static_cast<long>(exact));
    remainders.emplace_back(-(exact - std::floor(exact)), i);
  }
  std::sort(remainders.begin(), remainders.end());
  const long left = doses - std::accumulate(shares.begin(), shares.end(), 0L);
  for (long i = 0; i < left; ++i)
    ++shares[remainders[static_cast<std::size_t>(i)].second];
  return shares;
}

ImportedFiles imported_files(std::vector<Site> sites, Date date) {
  const std::size_t all = sites.size();
  const std::size_t without_doses = std::erase_if(sites, [](const Site& site) { return site.doses == 0; });
  if (sites.empty())
    throw InputError("no site gives a dose on that day", "choose another day");
  number_equal_names(sites);
  return {hub_table(sites), scenario_text(sites, date), all, without_doses};
}

long whole_number(const std::string& text, Diagnostic place, const std::string& what,
                  std::vector<Diagnostic>& diagnostics) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && value >= 0 && value <= 100'000'000)
    return value;
  place.reason = fmt::format("'{}' is not a number of {}", text, what);
  place.remedy = "write a whole number from 0 to 100,000,000";
  diagnostics.push_back(std::move(place));
  return 0;
}

}  // namespace ripresa::tools
