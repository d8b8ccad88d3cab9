#pragma once

// Sets of vector instructions, chosen as the program runs.

#include <cstdint>

namespace ripresa {

/// What bulk work is written or compiled for.
enum class Instructions : std::uint8_t { plain, avx2, avx512 };

/// Whether this machine has them.
bool supported(Instructions instructions);

/// The widest it has.
Instructions best_instructions();

#if defined(__x86_64__)
template <class Loop>
[[gnu::target("avx512f,avx512dq")]] void run_avx512(const Loop& loop) {
  loop();
}

template <class Loop>
[[gnu::target("avx2")]] void run_avx2(const Loop& loop) {
  loop();
}
#endif

/// Carries out `loop()`, compiled for the instructions, which the machine has to support. It has to be inlined always
/// (__attribute__((always_inline))), and to be one whose result does not depend on them: of whole numbers, or of
/// numbers each by itself.
template <class Loop>
void in_vectors(Instructions instructions, const Loop& loop) {
  switch (instructions) {
#if defined(__x86_64__)
    case Instructions::avx512:
      run_avx512(loop);
      return;
    case Instructions::avx2:
      run_avx2(loop);
      return;
#endif
    default:
      loop();
  }
}

}  // namespace ripresa
