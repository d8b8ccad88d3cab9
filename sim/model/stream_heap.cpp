#include "ripresa/model/stream_heap.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#if defined(__x86_64__)
#include <immintrin.h>
#if !defined(__clang__)
// g++ 12 takes the undefined operands inside its own intrinsics for a mistake (its bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#endif

namespace ripresa::model {
namespace {

using Key = KeyHeap::Key;

#if defined(__x86_64__)

// Of `size` keys in order the first is replaced, or one is added to them, whose count has gone up already. A key
// becomes its neighbour, the new key or stays, whichever lies between the two others. Neighbours are put together from
// whole vectors: one that is loaded as it was stored does not wait until the store is through.

[[gnu::target("avx512f")]] void replace_first_avx512(Key* keys, std::size_t size, Key key) {
  const __m512i added = _mm512_set1_epi64(static_cast<long long>(key));
  __m512i here = _mm512_load_si512(keys);
  __m512i least = _mm512_maskz_mov_epi64(0xfe, here);  // the first goes, be it the smaller one or not
  for (std::size_t i = 0; i < size; i += 8) {
    const __m512i next = _mm512_load_si512(keys + i + 8);
    const __m512i after = _mm512_alignr_epi64(next, here, 1);
    _mm512_store_si512(keys + i, _mm512_max_epu64(least, _mm512_min_epu64(added, after)));
    here = least = next;
  }
}

[[gnu::target("avx512f")]] void insert_avx512(Key* keys, std::size_t size, Key key) {
  const __m512i added = _mm512_set1_epi64(static_cast<long long>(key));
  __m512i last = _mm512_setzero_si512();
  for (std::size_t i = 0; i < size; i += 8) {
    const __m512i here = _mm512_load_si512(keys + i);
    const __m512i before = _mm512_alignr_epi64(here, last, 7);
    _mm512_store_si512(keys + i, _mm512_min_epu64(here, _mm512_max_epu64(added, before)));
    last = here;
  }
}

// Keys are compared as numbers with a sign, which are those without one as their first bit is turned.

[[gnu::target("avx2")]] inline __m256i greater(__m256i a, __m256i b) {
  const __m256i first_bit = _mm256_set1_epi64x(std::numeric_limits<long long>::min());
  return _mm256_cmpgt_epi64(_mm256_xor_si256(a, first_bit), _mm256_xor_si256(b, first_bit));
}

/// `added`, unless it is below `low` or above `high`.
[[gnu::target("avx2")]] inline __m256i between(__m256i low, __m256i added, __m256i high) {
  const __m256i at_most = _mm256_blendv_epi8(added, high, greater(added, high));
  return _mm256_blendv_epi8(at_most, low, greater(low, at_most));
}

[[gnu::target("avx2")]] void replace_first_avx2(Key* keys, std::size_t size, Key key) {
  const auto load = [keys](std::size_t i) __attribute__((target("avx2"))) {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(keys + i));
  };
  const __m256i added = _mm256_set1_epi64x(static_cast<long long>(key));
  __m256i here = load(0);
  __m256i least = _mm256_blend_epi32(here, _mm256_setzero_si256(), 0b11);  // as above
  for (std::size_t i = 0; i < size; i += 4) {
    const __m256i next = load(i + 4);
    const __m256i after = _mm256_permute4x64_epi64(_mm256_blend_epi32(here, next, 0b11), 0b00'11'10'01);
    _mm256_store_si256(reinterpret_cast<__m256i*>(keys + i), between(least, added, after));
    here = least = next;
  }
}

[[gnu::target("avx2")]] void insert_avx2(Key* keys, std::size_t size, Key key) {
  const __m256i added = _mm256_set1_epi64x(static_cast<long long>(key));
  __m256i last = _mm256_setzero_si256();
  for (std::size_t i = 0; i < size; i += 4) {
    const __m256i here = _mm256_load_si256(reinterpret_cast<const __m256i*>(keys + i));
    const __m256i before = _mm256_permute4x64_epi64(_mm256_blend_epi32(here, last, 0b11'00'00'00), 0b10'01'00'11);
    _mm256_store_si256(reinterpret_cast<__m256i*>(keys + i), between(before, added, here));
    last = here;
  }
}

#endif

}  // namespace

bool StreamKeys::fit(Time horizon, std::size_t persons) {
  place_bits_ = static_cast<int>(std::bit_width(persons + 1));
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(horizon.in_microseconds()) + 1)) + place_bits_ <=
         64;
}

void KeyHeap::push(Key key) {
  std::size_t hole = size_++;
  // Two keys beyond the last are kept larger than all, at the children of the last parent too, and whole vectors.
  if (keys_.size() < 2 * size_ + 16)
    keys_.resize((4 * size_ + 32) / 8 * 8, StreamKeys::kLast);
  if (in_order_) {
    insert_in_order(key);
    in_order_ = size_ <= few_;
    return;
  }
  while (hole > 0 && key < keys_[(hole - 1) / 2]) {
    keys_[hole] = keys_[(hole - 1) / 2];
    hole = (hole - 1) / 2;
  }
  keys_[hole] = key;
}

void KeyHeap::pop() {
  if (in_order_) {
    replace_first(StreamKeys::kLast);
    --size_;
    return;
  }
  const Key last = keys_[--size_];
  keys_[size_] = StreamKeys::kLast;
  sift_down(last);
  // Not at once, so that a number of busy servers that goes up and down does not cost a sort each time.
  if (size_ <= few_ / 2u) {
    std::sort(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(size_));
    in_order_ = true;
  }
}

void KeyHeap::replace_in_order(Key key) {
  switch (instructions_) {
#if defined(__x86_64__)
    case Instructions::avx512:
      replace_first_avx512(keys_.data(), size_, key);
      return;
    case Instructions::avx2:
      replace_first_avx2(keys_.data(), size_, key);
      return;
#endif
    default:
      shift_from_first(key);
  }
}

/// The count has gone up already.
void KeyHeap::insert_in_order(Key key) {
#if defined(__x86_64__)
  if (size_ > kOneByOne && instructions_ == Instructions::avx512) {
    insert_avx512(keys_.data(), size_, key);
    return;
  }
  if (size_ > kOneByOne && instructions_ == Instructions::avx2) {
    insert_avx2(keys_.data(), size_, key);
    return;
  }
#endif
  std::size_t hole = size_ - 1;
  for (; hole > 0 && key < keys_[hole - 1]; --hole)
    keys_[hole] = keys_[hole - 1];
  keys_[hole] = key;
}

void KeyHeap::sift_down(Key key) {
  std::size_t hole = 0;
  for (;;) {
    const std::size_t left = 2 * hole + 1;
    const std::size_t least = left + (keys_[left + 1] < keys_[left] ? 1 : 0);
    if (key <= keys_[least])
      break;
    keys_[hole] = keys_[least];
    hole = least;
  }
  keys_[hole] = key;
}

void LineBins::clear(Time horizon, std::size_t persons) {
  // About as many bins as people, so that each holds a few moves, and many hundred, so that few need a close look.
  shift = std::max(0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(horizon.in_microseconds()))) -
                          std::max(10, static_cast<int>(std::bit_width(persons)) - 1));
  bins.assign(static_cast<std::size_t>(horizon.in_microseconds() >> shift) + 1, {});
}

}  // namespace ripresa::model
