#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <set>

#include "parts.hpp"
#include "ripresa/exact/distribution.hpp"

namespace ripresa::estimate {
namespace {

using exact::Counters;
using model::BackendState;

/// Mean and standard deviation over all who come: classes mixed by their weights.
exact::Moments mixed(const std::vector<scenario::Distribution>& by_class, const std::vector<double>& weights) {
  double persons = 0;
  double sum = 0;
  double squares = 0;
  for (std::size_t c = 0; c < by_class.size(); ++c) {
    const exact::Moments m = exact::moments(by_class[c]);
    persons += weights[c];
    sum += weights[c] * m.mean_minutes;
    squares += weights[c] * (m.mean_minutes * m.mean_minutes + m.sd_minutes * m.sd_minutes);
  }
  if (persons <= 0)
    return {};
  const double mean = sum / persons;
  return {mean, std::sqrt(std::max(0.0, squares / persons - mean * mean))};
}

void hold_for(const exact::Moments& work, exact::StationPhase& phase) {
  phase.holding = Duration::nearest_seconds(60 * work.mean_minutes);
  phase.cv = work.mean_minutes > 0 ? work.sd_minutes / work.mean_minutes : 0;
}

/// What is left, at some instant, of work that is under way.
double left_minutes(const exact::Moments& work) {
  return work.mean_minutes > 0 ? (work.mean_minutes + work.sd_minutes * work.sd_minutes / work.mean_minutes) / 2 : 0;
}

double servers_at(const model::StationModel& model, Time at) {
  if (model.staffing.empty())
    return model.seats == std::numeric_limits<std::int32_t>::max() ? std::numeric_limits<double>::infinity()
                                                                   : model.seats;
  double servers = 0;
  for (const auto& change : model.staffing)
    if (change.at <= at)
      servers = change.servers;
  return servers;
}

/// One station's phases in one run.
class Phases {
 public:
  Phases(const scenario::Scenario& scenario, const scenario::Station& station,
         const std::vector<model::BackendTimeline>& timelines, const model::StationModel& model, Run run)
      : scenario_(scenario), station_(station), timelines_(timelines), model_(model), fails_(run == Run::outage) {
    if (fails_)
      responses_ = response_times(station, timelines);
  }

  std::vector<exact::StationPhase> all(const std::vector<double>& class_weights) const {
    const exact::Moments work = mixed(station_.service, class_weights);
    std::vector<exact::StationPhase> phases;
    std::optional<Time> before;
    for (const Time at : changes()) {
      const scenario::Response* response = serves_without_backend(at);
      const bool held_stay = response != nullptr && under_way(*response) == scenario::UnderWay::finish &&
                             counters_at(at) != Counters::working;
      const bool fails_now = before && works_as_usual(*before) && counters_at(at) != Counters::working;
      // Where people are served by a response from the first instant on, there are some whom the failure holds.
      if (response == nullptr || (held_stay && fails_now)) {
        phases.push_back(with_backend(at, work));
        if (fails_now)
          phases.back().cut_off = lost_calls_take(*before, at);
      }
      if (response != nullptr) {
        phases.push_back(by_response(at, *response, work, class_weights));
        phases.back().held_stay = held_stay;
      }
      if (before && (response == nullptr || serves_without_backend(*before) != nullptr))
        lead_over(*before, at, work, phases);
      before = at;
    }
    return phases;
  }

 private:
  exact::StationPhase with_backend(Time at, const exact::Moments& work) const {
    exact::StationPhase phase;
    phase.from = at;
    phase.servers = servers_at(model_, at);
    hold_for(with_calls(work, at), phase);
    phase.counters = counters_at(at);
    phase.broken_off_work_is_lost = station_.on_backend_loss == scenario::UnderWay::restart;
    return phase;
  }

