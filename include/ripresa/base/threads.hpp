#pragma once

// Work on as many threads as the user wants, by oneTBB. What oneTBB sees to, that something is done before something
// else begins, is told to ThreadSanitizer here, which does not look into the library.

#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>
#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

#include <cstddef>
#include <optional>
#include <vector>

namespace ripresa {

/// One object a thread that works on something: `local()` is the calling thread's own.
template <class Object>
using PerThread = tbb::enumerable_thread_specific<Object>;

/// What a thread does before release() can be seen by whoever calls acquire() later. It is oneTBB that makes it so:
/// this does nothing where ThreadSanitizer does not ask.
class Handover {
 public:
#ifdef __SANITIZE_THREAD__
#define RIPRESA_HANDS_OVER __attribute__((no_sanitize_thread))  // on whoever has to look up what to acquire
  void release() {
    __tsan_release(this);
  }
  void acquire() {
    __tsan_acquire(this);
  }
#else
#define RIPRESA_HANDS_OVER
  void release() {}
  void acquire() {}
#endif
};

/// Calls `work(threads)` where in_parallel and in_order use that many threads: those asked for, or one a core for 0.
template <class Work>
void on_threads(int asked_for, Work work) {
  // More threads than cores are had only where they are allowed; oneTBB complains on standard error otherwise.
  std::optional<tbb::global_control> allowed;
  if (asked_for > 0)
    allowed.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(asked_for));
  tbb::task_arena arena(asked_for > 0 ? asked_for : tbb::task_arena::automatic);
  arena.execute([&] { work(static_cast<std::size_t>(arena.max_concurrency())); });
}

/// Calls `body(i)` for every i from `first` up to `last`, in any order, several at once.
template <class Body>
void in_parallel(std::size_t first, std::size_t last, const Body& body) {
  Handover begun;
  Handover done;
  begun.release();
  tbb::parallel_for(first, last, [&](std::size_t i) RIPRESA_HANDS_OVER {
    begun.acquire();
    body(i);
    done.release();
  });
  done.acquire();
}

/// Calls `run(number)` for 0, 1, 2, … below `count`, several at once, and `keep(number)` once it is done, one after the
/// other in their order. At most `places` are under way, so that `number` modulo that is a place of its own from the
/// one call to the other. Once `stop()` is true no further one is begun; those under way are finished.
template <class Stop, class Run, class Keep>
void in_order(std::size_t count, std::size_t places, const Stop& stop, const Run& run, const Keep& keep) {
  std::vector<Handover> all_places(places);
  Handover* const place = all_places.data();
  Handover handed_out;
  Handover kept;
  std::size_t next = 0;
  handed_out.release();
  const auto hand_out = [&](tbb::flow_control& control) RIPRESA_HANDS_OVER -> std::size_t {
    handed_out.acquire();
    if (next == count || stop())
      control.stop();
    else
      ++next;
    handed_out.release();
    return next - 1;
  };
  const auto run_one = [&](std::size_t number) RIPRESA_HANDS_OVER {
    handed_out.acquire();
    place[number % places].acquire();
    run(number);
    place[number % places].release();
    return number;
  };
  const auto keep_one = [&](std::size_t number) RIPRESA_HANDS_OVER {
    place[number % places].acquire();
    kept.acquire();
    keep(number);
    place[number % places].release();
    kept.release();
  };
  using tbb::filter_mode;
  tbb::parallel_pipeline(places, tbb::make_filter<void, std::size_t>(filter_mode::serial_in_order, hand_out) &
                                     tbb::make_filter<std::size_t, std::size_t>(filter_mode::parallel, run_one) &
                                     tbb::make_filter<std::size_t, void>(filter_mode::serial_in_order, keep_one));
  handed_out.acquire();
  kept.acquire();
}

#undef RIPRESA_HANDS_OVER

}  // namespace ripresa
