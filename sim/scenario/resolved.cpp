// The scenario written out as TOML, with every default and unit.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "ripresa/scenario/read.hpp"
#include "toml_text.hpp"

namespace ripresa::scenario {
namespace {

class Writer {
 public:
  explicit Writer(const Scenario& scenario) : s_(scenario) {}

  std::string text() {
    write_head();
    for (const auto& c : s_.classes) {
      section("[[class]]");
      line("name", quoted(c.name));
      line("share", number(c.appointment_share));
      line("walk_in_share", number(c.walk_in_share));
    }
    out_ += backends_text(s_);
    for (const auto& failure : s_.booking_failures)
      write_booking_failure(failure);
    for (const auto& hub : s_.hubs)
      write_hub(hub);
    for (const auto& group : s_.groups)
      write_group(group);
    if (s_.campaign)
      out_ += campaign_toml(s_);
    for (const auto& objective : s_.objectives)
      write_objective(objective);
    return std::move(out_);
  }

 private:
  void section(std::string_view name) { fmt::format_to(std::back_inserter(out_), "\n{}\n", name); }
  void line(std::string_view key, std::string_view value) {
    fmt::format_to(std::back_inserter(out_), "{} = {}\n", key, value);
  }

  void write_head() {
    line("title", quoted(s_.title));
    line("date", iso_date(s_.date));
    line("time_zone", quoted(s_.time_zone));
    section("[experiment]");
    line("replications", fmt::format("{}", s_.experiment.replications));
    line("seed", fmt::format("{}", s_.experiment.seed));
    line("horizon", clock(s_.experiment.horizon));
    line("warm_up", clock(s_.experiment.warm_up));
    if (s_.experiment.until_precise)
      write_precision(*s_.experiment.until_precise);
    section("[measures]");
    line("step", length(s_.measures.step));
    line("tolerance", number(s_.measures.catch_up_tolerance) + "  # persons");
    line("tolerance_share", number(s_.measures.catch_up_tolerance_share));
    line("hold", length(s_.measures.catch_up_hold));
    section("[output]");
    line("hubs", quoted(text_of(s_.output.hubs)));
    line("stations", quoted(text_of(s_.output.stations)));
  }

  void write_booking_failure(const BookingFailure& failure) {
    section("[[booking_failure]]");
    line("from", clock(failure.from));
    line("to", clock(failure.to));
    line("not_called", number(failure.not_called));
    line("called_elsewhere", number(failure.called_elsewhere));
    line("called_twice", number(failure.called_twice));
    if (failure.elsewhere)
      line("elsewhere", quoted(s_.hubs[*failure.elsewhere].name));
    if (failure.hubs.empty())
      fmt::format_to(std::back_inserter(out_), "# hubs: everywhere\n");
    else
      line("hubs", hub_list(failure.hubs));
  }

  std::string hub_list(const std::vector<std::size_t>& hubs) const {
    std::string list;
    for (const std::size_t hub : hubs)
      append(list, quoted(s_.hubs[hub].name));
    return "[" + list + "]";
  }

  void write_group(const Group& group) {
    section("[[group]]");
    line("name", quoted(group.name));
    line("hubs", hub_list(group.hubs));
  }

  void write_hub(const Hub& hub) {
    section("[[hub]]");
    line("name", quoted(hub.name));
    if (!hub.region.empty())
      line("region", quoted(hub.region));
    if (!hub.health_agency.empty())
      line("health_agency", quoted(hub.health_agency));
    line("opens", clock(hub.opens));
    line("closes", clock(hub.closes));
    line("closing", quoted(hub.closing == Closing::hard ? "hard" : "serve-inside"));
    if (hub.indoor_capacity)
      line("indoor_capacity", fmt::format("{}  # persons", *hub.indoor_capacity));
    else
      fmt::format_to(std::back_inserter(out_), "# indoor_capacity: no limit\n");
    if (hub.outdoor_patience)
      line("outdoor_patience", text_of(*hub.outdoor_patience));
    if (hub.come_back)
      line("come_back", text_of(*hub.come_back));
    if (!hub.nearby.empty()) {
      std::string nearby;
      for (const Nearby& near : hub.nearby)
        append(nearby, fmt::format("{{ hub = {}, travel = {} }}", quoted(s_.hubs[near.hub].name), length(near.travel)));
      line("nearby", "[" + nearby + "]");
    }
    if (hub.rebooking)
      line("rebooking", text_of(*hub.rebooking));
    if (!hub.appointments.blocks.empty())
      line("appointments", appointments(hub.appointments));
    if (!hub.walk_ins.pieces.empty())
      line("walk_ins", walk_ins(hub.walk_ins));
    line("vaccination_station", quoted(hub.stations[hub.vaccination_station].name));
    line("recording_station", quoted(hub.stations[hub.recording_station].name));
    for (const auto& supply : hub.supplies)
      out_ += supply_toml(supply);
    for (const auto& mitigation : hub.mitigations)
      out_ += mitigation_toml(s_, hub, mitigation);
    for (const auto& station : hub.stations)
      write_station(hub, station);
  }