  exact::StationPhase by_response(Time at, const scenario::Response& response, const exact::Moments& work,
                                  const std::vector<double>& class_weights) const {
    exact::StationPhase phase;
    phase.from = at;
    phase.servers = servers_at(model_, at);
    const auto* paper = std::get_if<scenario::Paper>(&response.how);
    hold_for(paper != nullptr ? mixed(paper->service, class_weights) : work, phase);
    phase.held_have_work_done = under_way(response) != scenario::UnderWay::restart;
    return phase;
  }

  /// From the last phase but one to the last, where services take another time in it, begun at `at`.
  void lead_over(Time before, Time at, const exact::Moments& work, std::vector<exact::StationPhase>& phases) const {
    const exact::StationPhase& was = phases[phases.size() - 2];
    exact::StationPhase& becomes = phases.back();
    if (was.counters == Counters::working && was.holding > Duration{} && was.holding != becomes.holding)
      becomes.under_way_takes = Duration::nearest_seconds(60 * under_way_take_minutes(before, at, work, was, becomes));
  }

  bool works_as_usual(Time at) const {
    return serves_without_backend(at) == nullptr && counters_at(at) == Counters::working;
  }

  std::set<Time> changes() const {
    std::set<Time> at = {Time{}};
    for (const auto& change : model_.staffing)
      at.insert(change.at);
    if (!fails_)
      return at;
    for (const scenario::Call& call : station_.calls)
      for (const auto& change : timelines_[call.backend])
        at.insert(change.at);
    for (const ResponseTime& response : responses_)
      at.insert({response.from, response.to});
    at.erase(Time::never());
    return at;
  }

  BackendState state(const scenario::Call& call, Time at) const {
    return fails_ ? state_at(timelines_[call.backend], at) : BackendState{};
  }
  bool down(const scenario::Call& call, Time at) const { return !state(call, at).up; }

  static scenario::UnderWay under_way(const scenario::Response& response) {
    if (const auto* paper = std::get_if<scenario::Paper>(&response.how))
      return paper->under_way;
    return std::get<scenario::Offline>(response.how).under_way;
  }

  /// The response at that instant, if people are served by it without the backend.
  const scenario::Response* serves_without_backend(Time at) const {
    for (const ResponseTime& time : responses_) {
      const bool serves = std::holds_alternative<scenario::Paper>(time.response->how) ||
                          std::holds_alternative<scenario::Offline>(time.response->how);
      if (serves && time.from <= at && at < time.to)
        return time.response;
    }
    return nullptr;
  }

  exact::Moments with_calls(const exact::Moments& work, Time at) const {
    double mean = work.mean_minutes;
    double variance = work.sd_minutes * work.sd_minutes;
    for (const scenario::Call& call : station_.calls) {
      const exact::Moments m = call_takes(call, at);
      mean += m.mean_minutes;
      variance += m.sd_minutes * m.sd_minutes;
    }
    return {mean, std::sqrt(variance)};
  }

  /// One try.
  exact::Moments latency(const scenario::Call& call, const BackendState& now) const {
    const exact::Moments m = exact::moments(scenario_.backends[call.backend].latency);
    return {m.mean_minutes * now.latency_factor, m.sd_minutes * now.latency_factor};
  }

  /// A call that fails with probability e is made 1 / (1 − e) times on average, with a variance of e / (1 − e)², and a
  /// pause after each failure.
  exact::Moments call_takes(const scenario::Call& call, Time at) const {
    if (call.at == scenario::CallPoint::throughout)
      return {};
    const BackendState now = state(call, at);
    const exact::Moments once = latency(call, now);
    const double pause = now.retry_pause.in_minutes();
    const double success = 1 - now.error_rate;
    const double variance = once.sd_minutes * once.sd_minutes / success +
                            now.error_rate * std::pow((once.mean_minutes + pause) / success, 2);
    return {(once.mean_minutes + now.error_rate * pause) / success, std::sqrt(variance)};
  }
  double call_takes_minutes(const scenario::Call& call, Time at) const { return call_takes(call, at).mean_minutes; }

