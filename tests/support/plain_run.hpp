#pragma once

// The obvious simulator of a hub's day: one std::priority_queue of events, one std::deque a line, one case an event,
// nothing made for speed. What is fast has to give the same record.
//
// It knows stations in line, each first come, first served by servers on shifts (who is served then is served to the
// end); walks between them; a backend without limits that a station calls at the end of its service or throughout it;
// and outages of that backend, which everybody waits out. Order of equal times: engine/calendar.hpp.

#include <algorithm>
#include <deque>
#include <queue>
#include <tuple>
#include <utility>
#include <vector>

#include "ripresa/engine/calendar.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/people.hpp"
#include "ripresa/model/purpose.hpp"
#include "ripresa/observation/run_record.hpp"

namespace ripresa::testing {

class PlainRun {
 public:
  PlainRun(const model::Model& model, const model::People& people, const engine::RandomNumbers& random)
      : model_(model), hub_(model.hubs[0]), people_(people), random_(random) {}

  /// The whole day; `outages`: what the backend does, empty for the baseline.
  observation::RunRecord run(const model::BackendTimeline& outages) {
    begin_day(outages);
    while (!events_.empty() && events_.top().at < model_.horizon) {
      const Event event = events_.top();
      events_.pop();
      note_series_before(event.at);
      pass_time(event.at);
      carry_out(event);
    }
    note_series_before(Time::never());
    pass_time(model_.horizon);
    end_day();
    return record_;
  }

 private:
  enum class What { backend_change, staff_change, progress, opening, arrival, joining };
  struct Event {
    Time at;
    engine::Phase phase;
    std::uint64_t sequence;
    What what;
    std::size_t subject;  // a person, a station, or the change of the backend
    std::int32_t servers;
    bool operator<(const Event& other) const {  // std::priority_queue has its greatest first
      return std::tie(at, phase, sequence) > std::tie(other.at, other.phase, other.sequence);
    }
  };
  enum class Doing { nothing, working, calling, suspended, held };
  struct Person {
    std::size_t station = 0;
    Doing doing = Doing::nothing;
    Time due = Time::never(), set_out, joined, since;
    Duration left_to_do, waited_here;
  };
  struct Station {
    std::deque<std::size_t> line;
    std::vector<std::size_t> served;
    std::int32_t on_duty = 0;
  };

  void schedule(Time at, engine::Phase phase, What what, std::size_t subject, std::int32_t servers = 0) {
    events_.push({at, phase, sequence_++, what, subject, servers});
  }

  void begin_day(const model::BackendTimeline& outages) {
    persons_.resize(people_.size());
    stations_.resize(hub_.stations.size());
    record_.persons.assign(people_.size());
    record_.stations.resize(hub_.stations.size());
    for (auto& station : record_.stations)
      station.queue.resize(model_.grid.points);
    for (auto* values : all_series())
      values->resize(model_.grid.points);
    for (const auto& change : outages)
      schedule(change.at, engine::Phase::availability, What::backend_change, change.state.up ? 1 : 0);
    for (std::size_t s = 0; s < stations_.size(); ++s) {
      const auto& model = hub_.stations[s];
      stations_[s].on_duty = model.staffing.empty() ? model.seats : 0;
      for (const auto& change : model.staffing)
        schedule(change.at, engine::Phase::staffing, What::staff_change, s, change.servers);
    }
    schedule(hub_.opens, engine::Phase::doors, What::opening, 0);
    for (const std::uint32_t person : people_.order)
      schedule(people_.arrival[person], engine::Phase::joining, What::arrival, person);
  }

  void carry_out(const Event& event) {
    switch (event.what) {
      case What::backend_change:
        backend_up_ = event.subject == 1;
        for (Station& station : stations_)
          backend_up_ ? take_up(station) : break_off(station);
        break;
      case What::staff_change:
        stations_[event.subject].on_duty = event.servers;
        serve_next(event.subject);
        break;
      case What::progress:
        if (persons_[event.subject].due == now_)
          go_on(event.subject);
        break;
      case What::opening:
        open_ = true;
        for (const std::size_t person : std::exchange(at_door_, {})) {
          record_.persons.waited[person] += now_ - record_.persons.arrival[person];
          set_out(person, 0);
        }
        break;
      case What::arrival:
        arrive(event.subject);
        break;
      case What::joining:
        join(event.subject);
        break;
    }
  }