  static std::string appointments(const AppointmentBook& book) {
    std::string blocks;
    for (const auto& block : book.blocks)
      append(blocks,
             fmt::format("{{ from = {}, to = {}, persons = {} }}", clock(block.from), clock(block.to), block.persons));
    return fmt::format("{{ blocks = [{}], slot = {}, show_rate = {}, punctuality = {} }}", blocks, length(book.slot),
                       number(book.show_rate), text_of(book.punctuality));
  }

  static std::string walk_ins(const WalkIns& stream) {
    std::string rates;
    for (const auto& piece : stream.pieces)
      append(rates, fmt::format("{{ from = {}, to = {}, per_hour = {} }}", clock(piece.from), clock(piece.to),
                                number(piece.persons_per_hour)));
    return fmt::format("{{ rates = [{}] }}", rates);
  }

  void write_station(const Hub& hub, const Station& station) {
    section("[[hub.station]]");
    line("name", quoted(station.name));
    if (const auto* staffed = std::get_if<Staffed>(&station.servers)) {
      line("shifts", text_of(staffed->shifts));
      line("at_shift_end", quoted(text_of(staffed->at_shift_end)));
    } else {
      const auto& seats = std::get<Seated>(station.servers).seats;
      line("seats", seats ? fmt::format("{}", *seats) : quoted("unlimited"));
    }
    out_ += text_of(station.service, s_.classes, "\n") + '\n';
    if (station.walk)
      line("walk", text_of(*station.walk));
    std::string calls;
    for (const auto& call : station.calls)
      append(calls,
             fmt::format("{{ backend = {}, at = \"{}\" }}", quoted(s_.backends[call.backend].name), text_of(call.at)));
    line("calls", "[" + calls + "]");
    line("on_backend_loss", quoted(text_of(station.on_backend_loss)));
    if (station.patience)
      line("patience", text_of(*station.patience));
    if (!station.balking.empty())
      line("balking", text_of(station.balking));
    if (station.needs)
      line("needs", quoted(hub.supplies[*station.needs].name));
    line("on_failure", text_of(station.on_failure, s_.classes));
    write_next(hub, station);
  }

  void write_next(const Hub& hub, const Station& station) {
    const bool same_for_all = std::all_of(station.next.begin(), station.next.end(), [&station](const auto& branches) {
      return branches == station.next.front();
    });
    const auto class_filter = [&](std::size_t c) {
      return same_for_all ? std::string() : fmt::format(", class = {}", quoted(s_.classes[c].name));
    };
    std::string entries;
    for (std::size_t c = 0; c < (same_for_all ? 1 : station.next.size()); ++c)
      for (const auto& branch : station.next[c])
        append(entries, fmt::format("{{ to = {}, probability = {}{} }}",
                                    quoted(branch.station ? hub.stations[*branch.station].name : "leave"),
                                    number(branch.probability), class_filter(c)));
    line("next", "[" + entries + "]");
  }

  void write_objective(const Objective& objective) {
    section("[[objective]]");
    line("name", quoted(objective.name));
    line("measure", quoted(objective.measure));
    if (objective.bound == Bound::before)
      line("before", clock(objective.before));
    else
      line(objective.bound == Bound::below ? "below" : "above", number(objective.limit));
    line("probability", number(objective.probability));
    out_ += text_of(objective.scope) + "\n";
  }

  void write_precision(const Precision& precision) {
    section("[experiment.until_precise]");
    std::string measures;
    for (const std::string& measure : precision.measures)
      append(measures, quoted(measure));
    line("measures", "[" + measures + "]");
    line("relative_half_width", number(precision.relative_half_width));
    out_ += text_of(precision.scope) + "\n";
  }

  const Scenario& s_;
  std::string out_;
};

}  // namespace

std::string resolved_toml(const Scenario& scenario) {
  return Writer(scenario).text();
}

}  // namespace ripresa::scenario