  /// What is left of a call that was begun in a state before and goes on in that of `at`, where it takes
  /// `anew_minutes` from its beginning.
  double left_of_call_minutes(const scenario::Call& call, Time before, double anew_minutes) const {
    const BackendState then = state(call, before);
    const exact::Moments once = latency(call, then);
    const double pause = then.retry_pause.in_minutes();
    const double in_pause = then.error_rate * pause;
    if (once.mean_minutes + in_pause <= 0)
      return 0;
    return (once.mean_minutes * (left_minutes(once) + then.error_rate * (pause + anew_minutes)) +
            in_pause * (pause / 2 + anew_minutes)) /
           (once.mean_minutes + in_pause);
  }

  /// What is left, on average, of a service that is under way by the backend before and goes on in the state of `at`.
  double left_of_service_minutes(Time before, Time at, const exact::Moments& work, double took_minutes) const {
    double left = 0;   // times how long a service is at that part of it
    double after = 0;  // of what comes later in the service
    const auto add_calls = [&](scenario::CallPoint point) {
      for (auto call = station_.calls.rbegin(); call != station_.calls.rend(); ++call) {
        if (call->at != point)
          continue;
        const double anew = call_takes_minutes(*call, at);
        left += call_takes_minutes(*call, before) * (left_of_call_minutes(*call, before, anew) + after);
        after += anew;
      }
    };
    add_calls(scenario::CallPoint::end);
    left += work.mean_minutes * (left_minutes(work) + after);
    after += work.mean_minutes;
    add_calls(scenario::CallPoint::start);
    return left / took_minutes;
  }

  /// Over how long those at the counters leave, so that in the end as many are done as where each counter is first done
  /// with the service under way, and then with one after the other that `becomes`: by the renewal function's constant.
  double under_way_take_minutes(Time before, Time at, const exact::Moments& work, const exact::StationPhase& was,
                                const exact::StationPhase& becomes) const {
    const double took = was.holding.in_minutes();
    const double left = serves_without_backend(before) != nullptr ? left_minutes({took, was.cv * took})
                                                                  : left_of_service_minutes(before, at, work, took);
    return std::max(left / 2, left + becomes.holding.in_minutes() * (1 - becomes.cv * becomes.cv) / 2);
  }

  /// Of the calls that services begin with, those in which the failure comes.
  Duration lost_calls_take(Time before, Time at) const {
    double minutes = 0;
    for (const scenario::Call& call : station_.calls)
      if (call.at == scenario::CallPoint::start && down(call, at))
        minutes += call_takes_minutes(call, before);
    return Duration::nearest_seconds(60 * minutes);
  }

  Counters counters_at(Time at) const {
    bool start = false;
    bool end = false;
    for (const scenario::Call& call : station_.calls) {
      if (!down(call, at))
        continue;
      if (call.at == scenario::CallPoint::end)
        end = true;
      else if (call.at == scenario::CallPoint::throughout && station_.on_backend_loss != scenario::UnderWay::finish)
        return Counters::suspended;
      else
        start = true;
    }
    if (start && end)
      return Counters::held_at_both;
    return start ? Counters::held_at_start : end ? Counters::held_at_end : Counters::working;
  }

  const scenario::Scenario& scenario_;
  const scenario::Station& station_;
  const std::vector<model::BackendTimeline>& timelines_;
  const model::StationModel& model_;
  bool fails_;
  std::vector<ResponseTime> responses_;
};

}  // namespace

std::vector<exact::StationPhase> station_phases(const scenario::Scenario& scenario, const scenario::Station& station,
                                                const std::vector<model::BackendTimeline>& timelines,
                                                const model::StationModel& model,
                                                const std::vector<double>& class_weights, Run run) {
  return Phases(scenario, station, timelines, model, run).all(class_weights);
}

}  // namespace ripresa::estimate