  void arrive(std::size_t person) {
    ++record_.counts.arrivals;
    record_.persons.arrival[person] = now_;
    if (now_ >= hub_.closes) {
      ++record_.counts.turned_away;
      record_.persons.left[person] = now_;
      record_.persons.fate[person] = observation::Fate::turned_away;
      return;
    }
    ++present_;
    record_.persons.fate[person] = observation::Fate::inside;
    record_.peak_outdoors.raise_to(outdoors(now_), now_);
    if (open_) {
      set_out(person, 0);
    } else {
      at_door_.push_back(person);
      record_.peak_queue.raise_to(queue(), now_);
    }
  }

  void set_out(std::size_t person, std::size_t station) {
    persons_[person] = {};
    persons_[person].station = station;
    persons_[person].set_out = now_;
    if (hub_.stations[station].walk)
      schedule(now_ + people_.walk[station][person], engine::Phase::joining, What::joining, person);
    else
      join(person);
  }

  void join(std::size_t person) {
    Person& p = persons_[person];
    Station& station = stations_[p.station];
    p.joined = now_;
    station.line.push_back(person);
    if (static_cast<std::int32_t>(station.served.size()) < station.on_duty && station.line.size() == 1) {
      serve_next(p.station);
      return;
    }
    record_.stations[p.station].peak_queue.raise_to(static_cast<std::int32_t>(station.line.size()), now_);
    record_.peak_queue.raise_to(queue(), now_);
  }

  void serve_next(std::size_t s) {
    Station& station = stations_[s];
    while (!station.line.empty() && static_cast<std::int32_t>(station.served.size()) < station.on_duty) {
      const std::size_t person = station.line.front();
      station.line.pop_front();
      station.served.push_back(person);
      Person& p = persons_[person];
      p.waited_here = now_ - p.joined;
      record_.stations[s].queued_total += now_ - p.joined;
      p.left_to_do = people_.service[s][person];
      p.since = now_;
      work(person);
    }
  }

  /// Works, or waits to, where the backend is called throughout.
  void work(std::size_t person) {
    Person& p = persons_[person];
    if (!backend_up_ && !hub_.stations[p.station].gates.empty()) {
      p.doing = Doing::suspended;
      return;
    }
    p.doing = Doing::working;
    expect(person, p.left_to_do);
  }

  void call(std::size_t person) {
    Person& p = persons_[person];
    p.doing = backend_up_ ? Doing::calling : Doing::held;
    if (!backend_up_)
      return;
    const auto& step = hub_.stations[p.station].steps.back();
    expect(
        person,
        model_.backends[step.backend].latency.draw(random_.bits(
            people_.random_key(static_cast<std::uint32_t>(person)),
            model::purpose(hub_.stations[p.station].code, model::Use::latency, model::call_ordinal(step.ordinal, 0)))));
  }

  void expect(std::size_t person, Duration later) {
    persons_[person].due = now_ + later;
    schedule(now_ + later, engine::Phase::progress, What::progress, person);
  }

  /// What is due now is done all the same.
  void break_off(Station& station) {
    for (const std::size_t person : station.served) {
      Person& p = persons_[person];
      if (p.due <= now_)
        continue;
      if (p.doing == Doing::working && !hub_.stations[p.station].gates.empty()) {
        p.doing = Doing::suspended;
        p.left_to_do = p.due - now_;
        p.since = now_;
        p.due = Time::never();
      } else if (p.doing == Doing::calling) {
        p.doing = Doing::held;
        p.due = Time::never();
      }
    }
  }

  void take_up(Station& station) {
    for (const std::size_t person : station.served) {
      Person& p = persons_[person];
      if (p.doing == Doing::suspended) {
        p.waited_here += now_ - p.since;
        work(person);
      } else if (p.doing == Doing::held) {
        call(person);
      }
    }
  }

  void go_on(std::size_t person) {
    Person& p = persons_[person];
    p.due = Time::never();
    if (p.doing == Doing::working && hub_.stations[p.station].steps.size() > 1) {
      p.since = now_;
      call(person);
      return;
    }
    if (p.doing == Doing::calling)
      p.waited_here += now_ - p.since;
    leave_station(person);
  }

