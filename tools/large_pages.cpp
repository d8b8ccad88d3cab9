// Memory by large pages, where it is asked for in large blocks.
//
// A day of a million people goes through a hundred megabytes once. In pages of a few KB the system's handing them out
// takes more time than the simulation; by large ones M/M/1 as a whole command costs 0.55 of what it does without. What
// is not filled to a page's end is memory lost, so that small blocks stay as they are. This stands with the programs,
// not with the rooms: whoever builds on these has an allocator of their own to choose.

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <malloc.h>
#include <sys/mman.h>
#endif

namespace {

constexpr std::size_t kLargePage = std::size_t{1} << 21;

#if defined(__linux__) && defined(M_MMAP_THRESHOLD)
// Each such block is a mapping of its own. Else the C library takes larger and larger ones from a thread's heap, where
// what lies between blocks on large pages is lost: a retry storm on two threads took a third more memory.
[[maybe_unused]] const int mapped_by_itself = mallopt(M_MMAP_THRESHOLD, static_cast<int>(kLargePage));
#endif

/// Null where there is no such memory.
void* allocate(std::size_t bytes) noexcept {
#if defined(__linux__)
  if (bytes >= kLargePage) {
    // The last page is a large one if at least half of it is used: so Italy's memory is the same.
    const std::size_t on_large_pages = (bytes + kLargePage / 2) / kLargePage * kLargePage;
    void* block = nullptr;
    if (posix_memalign(&block, kLargePage, std::max(bytes, on_large_pages)) != 0)
      return nullptr;
    madvise(block, on_large_pages, MADV_HUGEPAGE);  // a wish: a system that has none of them gives small ones
    return block;
  }
#endif
  return std::malloc(std::max(bytes, std::size_t{1}));
}

}  // namespace

void* operator new(std::size_t bytes) {
  for (;;) {
    if (void* block = allocate(bytes))
      return block;
    const std::new_handler handler = std::get_new_handler();
    if (!handler)
      throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* block) noexcept {
  std::free(block);
}

void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}
