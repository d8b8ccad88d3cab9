#include "felt_backends.hpp"

#include <set>
#include <variant>

namespace ripresa::model {

std::vector<std::size_t> felt_backends(const scenario::Hub& hub) {
  std::set<std::size_t> felt;
  for (const scenario::Station& station : hub.stations)
    for (const scenario::Call& call : station.calls)
      felt.insert(call.backend);
  for (const scenario::Mitigation& mitigation : hub.mitigations)
    if (const auto* down = std::get_if<scenario::BackendDown>(&mitigation.when))
      felt.insert(down->backend);
  return {felt.begin(), felt.end()};
}

}  // namespace ripresa::model
