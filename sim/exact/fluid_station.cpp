#include "fluid_station.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ripresa::exact {
namespace {

constexpr double kDust = 1e-9;  // persons who are really none
constexpr double kDustPerMinute = 1e-12;
constexpr double kShortestStay = 1e-7;  // minutes: services that take no time at all

double without_dust(double persons) {
  return std::abs(persons) < kDust ? 0 : persons;
}

/// People at the counters who leave as their services end: rates that change at known instants.
class Leaving {
 public:
  double rate() const { return rate_; }
  double persons() const { return persons_; }
  double next_change() const { return changes_.empty() ? INFINITY : changes_.front().at; }

  /// `persons` leave evenly over `minutes`, beginning after `lag`.
  void add(double now, double persons, double minutes, double lag = 0) {
    if (persons <= 0)
      return;
    persons_ += persons;
    change_at(now + lag, persons / minutes);
    change_at(now + lag + minutes, -persons / minutes);
    take_changes(now);
  }

  /// From now on people come at `per_minute`, each to leave `minutes` later.
  void feed(double now, double per_minute, double minutes) {
    if (per_minute == fed_ && minutes == fed_for_)
      return;
    if (fed_ != 0)
      change_at(now + fed_for_, -fed_);
    if (per_minute != 0)
      change_at(now + minutes, per_minute);
    fed_ = per_minute;
    fed_for_ = minutes;
  }

  void advance(double by) { persons_ = without_dust(std::max(0.0, persons_ + (fed_ - rate_) * by)); }

  void take_changes(double now) {
    std::size_t taken = 0;
    for (; taken < changes_.size() && changes_[taken].at <= now; ++taken)
      rate_ += changes_[taken].more;
    if (std::abs(rate_) < kDustPerMinute)
      rate_ = 0;
    changes_.erase(changes_.begin(), changes_.begin() + static_cast<std::ptrdiff_t>(taken));
  }

  /// They are counted elsewhere from now on.
  double take_all() {
    const double persons = persons_;
    *this = {};
    return persons;
  }

  /// Those who would leave after `last` are counted elsewhere from now on. Nobody comes any more.
  double take_later(double now, double last) {
    feed(now, 0, 0);
    double rate = rate_;
    double staying = 0;
    std::size_t kept = 0;
    for (double at = now; at < last; ++kept) {
      const bool changes = kept < changes_.size() && changes_[kept].at < last;
      const double until = changes ? changes_[kept].at : last;
      staying += rate * (until - at);
      at = until;
      if (!changes)
        break;
      rate += changes_[kept].more;
    }
    changes_.resize(kept);
    change_at(last, -rate);
    return std::exchange(persons_, std::min(persons_, staying)) - persons_;
  }

  /// They leave with these from now on. Nobody comes to them any more.
  void join(double now, Leaving& others) {
    others.feed(now, 0, 0);
    rate_ += others.rate_;
    for (const Change& change : others.changes_)
      change_at(change.at, change.more);
    persons_ += others.take_all();
  }

 private:
  struct Change {
    double at, more;
  };
  void change_at(double at, double more) {
    const auto after = std::upper_bound(changes_.begin(), changes_.end(), at,
                                        [](double value, const Change& change) { return value < change.at; });
    changes_.insert(after, {at, more});
  }

  double persons_ = 0;
  double rate_ = 0;
  double fed_ = 0, fed_for_ = 0;
  std::vector<Change> changes_;
};

/// One station through the day. People are waiting in line, or at the counters: serving (they leave one after the
/// other), in the stream of a station that is fully busy, idle before their work, broken off in it, or done and held.
/// While others are served, those who are held keep their counters; who of them is at work still stands apart until it
/// is done.
class StationRun {
 public:
  StationRun(const FluidStation& station, const Flow& arrivals, double end)
      : station_(station), arrivals_(arrivals), end_(end) {
    phase_.servers = 0;
    busy_ = true;
    now_ = arrivals.empty() ? end : arrivals.front().at.value;
    if (!station.phases.empty())
      now_ = std::min(now_, minutes_of(station.phases.front().from).value);
  }

  StationFlows run() {
    while (now_ < end_) {
      take_inputs();
      settle();
      record();
      const double until = std::min(next_event(), end_);
      advance(until - now_);
      now_ = until;
    }
    flows_.departures.push_back({{end_}, 0, 0});
    flows_.queue.push_back({{end_}, 0, -queue_shown_});
    return std::move(flows_);
  }

