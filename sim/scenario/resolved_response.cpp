// The responses to failures, as the resolved scenario writes them.

#include <fmt/format.h>

#include "forms.hpp"
#include "toml_text.hpp"

namespace ripresa::scenario {
namespace {

std::string text_of(const FormEntry& entry) {
  std::string text = fmt::format("{{ service = {}, idle_clerks = {}", text_of(entry.service), entry.idle_clerks);
  if (entry.extra_clerks)
    text += fmt::format(", extra_clerks = {{ clerks = {}, from = {} }}", entry.extra_clerks->clerks,
                        clock(entry.extra_clerks->from));
  if (entry.overnight)
    text += entry.overnight->forms_per_hour > 0
                ? fmt::format(", overnight = {{ at = {}, per_hour = {} }}", clock(entry.overnight->at),
                              number(entry.overnight->forms_per_hour))
                : fmt::format(", overnight = {{ at = {} }}", clock(entry.overnight->at));
  return text + " }";
}

struct ResponseText {
  const std::vector<PersonClass>& classes;

  std::string operator()(const Wait&) const { return ""; }
  std::string operator()(const Paper& paper) const {
    return fmt::format(", under_way = \"{}\", {}{}", text_of(paper.under_way), text_of(paper.service, classes, ", "),
                       paper.entry ? ", entry = " + text_of(*paper.entry) : "");
  }
  std::string operator()(const Offline& offline) const {
    std::string text = offline.persons ? fmt::format(", persons = {}", *offline.persons) : "";
    if (offline.syncs_per_minute > 0)
      text += ", syncs_per_minute = " + number(offline.syncs_per_minute);
    return text + fmt::format(", under_way = \"{}\"", text_of(offline.under_way));
  }
  std::string operator()(const TurnAway&) const { return ""; }
  std::string operator()(const Retry& retry) const { return text_of(retry); }
  std::string operator()(const Divert& divert) const {
    return (divert.queue_below ? fmt::format(", queue_below = {}", *divert.queue_below) : "") +
           ", refuse = " + number(divert.refuse);
  }
};

std::string_view name_of(const Response& response) {
  return kResponses[response.how.index()].front();
}

}  // namespace

std::string text_of(const std::vector<Response>& on_failure, const std::vector<PersonClass>& classes) {
  if (on_failure.empty())
    return quoted("wait");
  std::string list;
  for (const Response& response : on_failure) {
    const bool retry = std::holds_alternative<Retry>(response.how);
    std::string times = retry ? std::string() : fmt::format("after = {}", length(response.after));
    if (response.lasts)
      times += fmt::format("{}for = {}", retry ? "" : ", ", length(*response.lasts));
    times += retry ? (response.lasts ? ", " : "") : fmt::format(", back_after = {}", length(response.back_after));
    append(list, fmt::format("{{ {} = {{ {}{} }} }}", name_of(response), times,
                             std::visit(ResponseText{classes}, response.how)));
  }
  return "[" + list + "]";
}

}  // namespace ripresa::scenario
