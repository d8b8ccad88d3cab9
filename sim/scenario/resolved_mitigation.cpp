// Mitigations in the resolved scenario.

#include <fmt/format.h>

#include "toml_text.hpp"

namespace ripresa::scenario {
namespace {

struct MitigationText {
  const Scenario& scenario;
  const Hub& hub;

  std::string station(std::size_t index) const { return quoted(hub.stations[index].name); }

  std::string operator()(const AtTime& when) const { return "at = " + clock(when.at); }
  std::string operator()(const QueueAbove& when) const {
    return fmt::format("queue_above = {}{}", when.persons, when.station ? ", station = " + station(*when.station) : "");
  }
  std::string operator()(const BackendDown& when) const {
    return fmt::format("backend_down = {}, for = {}", quoted(scenario.backends[when.backend].name),
                       length(when.lasting));
  }
  std::string operator()(const BehindPlan& when) const { return fmt::format("behind_plan = {}", when.persons); }

  std::string operator()(const ExtraServers& action) const {
    return fmt::format("extra_servers = {{ station = {}, servers = {} }}", station(action.station), action.servers);
  }
  std::string operator()(const MoveStaff& action) const {
    return fmt::format("move_staff = {{ from = {}, to = {}, servers = {} }}", station(action.from), station(action.to),
                       action.servers);
  }
  std::string operator()(const Overtime& action) const { return "overtime = " + length(action.by); }
  std::string operator()(const Shorten& action) const {
    return fmt::format("shorten = {{ station = {}, factor = {} }}", station(action.station), number(action.factor));
  }
  std::string operator()(const HoldBack& action) const {
    return fmt::format("hold_back = {{ notice = {}, share = {}{} }}", length(action.notice), number(action.share),
                       action.later ? ", later = " + length(*action.later) : "");
  }
};

}  // namespace

std::string mitigation_toml(const Scenario& scenario, const Hub& hub, const Mitigation& mitigation) {
  const MitigationText text{scenario, hub};
  std::string out =
      fmt::format("\n[[hub.mitigation]]\nname = {}\nwhen = {{ {} }}\nlead_time = {}\n", quoted(mitigation.name),
                  std::visit(text, mitigation.when), length(mitigation.lead_time));
  if (mitigation.lasts)
    out += fmt::format("for = {}\n", length(*mitigation.lasts));
  if (mitigation.until_queue_below)
    out += fmt::format("until_queue_below = {}\n", *mitigation.until_queue_below);
  return out +
         fmt::format("without_failure = {}\n{}\n", mitigation.without_failure, std::visit(text, mitigation.action));
}

}  // namespace ripresa::scenario
