#include "ripresa/base/instructions.hpp"

namespace ripresa {

bool supported(Instructions instructions) {
  switch (instructions) {
#if defined(__x86_64__)
    case Instructions::avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
    case Instructions::avx2:
      return __builtin_cpu_supports("avx2");
#endif
    case Instructions::plain:
      return true;
    default:
      return false;
  }
}

Instructions best_instructions() {
  static const Instructions best = supported(Instructions::avx512) ? Instructions::avx512
                                   : supported(Instructions::avx2) ? Instructions::avx2
                                                                   : Instructions::plain;
  return best;
}

}  // namespace ripresa
