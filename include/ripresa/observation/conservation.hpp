#pragma once

#include <string>

#include "ripresa/observation/call_record.hpp"
#include "ripresa/observation/run_record.hpp"

namespace ripresa::observation {

/// The conservation laws of a finished run, checked in every replication:
///   arrivals = vaccinated + left unvaccinated + turned away + gave up + balked + rebooked + diverted + still inside
///   unvaccinated, by the counts kept while the run went and again by the fate of every single person;
///   recorded + on paper + in a local cache ≤ vaccinated, the rest being between dose and record;
///   of every supply: doses in store + delivered = used + in hand + left + expired or spoiled;
///   and Little's law at every station: ∫ queue dt = Σ time in line.
/// Returns "" when all hold, else the first law broken with its figures.
std::string broken_law(const RunRecord& record);

/// The same for the calls to one backend:
///   calls offered = answered + failed + refused + timed out + those whose clients wait at the horizon;
///   never more of them are first attempts than offered, and no queue holds fewer calls than none.
std::string broken_law(const CallRecord& calls);

}  // namespace ripresa::observation
