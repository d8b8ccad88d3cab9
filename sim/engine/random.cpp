#include "ripresa/engine/random.hpp"

#include <algorithm>
#include <cassert>

#if defined(__x86_64__)
#include <immintrin.h>
#if !defined(__clang__)
// g++ 12 takes the undefined operands inside its own intrinsics for a mistake (its bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#endif

namespace ripresa::engine {
namespace {

using Philox = r123::Philox4x32;

/// The words that all blocks of one call share.
struct Block {
  std::uint32_t first_pair, purpose, entity, replication;
  std::uint32_t key0, key1;
};

// Philox4x32-10's constants (Salmon et al. 2011, section 3.3): multipliers, and what is added to the key each round.
[[maybe_unused]] constexpr std::uint64_t kMultiplier0 = 0xD2511F53u, kMultiplier1 = 0xCD9E8D57u;
[[maybe_unused]] constexpr std::uint32_t kBump0 = 0x9E3779B9u, kBump1 = 0xBB67AE85u;

#if defined(__x86_64__)

// Each 64-bit lane holds one word of one block in its low half; what is in the high half never gets into the result.
// Two sets of lanes are worked on in turn, for a multiplication takes several cycles until it can be used.

/// Eight blocks a set. Gives the number of blocks done, a multiple of 16.
[[gnu::target("avx512f")]] std::size_t fill_avx512(const Block& block, std::size_t blocks, UniformBits* out) {
  const __m512i multiplier0 = _mm512_set1_epi64(static_cast<long long>(kMultiplier0));
  const __m512i multiplier1 = _mm512_set1_epi64(static_cast<long long>(kMultiplier1));
  const __m512i low_half = _mm512_set1_epi64(0xffffffffll);
  const __m512i first_four = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
  const __m512i last_four = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
  std::size_t done = 0;
  for (; done + 16 <= blocks; done += 16) {
    __m512i c0[2], c1[2], c2[2], c3[2];
    for (int set = 0; set < 2; ++set) {
      const auto pair = static_cast<long long>(block.first_pair + done) + 8ll * set;
      c0[set] = _mm512_add_epi64(_mm512_set1_epi64(pair), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
      c1[set] = _mm512_set1_epi64(block.purpose);
      c2[set] = _mm512_set1_epi64(block.entity);
      c3[set] = _mm512_set1_epi64(block.replication);
    }
    std::uint32_t key0 = block.key0;
    std::uint32_t key1 = block.key1;
    for (int round = 0; round < 10; ++round) {
      for (int set = 0; set < 2; ++set) {
        const __m512i p0 = _mm512_mul_epu32(multiplier0, c0[set]);
        const __m512i p1 = _mm512_mul_epu32(multiplier1, c2[set]);
        c0[set] = _mm512_xor_si512(_mm512_xor_si512(_mm512_srli_epi64(p1, 32), c1[set]), _mm512_set1_epi64(key0));
        c2[set] = _mm512_xor_si512(_mm512_xor_si512(_mm512_srli_epi64(p0, 32), c3[set]), _mm512_set1_epi64(key1));
        c1[set] = p1;
        c3[set] = p0;
      }
      key0 += kBump0;
      key1 += kBump1;
    }
    for (int set = 0; set < 2; ++set) {
      const auto bits = [low_half](__m512i low, __m512i high) __attribute__((target("avx512f"))) {
        return _mm512_or_si512(_mm512_slli_epi64(_mm512_and_si512(high, low_half), 20),
                               _mm512_srli_epi64(_mm512_and_si512(low, low_half), 12));
      };
      const __m512i even = bits(c0[set], c1[set]);
      const __m512i odd = bits(c2[set], c3[set]);
      const __m512i low = _mm512_unpacklo_epi64(even, odd);
      const __m512i high = _mm512_unpackhi_epi64(even, odd);
      UniformBits* to = out + 2 * done + 16 * static_cast<std::size_t>(set);
      _mm512_storeu_si512(to, _mm512_permutex2var_epi64(low, first_four, high));
      _mm512_storeu_si512(to + 8, _mm512_permutex2var_epi64(low, last_four, high));
    }
  }
  return done;
}

/// Four blocks a set. Gives the number of blocks done, a multiple of 8.
[[gnu::target("avx2")]] std::size_t fill_avx2(const Block& block, std::size_t blocks, UniformBits* out) {
  const __m256i multiplier0 = _mm256_set1_epi64x(static_cast<long long>(kMultiplier0));
  const __m256i multiplier1 = _mm256_set1_epi64x(static_cast<long long>(kMultiplier1));
  const __m256i low_half = _mm256_set1_epi64x(0xffffffffll);
  std::size_t done = 0;
  for (; done + 8 <= blocks; done += 8) {
    __m256i c0[2], c1[2], c2[2], c3[2];
    for (int set = 0; set < 2; ++set) {
      const auto pair = static_cast<long long>(block.first_pair + done) + 4ll * set;
      c0[set] = _mm256_add_epi64(_mm256_set1_epi64x(pair), _mm256_setr_epi64x(0, 1, 2, 3));
      c1[set] = _mm256_set1_epi64x(block.purpose);
      c2[set] = _mm256_set1_epi64x(block.entity);
      c3[set] = _mm256_set1_epi64x(block.replication);
    }
    std::uint32_t key0 = block.key0;
    std::uint32_t key1 = block.key1;
    for (int round = 0; round < 10; ++round) {
      for (int set = 0; set < 2; ++set) {
        const __m256i p0 = _mm256_mul_epu32(multiplier0, c0[set]);
        const __m256i p1 = _mm256_mul_epu32(multiplier1, c2[set]);
        c0[set] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p1, 32), c1[set]), _mm256_set1_epi64x(key0));
        c2[set] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p0, 32), c3[set]), _mm256_set1_epi64x(key1));
        c1[set] = p1;
        c3[set] = p0;
      }
      key0 += kBump0;
      key1 += kBump1;
    }
    for (int set = 0; set < 2; ++set) {
      const auto bits = [low_half](__m256i low, __m256i high) __attribute__((target("avx2"))) {
        return _mm256_or_si256(_mm256_slli_epi64(_mm256_and_si256(high, low_half), 20),
                               _mm256_srli_epi64(_mm256_and_si256(low, low_half), 12));
      };
      const __m256i even = bits(c0[set], c1[set]);
      const __m256i odd = bits(c2[set], c3[set]);
      const __m256i low = _mm256_unpacklo_epi64(even, odd);   // blocks 0 and 2
      const __m256i high = _mm256_unpackhi_epi64(even, odd);  // blocks 1 and 3
      auto* to = reinterpret_cast<__m256i*>(out + 2 * done + 8 * static_cast<std::size_t>(set));
      _mm256_storeu_si256(to, _mm256_permute2x128_si256(low, high, 0x20));
      _mm256_storeu_si256(to + 1, _mm256_permute2x128_si256(low, high, 0x31));
    }
  }
  return done;
}

