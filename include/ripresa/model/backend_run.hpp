#pragma once

// One run of the backends, as all hubs of a group share them.
//
// A backend without a limit is not simulated here: the hub knows the answer's instant when it makes the call, and hubs
// run apart. A backend with a limit has events of its own: calls done, calls admitted from the queue, failures.
//
// The order of events at one instant over a group, in one place: first the backends' own, in the order of phases
// (engine/calendar.hpp); then the hubs', by phase, and within a phase hub by hub in an order that is drawn anew for
// each replication, so that no hub is always served first. One thing is left open: hubs that meet at calls alone are
// carried on from call to call, and work that takes no time at all, begun by somebody who joins at the very instant of
// another hub's call, may be over before that call. What a hub does can neither be seen by another hub nor
// change what it does but through a backend with a limit or by sending people to it, so that where there is neither,
// hubs run apart give the same bytes.
//
// A BackendRun is a plain value: copied at the first failure, it carries on the run and its twin.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/calendar.hpp"
#include "ripresa/engine/ring_queue.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/observation/call_record.hpp"

namespace ripresa::model {

/// Names a call at a backend with a limit.
struct CallTicket {
  static constexpr std::uint32_t kNone = 0xffff'ffffu;
  std::uint32_t job = kNone;
  std::uint32_t serial = 0;
  bool operator==(const CallTicket&) const = default;
};

/// A call that has been made, as its client knows it.
struct CallUnderWay {
  Time made;                      // the attempt under way
  Time admitted = Time::never();  // where known
  Time answered = Time::never();  // when it will be; never: not known, or never
  CallTicket ticket;              // at a backend with events of its own
};

/// How a backend takes a call.
struct Reception {
  bool refused = false;
  Time admitted = Time::never();  // never: not known yet
  Time answered = Time::never();  // never: not known yet; the hub will be told
  CallTicket ticket;
};

/// A backend tells a hub when a call of its will be answered.
struct Notice {
  std::uint32_t hub = 0;     // in the group
  std::uint32_t caller = 0;  // the hub's own word for who made the call
  CallTicket ticket;
  Time answered;
};

class BackendRun {
 public:
  explicit BackendRun(const Model& model);

  /// Sets all to the start of the day.
  void start();

  /// From here on the backends meet the failures that all hubs share, and calls from each hub of the group, by its
  /// place there, what it meets. Both must stay alive while the run goes.
  void meet(const Failures& failures, std::span<const ExposureFailures* const> by_hub);

  /// The instant of the next event of a backend; never when there is none.
  Time next_event() const { return calendar_.next_time(); }
  /// Carries it out.
  void step();

  /// A call made `now` that the backend would work on for `work` if it were sound as it is admitted. The backend is up
  /// for the caller.
  Reception receive(std::uint32_t backend, std::uint32_t hub, std::uint32_t caller, Duration work, Time now);

  /// Whether work on a call is over, by now. Who shares a processor learns so when its answer is due.
  bool finished(const CallTicket& ticket) const { return !alive(ticket); }

  /// The backend is down everywhere: it forgets who waited. Backends with events of their own know.
  void forget_waiting(std::uint32_t backend) {
    if (model_->backends[backend].capacity && model_->backends[backend].capacity->spaced_only)
      sites_[backend].next_admission = Time{};
  }

  /// The client no longer waits for an answer.
  void give_up(const CallTicket& ticket, Time now);
  /// The same where the answer's instant is known. The backend works on, until it goes down everywhere.
  void give_up(std::uint32_t backend, std::uint32_t hub, Time admitted, Time answered, Time now);

  /// For hubs, in the order given; the caller empties it.
  std::vector<Notice>& notices() { return notices_; }

  /// The step of something that will happen at the backend; what would from the horizon on does not.
  observation::CallStep& step_ahead(std::uint32_t backend, Time at) {
    return at >= model_->horizon ? beyond_horizon_ : log_.at(backend, at);
  }

  observation::CallLog& log() { return log_; }
  const observation::CallLog& log() const { return log_; }

 private:
  enum class State : std::uint8_t { free, queued, working, sharing, withdrawn };