  void leave_station(std::size_t person) {
    Person& p = persons_[person];
    const std::size_t s = p.station;
    auto& station = record_.stations[s];
    if (people_.arrival[person] >= model_.warm_up) {
      station.waits.push_back(p.waited_here);
      station.sojourns.push_back(now_ - p.set_out);
    }
    station.last_release = now_;
    record_.persons.waited[person] += p.waited_here;
    stations_[s].served.erase(std::find(stations_[s].served.begin(), stations_[s].served.end(), person));
    if (s == hub_.vaccination_station) {
      record_.persons.fate[person] = observation::Fate::vaccinated;
      record_.vaccinations.push_back(now_);
      record_.recordings.push_back(now_);
    }
    serve_next(s);
    if (s + 1 < stations_.size()) {
      set_out(person, s + 1);
      return;
    }
    p.doing = Doing::nothing;
    p.station = stations_.size();
    --present_;
    record_.persons.left[person] = record_.last_exit = now_;
  }

  void pass_time(Time to) {
    for (std::size_t s = 0; s < stations_.size(); ++s) {
      record_.stations[s].occupied_area += (to - now_) * static_cast<std::int64_t>(stations_[s].served.size());
      record_.stations[s].queue_area += (to - now_) * static_cast<std::int64_t>(stations_[s].line.size());
    }
    now_ = to;
  }

  std::int32_t queue() const {
    std::size_t all = at_door_.size();
    for (const Station& station : stations_)
      all += station.line.size();
    return static_cast<std::int32_t>(all);
  }

  std::int32_t outdoors(Time at) const {
    return at < hub_.opens ? present_ : std::max(0, present_ - hub_.indoor_capacity);
  }

  std::vector<std::vector<std::int32_t>*> all_series() {
    auto& series = record_.series;
    return {&series.vaccinated, &series.recorded, &series.queue, &series.outdoors, &series.present};
  }

  /// The grid's points before `next`, at which nothing more happens.
  void note_series_before(Time next) {
    for (; noted_ < model_.grid.points && model_.grid.at(noted_) < next; ++noted_) {
      record_.series.vaccinated[noted_] = static_cast<std::int32_t>(record_.vaccinations.size());
      record_.series.recorded[noted_] = static_cast<std::int32_t>(record_.recordings.size());
      record_.series.queue[noted_] = queue();
      record_.series.outdoors[noted_] = outdoors(model_.grid.at(noted_));
      record_.series.present[noted_] = present_;
      for (std::size_t s = 0; s < stations_.size(); ++s)
        record_.stations[s].queue[noted_] = static_cast<std::int32_t>(stations_[s].line.size());
    }
  }

  /// Those still there have waited until now.
  void end_day() {
    auto& counts = record_.counts;
    counts.vaccinated = counts.recorded = static_cast<std::int64_t>(record_.vaccinations.size());
    counts.present = present_;
    for (std::size_t s = 0; s < stations_.size(); ++s) {
      for (const std::size_t person : stations_[s].line) {
        record_.persons.waited[person] += now_ - persons_[person].joined;
        record_.stations[s].queued_total += now_ - persons_[person].joined;
      }
      for (const std::size_t person : stations_[s].served) {
        const Person& p = persons_[person];
        record_.stations[s].last_release = now_;
        record_.persons.waited[person] += p.waited_here + (p.doing == Doing::working ? Duration{} : now_ - p.since);
      }
    }
    for (const auto& person : record_.persons)
      if (person.fate == observation::Fate::vaccinated && person.left == Time::never())
        ++counts.present_vaccinated;
  }

  const model::Model& model_;
  const model::HubModel& hub_;
  const model::People& people_;
  engine::RandomNumbers random_;
  std::priority_queue<Event> events_;
  std::uint64_t sequence_ = 0;
  std::vector<Person> persons_;
  std::vector<Station> stations_;
  std::vector<std::size_t> at_door_;
  std::size_t noted_ = 0;
  std::int32_t present_ = 0;
  bool backend_up_ = true, open_ = false;
  Time now_;
  observation::RunRecord record_;
};

}  // namespace ripresa::testing