#endif

std::size_t fill_blocks(Instructions instructions, const Block& block, std::size_t blocks, UniformBits* out) {
#if defined(__x86_64__)
  switch (instructions) {
    case Instructions::avx512:
      return fill_avx512(block, blocks, out);
    case Instructions::avx2:
      return fill_avx2(block, blocks, out);
    case Instructions::plain:
      break;
  }
#else
  static_cast<void>(instructions);
  static_cast<void>(block);
  static_cast<void>(blocks);
  static_cast<void>(out);
#endif
  return 0;
}

}  // namespace

void RandomNumbers::fill(std::uint32_t first, std::uint32_t purpose, std::span<UniformBits> out,
                         Instructions instructions) const {
  assert(first % 2 == 0 && supported(instructions));
  const Block shared{first >> 1, purpose, entity_, replication_, key_[0], key_[1]};
  std::size_t i = 2 * fill_blocks(instructions, shared, out.size() / 2, out.data());
  for (; i + 1 < out.size(); i += 2) {
    const auto words = block((first + static_cast<std::uint32_t>(i)) >> 1, purpose);
    out[i] = low_bits(words);
    out[i + 1] = high_bits(words);
  }
  if (i < out.size())
    out[i] = bits(first + static_cast<std::uint32_t>(i), purpose);
}

}  // namespace ripresa::engine