 private:
  bool working() const { return phase_.counters == Counters::working; }
  bool work_goes_on() const { return phase_.counters != Counters::suspended; }
  bool done_leave() const { return working() || phase_.counters == Counters::held_at_start; }
  bool new_work_starts() const { return working() || phase_.counters == Counters::held_at_end; }
  double holding() const { return std::max(kShortestStay, phase_.holding.in_minutes()); }
  /// Of a server from one person to the next.
  double pace() const { return now_ < under_way_until_ ? under_way_takes_ : holding(); }
  /// How many services a server who begins now falls behind a steady stream; below none: gets ahead.
  double behind_from_beginning() const { return (1 - phase_.cv * phase_.cv) / 2; }
  /// And one whose first service was under way before, and begins anew.
  double behind_from_anew() const { return (1 + phase_.cv * phase_.cv) / 2; }
  double held() const { return idle_ + broken_off_ + lost_ + done_ + apart_.persons(); }
  /// Those who are not held by somebody.
  double servers_of(const StationPhase& phase) const { return std::max(0.0, phase.servers - held()); }
  double servers() const { return servers_of(phase_); }
  double steady_stream() const { return busy_ && servers() > 0 ? servers() / pace() : 0; }
  double stream() const { return steady_stream() - falling_behind(); }
  /// What is missing of the stream until it is as far behind as it comes to be. Where all services are equally long it
  /// stands still; the more these vary, the more gradually it comes into its own.
  double falling_behind() const {
    return to_fall_behind_ == 0 ? 0 : std::copysign(steady_stream() / (1 + phase_.cv * phase_.cv), to_fall_behind_);
  }
  double at_counters() const { return leaving_.persons() + held() + (busy_ ? servers() : 0); }
  double places() const { return working() || phase_.counters == Counters::held_at_start ? phase_.servers : places_; }
  /// The rate at which people step up to a counter, while it is not the stream of a busy station. Where every place is
  /// taken they do as others leave theirs.
  double stepping_up() const {
    const double room = places() - at_counters();
    if (room > kDust)
      return inflow_;
    if (busy_ || room < -kDust || !done_leave())
      return 0;
    return queue_ > 0 ? leaving_.rate() : std::min(inflow_, leaving_.rate());
  }
  double queue_growth() const { return inflow_ - (busy_ ? stream() : stepping_up()); }

  void take_inputs() {
    begun_now_ = behind_now_ = 0;
    leaving_.take_changes(now_);
    apart_.take_changes(now_);
    while (next_phase_ < station_.phases.size() && minutes_of(station_.phases[next_phase_].from).value <= now_)
      begin(station_.phases[next_phase_++]);
    for (; next_arrival_ < arrivals_.size() && arrivals_[next_arrival_].at.value <= now_; ++next_arrival_) {
      inflow_ = arrivals_[next_arrival_].persons_per_minute;
      queue_ += arrivals_[next_arrival_].persons_at_once;
    }
  }

  /// Lets people step up where there is room, and finds whether the station is fully busy from now on.
  void settle() {
    if (!busy_ && queue_ > 0)
      step_up(std::min(queue_, std::max(0.0, places() - at_counters())));
    if (working() && !busy_ && leaving_.persons() >= servers() - kDust && leaving_.persons() <= servers() + kDust &&
        (queue_ > 0 || inflow_ > leaving_.rate() + kDustPerMinute)) {
      leaving_.take_all();
      busy_ = true;
      // Only a whole server can begin on somebody.
      if (begun_now_ > 0)
        to_fall_behind_ += behind_now_ * std::floor(begun_now_ + kDust) / begun_now_;
    }
    if (working() && busy_ && queue_ <= 0 && inflow_ < stream() - kDustPerMinute) {
      busy_ = false;
      leaving_.add(now_, servers(), pace());
    }
    if (!busy_)
      to_fall_behind_ = 0;
    leaving_.feed(now_, new_work_starts() && !busy_ ? stepping_up() : 0, holding());
  }

  void step_up(double persons) {
    // Dust that began would come back as two events, each with dust of its own: ever more of them.
    if (persons <= kDust)
      return;
    queue_ = without_dust(queue_ - persons);
    if (new_work_starts())
      begin_together(persons, behind_from_beginning());
    else
      idle_ += persons;
  }

  void begin_together(double persons, double behind_each) {
    leaving_.add(now_, persons, holding(), holding() * std::max(0.0, behind_each));
    begun_now_ += persons;
    behind_now_ += persons * behind_each;
  }

  void begin(const StationPhase& next) {
    if (working() && next.counters == Counters::working && next.holding != phase_.holding)
      change_pace(next);
    if (working() && busy_ && next.counters == Counters::working && phase_.servers > 0 &&
        (next.held_stay || held() <= 0)) {
      // Servers who go finish whom they serve; those who come take from the line in settle().
      if (next.servers < phase_.servers)
        leaving_.add(now_, servers() - servers_of(next), pace());
      else if (next.servers > phase_.servers)
        stop_stream(now_ < under_way_until_ ? under_way_takes_ : next.holding.in_minutes());
      phase_ = next;
      return;
    }
    if (busy_)
      stop_stream(pace());
    if (next.counters != Counters::working)
      under_way_until_ = now_;
    const bool was_working = working();
    const bool keep_places = !done_leave() && next.servers == phase_.servers;
    const double ends = now_ + holding();  // of a service that begins now
    if (!was_working && next.held_stay && !done_leave())
      apart_.join(now_, leaving_);
    if (!next.held_stay)
      leaving_.join(now_, apart_);
    phase_ = next;
    if (next.held_stay)
      return;
    if (next.counters == Counters::working)
      take_up_work();
    else if (!keep_places)
      count_places();
    if (next.counters == Counters::suspended)
      (phase_.broken_off_work_is_lost ? lost_ : broken_off_) += leaving_.take_all();
    if (next.cut_off > Duration{})
      idle_ += leaving_.take_later(now_, ends - next.cut_off.in_minutes());
  }

