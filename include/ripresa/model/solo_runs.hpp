#pragma once

// Hubs that meet at nothing but calls, each run through its day by itself.
//
// As long as a shared backend admits every call as soon as it is made, none of its hubs notices the others. So each hub
// is run as if that were so, from the door's opening to the horizon, while its memory is in the cache, and what it asks
// of the backends is written down. Then all calls are gone through in their order of time, and each is admitted as the
// backend can. Where one has to wait, its hub's run is begun again, with the admissions up to this one as they are
// known by now, and what it asks from there on takes the place of what is not yet gone through (optimistic
// synchronisation: Jefferson 1985, ACM TOPLAS 7, 404-425; the state of old is had by repetition instead of being kept).
// A nation of 200 hubs, of each of which a call a day has to wait, costs 0.55 of what it does from call to call; with
// more room it costs less.
//
// That pays while few calls have to wait. Where they are too many it is given up, and nothing is known.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/model/call_script.hpp"
#include "ripresa/model/foreseen_backends.hpp"
#include "ripresa/model/stream_memory.hpp"
#include "ripresa/model/stream_run.hpp"
#include "ripresa/model/turn_order.hpp"
#include "ripresa/observation/call_record.hpp"
#include "ripresa/observation/run_record.hpp"

namespace ripresa::model {

/// What makes the day of one of the hubs. All it points to must stay alive and unchanged while they are run.
struct SoloHub {
  std::size_t hub = 0;
  engine::RandomNumbers random{0, 0, 0};
  const People* people = nullptr;
  const People* people_with_failure = nullptr;  // null: the same
  const ExposureFailures* failures = nullptr;   // null: there are none on that day
};

class SoloRuns {
 public:
  /// `model` must outlive this.
  explicit SoloRuns(const Model& model);

  enum class Outcome : std::uint8_t {
    done,
    does_not_pay,  // too many calls wait
    not_told       // the order of two calls, or of other events, cannot be told
  };

  /// Runs the hubs, which are streamable and make no call before work, through the day and its twin. `ranks` tell whose
  /// turn it is among those that call at one instant; the failures begin at `first_failure`, before the horizon if
  /// there are any. Nothing is known of them unless that is done.
  Outcome run(std::span<const SoloHub> hubs, std::span<const std::uint64_t> ranks, Time first_failure);

  // Of the last run, which came to its end; with the failure only if the hubs had failures.
  const observation::RunRecord& baseline(std::size_t i) const { return hubs_[i].baseline.record; }
  const observation::RunRecord& outage(std::size_t i) const { return hubs_[i].outage.record; }
  const std::vector<observation::CallRecord>& baseline_calls() const { return baseline_calls_.records(); }
  const std::vector<observation::CallRecord>& outage_calls() const { return outage_calls_.records(); }

 private:
  /// One of a hub's two runs.
  struct Course {
    std::vector<CallScript> scripts;  // by station
    bool undecided = false;
    std::vector<observation::PackedCalls> calls;
    observation::RunRecord record;

    std::size_t calls_made() const;
    void begin_anew();
  };

  struct Hub {
    Course baseline, outage;
    std::vector<std::size_t> before_failure;  // by station: of the baseline's calls, those which are the outage's too
  };

  /// Calls are gone through in parts: those that both runs make, then those of each alone.
  enum class Part : std::uint8_t { common, outage, baseline };

  /// Goes through the calls of a station.
  struct Reader {
    ScriptedCall* next = nullptr;
    ScriptedCall* end = nullptr;
    std::uint32_t hub = 0;
    std::uint16_t station = 0;
    bool ran_again = false;  // the calls are not those that are listed
  };

  std::span<Hub> hubs() { return std::span(hubs_).first(days_.size()); }
  bool may_pay() const;
  void run_all();
  void make_ready(std::size_t i);
  void run_hub(std::size_t i, bool baseline, bool outage);
  void set_out(std::size_t i, StreamRun& run, const People& people, ForeseenBackends& backends, Course& course);
  void complete(StreamRun& run, const ForeseenBackends& backends, Course& course) const;
  void add_up_calls();
  bool any_undecided();
  Outcome go_through_all();
  Outcome go_through(Part part, AdmissionTimes& admissions);
  bool start_readers(Part part);
  void list_calls();
  TurnOrder::Key take_first(std::size_t& listed);
  bool is_due(const Reader& reader, TurnOrder::Key key) const;
  void queue(const Reader& reader);
  void point(Reader& reader, Part part, std::size_t nth);
  bool read(Reader& reader, AdmissionTimes& admissions);
  bool told_apart(const Reader& reader);
  bool calls_again_at(std::size_t hub, Time at);
  std::span<Reader> readers_of(std::size_t hub) {
    return std::span(readers_).subspan(first_reader_[hub], hubs_[hub].before_failure.size());
  }
  static Course& course_of(Hub& hub, Part part) { return part == Part::outage ? hub.outage : hub.baseline; }
  Outcome run_again(std::size_t i, Part part);

  const Model* model_;
  std::span<const SoloHub> days_;
  std::span<const std::uint64_t> ranks_;
  Time first_failure_;
  bool meets_failures_ = false;
  bool shares_past_ = false;  // the run with the failure goes on from its twin
  std::vector<Hub> hubs_;     // those of smaller groups are a part, the rest is kept for its memory
  StreamRun baseline_, outage_;
  StreamMemory memory_;
  ForeseenBackends baseline_backends_, outage_backends_;  // of one hub
  observation::CallLog baseline_calls_, outage_calls_;    // of all
  std::vector<Reader> readers_;                           // by hub and station
  std::vector<std::uint64_t> reader_ranks_;               // likewise
  std::vector<std::size_t> first_reader_;                 // by hub
  std::vector<char> waited_;                              // likewise: a call had to, and the run does not know it yet
  std::vector<TurnOrder::Key> listed_;                    // calls of hubs as they ran first, by the readers' turns
  TurnOrder turns_;                                       // of the readers of those that ran again
  std::vector<std::size_t> gone_through_by_;              // station of a hub that is run again
  std::size_t gone_through_ = 0;                          // of the part
  std::size_t made_again_ = 0;                            // by runs that were repeated for it
};

}  // namespace ripresa::model
