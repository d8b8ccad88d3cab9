#pragma once

// Internal to experiment: work on as many threads as the user wants.

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <cstddef>
#include <optional>

namespace ripresa::experiment {

/// Calls `work(threads)` where oneTBB's algorithms use that many threads: those asked for, or one a core for 0.
template <class Work>
void on_threads(int asked_for, Work work) {
  // More threads than cores are had only where they are allowed; oneTBB complains on standard error otherwise.
  std::optional<tbb::global_control> allowed;
  if (asked_for > 0)
    allowed.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(asked_for));
  tbb::task_arena arena(asked_for > 0 ? asked_for : tbb::task_arena::automatic);
  arena.execute([&] { work(static_cast<std::size_t>(arena.max_concurrency())); });
}

}  // namespace ripresa::experiment