  /// Who takes the places of those at the counters goes by the new time only once all of these have left.
  void change_pace(const StationPhase& next) {
    under_way_until_ = now_;
    if (!next.under_way_takes || phase_.servers <= 0 || held() > 0)
      return;
    under_way_takes_ = std::max(kShortestStay, next.under_way_takes->in_minutes());
    under_way_until_ = now_ + under_way_takes_;
    if (!busy_)
      leaving_.add(now_, leaving_.take_all(), under_way_takes_);
  }

  void stop_stream(double minutes) {
    busy_ = false;
    leaving_.add(now_, servers(), std::max(kShortestStay, minutes));
  }

  /// While nobody leaves: those who are there stay, even beyond the servers. A person needs a whole server: what is
  /// free beyond whole ones takes nobody.
  void count_places() { places_ = at_counters() + std::floor(std::max(0.0, phase_.servers - at_counters()) + kDust); }

  void take_up_work() {
    (phase_.held_have_work_done ? at_once_ : idle_) += done_;
    leaving_.add(now_, broken_off_, holding());
    begin_together(lost_, behind_from_anew());
    begin_together(idle_, behind_from_beginning());
    done_ = broken_off_ = lost_ = idle_ = 0;
  }

  double next_event() const {
    double next = std::min(leaving_.next_change(), apart_.next_change());
    if (falling_behind() != 0)
      next = std::min(next, now_ + to_fall_behind_ / falling_behind());
    if (busy_ && now_ < under_way_until_)
      next = std::min(next, under_way_until_);
    if (next_phase_ < station_.phases.size())
      next = std::min(next, minutes_of(station_.phases[next_phase_].from).value);
    if (next_arrival_ < arrivals_.size())
      next = std::min(next, arrivals_[next_arrival_].at.value);
    if (queue_ > 0 && queue_growth() < 0)
      next = std::min(next, now_ + queue_ / -queue_growth());
    if (!busy_) {
      const double growth = stepping_up() - (done_leave() ? leaving_.rate() : 0);
      const double room = places() - at_counters();
      if ((growth > 0 && room > kDust) || (growth < 0 && room < -kDust))
        next = std::min(next, now_ + room / growth);
    }
    return std::max(next, std::nextafter(now_, INFINITY));
  }

  void advance(double by) {
    const double growth = queue_growth();
    if (!new_work_starts())
      idle_ += stepping_up() * by;
    if (!done_leave() && work_goes_on())
      done_ += leaving_.rate() * by;
    done_ += apart_.rate() * by;
    to_fall_behind_ = without_dust(to_fall_behind_ - falling_behind() * by);
    leaving_.advance(by);
    apart_.advance(by);
    queue_ = without_dust(std::max(0.0, queue_ + growth * by));
    queue_shown_ += shown_growth_ * by;
  }

  void record() {
    const double rate = stream() + (done_leave() ? leaving_.rate() : 0);
    flows_.departures.push_back({{now_}, rate, std::exchange(at_once_, 0)});
    shown_growth_ = queue_ > 0 || queue_growth() > 0 ? queue_growth() : 0;
    flows_.queue.push_back({{now_}, shown_growth_, without_dust(queue_ - queue_shown_)});
    queue_shown_ = queue_;
  }

  const FluidStation& station_;
  const Flow& arrivals_;
  const double end_;
  StationFlows flows_;

  double now_ = 0;
  std::size_t next_phase_ = 0, next_arrival_ = 0;
  StationPhase phase_;
  double inflow_ = 0;
  double queue_ = 0;
  Leaving leaving_, apart_;
  bool busy_ = false;          // every server is at work and people step up as others leave: the stream
  double to_fall_behind_ = 0;  // services that the stream has yet to fall behind; below none: to get ahead
  double under_way_takes_ = 0, under_way_until_ = 0;
  double begun_now_ = 0, behind_now_ = 0;  // began together at this instant, and services they fall behind by that
  double idle_ = 0, broken_off_ = 0, lost_ = 0, done_ = 0;  // lost: broken off, to begin anew
  double places_ = 0;                                       // at the counters while nobody leaves
  double at_once_ = 0;                                      // leave now
  double queue_shown_ = 0, shown_growth_ = 0;
};

}  // namespace

StationFlows run_station(const FluidStation& station, const Flow& arrivals, Minutes end) {
  return StationRun(station, arrivals, end.value).run();
}

}  // namespace ripresa::exact