  struct Job {
    Time due = Time::never();
    Duration work;           // of a sound backend
    double finishes_at = 0;  // sharing: by the processor's own clock, in µs
    double slowed_by = 1;    // working: what slowed it as it was begun and slows calls from everywhere
    std::uint32_t hub = 0, caller = 0, serial = 0, backend = 0;
    State state = State::free;
    bool given_up = false;
  };

  /// A call that nobody waits for any more, in the log up to its answer.
  struct LeftCall {
    std::uint32_t backend, hub;
    Time admitted, answered;
  };

  struct Shared {
    double finishes_at;
    std::uint64_t order;  // of those that finish together
    CallTicket ticket;
    bool operator>(const Shared& other) const {
      return std::pair(finishes_at, order) > std::pair(other.finishes_at, other.order);
    }
  };

  struct Site {
    engine::RingQueue queue;   // of jobs, those withdrawn among them
    std::int32_t waiting = 0;  // in the queue and not withdrawn
    std::int32_t in_progress = 0;
    double capacity_factor = 1, latency_factor = 1;  // everywhere
    Time next_admission;                             // by the calls a second
    double gap_left_seconds = 0;                     // without any capacity: until the next admission, at full capacity
    Time admission_due = Time::never();              // the event that is scheduled for it
    std::vector<Shared> sharing;                     // a min-heap; empty: everyone has full speed
    std::int32_t sharers = 0;                        // of those, not withdrawn
    double clock = 0;  // of the shared processor, in µs of a sound one's work done for each
    Time clock_read;
    Time departure_due = Time::never();
  };

  // What an event is about: the two highest bits of its token; the rest is a job, a backend or a change.
  static constexpr std::uint32_t kJobDone = 0, kAdmission = 1, kDeparture = 2, kChange = 3;
  static constexpr std::uint32_t token(std::uint32_t kind, std::uint32_t subject) { return kind << 30 | subject; }

  bool alive(const CallTicket& ticket) const {
    return ticket.job < jobs_.size() && jobs_[ticket.job].serial == ticket.serial &&
           jobs_[ticket.job].state != State::free;
  }
  std::uint32_t new_job(const Job& job);
  void free_job(std::uint32_t job);
  const CapacityModel& limits(std::uint32_t backend) const { return *model_->backends[backend].capacity; }
  double places(std::uint32_t backend) const;
  bool may_begin(std::uint32_t backend, Time now) const;
  bool full(std::uint32_t backend) const;
  void begin(std::uint32_t job, Time now);
  void admit_waiting(std::uint32_t backend, Time now);
  void schedule_admission(std::uint32_t backend, Time now);
  void complete(std::uint32_t job, Time now);
  BackendState state_for(std::uint32_t hub, std::uint32_t backend, Time now) const;
  static void change_capacity(Site& site, double factor, Time now);
  void change(std::uint32_t backend, const BackendState& state, Time now);
  void lose_all(std::uint32_t backend, Time now);

  // left_calls.cpp: calls given up whose answers are known
  void keep_in_mind(const LeftCall& call, Time now);
  void meet_failures(LeftCall call);
  void log_end(const LeftCall& call, std::int32_t times);
  void lose(const LeftCall& call, Time lost);

  // backend_sharing.cpp: processor sharing
  void share(std::uint32_t job, Time now);
  void begin_sharing(std::uint32_t backend, Time now);
  void read_clock(std::uint32_t backend, Time now);
  void schedule_departure(std::uint32_t backend, Time now);
  void depart(std::uint32_t backend, Time now);
  double slowdown(std::uint32_t backend) const;

  const Model* model_;
  const Failures* failures_ = nullptr;
  std::span<const ExposureFailures* const> by_hub_;  // empty before failures are met
  engine::Calendar calendar_;
  std::vector<Site> sites_;  // by backend
  std::vector<Job> jobs_;
  std::vector<std::uint32_t> free_jobs_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> changes_;  // backend, and which of its changes
  std::uint32_t serial_ = 0;
  std::uint64_t order_ = 0;
  std::vector<LeftCall> left_;  // before failures are met, which these calls will meet; some are over
  std::size_t most_left_ = 0;   // when there are so many, those that are over are dropped
  std::vector<Notice> notices_;
  observation::CallLog log_;
  observation::CallStep beyond_horizon_;  // nobody reads it
};

}  // namespace ripresa::model
