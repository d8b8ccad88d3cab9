#include "ripresa/engine/quantile_table.hpp"

#include <cassert>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>
#if !defined(__clang__)
// g++ 12 takes the undefined operands inside its own intrinsics for a mistake (its bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#endif

namespace ripresa::engine {
namespace {

/// The cubic through the values y at t = 0, 1/3, 2/3, 1 (Newton's divided differences, expanded in powers of t).
std::array<double, 4> cubic_through(const std::array<double, 4>& y) {
  const double d1 = y[1] - y[0];
  const double d2 = y[2] - 2 * y[1] + y[0];
  const double d3 = y[3] - 3 * y[2] + 3 * y[1] - y[0];
  return {y[0], 3 * d1 - 1.5 * d2 + d3, 4.5 * (d2 - d3), 4.5 * d3};
}

}  // namespace

QuantileTable::QuantileTable(const std::function<double(double)>& lower, const std::function<double(double)>& upper) {
  cells_.reserve(2 * kCellsPerHalf);
  fit_half(lower);
  fit_half(upper);
}

void QuantileTable::fit_half(const std::function<double(double)>& quantile) {
  double left_value = quantile(0x1p-53);
  for (int octave = 0; octave < kOctaves; ++octave) {
    const double start = std::ldexp(1.0, octave - 53);
    const double width = start / (1 << kCellBits);
    for (int cell = 0; cell < 1 << kCellBits; ++cell) {
      const double left = start + cell * width;
      const double right_value = quantile(left + width);
      cells_.push_back(
          {cubic_through({left_value, quantile(left + width / 3), quantile(left + 2 * width / 3), right_value})});
      left_value = right_value;
    }
  }
}

#if defined(__x86_64__)

// As one by one, step for step; only that a count of bits becomes a number by being put behind 2^52, which is exact.
// The cubics of a vector's draws are read whole, a row each, and the rows are turned into columns.

namespace {

constexpr long long kAllBits = (1ll << kUniformBits) - 1;
constexpr long long kTwoTo52Pattern = std::bit_cast<long long>(0x1p52);

}  // namespace

/// Gives the number of draws done, a multiple of 8.
[[gnu::target("avx512f")]] std::size_t QuantileTable::draw_avx512(std::span<const UniformBits> bits,
                                                                  double* out) const {
  const __m512i first_halves = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
  const __m512i last_halves = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
  std::size_t done = 0;
  for (; done + 8 <= bits.size(); done += 8) {
    const __m512i b = _mm512_loadu_si512(bits.data() + done);
    const __m512i upper = _mm512_srai_epi64(_mm512_slli_epi64(b, 64 - kUniformBits), 63);
    const __m512i from_end = _mm512_xor_si512(b, _mm512_and_si512(upper, _mm512_set1_epi64(kAllBits)));
    const __m512d behind = _mm512_castsi512_pd(_mm512_or_si512(from_end, _mm512_set1_epi64(kTwoTo52Pattern)));
    const __m512d u = _mm512_mul_pd(_mm512_sub_pd(behind, _mm512_set1_pd(0x1p52 - 0.5)), _mm512_set1_pd(0x1p-52));
    const __m512i pattern = _mm512_castpd_si512(u);
    const __m512i in_half = _mm512_sub_epi64(_mm512_srli_epi64(pattern, kMantissaBelowCell),
                                             _mm512_set1_epi64(static_cast<long long>(kFirstPattern)));
    const __m512i of_half = _mm512_and_si512(upper, _mm512_set1_epi64(static_cast<long long>(kCellsPerHalf)));
    alignas(64) std::array<std::uint64_t, 8> cell;
    _mm512_store_si512(cell.data(), _mm512_add_epi64(in_half, of_half));
    const __m512i place = _mm512_and_si512(pattern, _mm512_set1_epi64(static_cast<long long>(kWithinMask)));
    const __m512i above_one =
        _mm512_or_si512(_mm512_slli_epi64(place, kCellBits), _mm512_set1_epi64(static_cast<long long>(kOnePattern)));
    const __m512d within = _mm512_sub_pd(_mm512_castsi512_pd(above_one), _mm512_set1_pd(1));

    const auto rows = [ this, &cell ](std::size_t low, std::size_t high) __attribute__((target("avx512f"))) {
      return _mm512_insertf64x4(_mm512_castpd256_pd512(_mm256_loadu_pd(cells_[cell[low]].data())),
                                _mm256_loadu_pd(cells_[cell[high]].data()), 1);
    };
    const __m512d r0 = rows(0, 4), r1 = rows(1, 5), r2 = rows(2, 6), r3 = rows(3, 7);
    const __m512d even01 = _mm512_unpacklo_pd(r0, r1), odd01 = _mm512_unpackhi_pd(r0, r1);
    const __m512d even23 = _mm512_unpacklo_pd(r2, r3), odd23 = _mm512_unpackhi_pd(r2, r3);
    __m512d value = _mm512_permutex2var_pd(odd01, last_halves, odd23);
    value = _mm512_add_pd(_mm512_permutex2var_pd(even01, last_halves, even23), _mm512_mul_pd(within, value));
    value = _mm512_add_pd(_mm512_permutex2var_pd(odd01, first_halves, odd23), _mm512_mul_pd(within, value));
    value = _mm512_add_pd(_mm512_permutex2var_pd(even01, first_halves, even23), _mm512_mul_pd(within, value));
    _mm512_storeu_pd(out + done, value);
  }
  return done;
}

/// Gives the number of draws done, a multiple of 4.
[[gnu::target("avx2")]] std::size_t QuantileTable::draw_avx2(std::span<const UniformBits> bits, double* out) const {
  std::size_t done = 0;
  for (; done + 4 <= bits.size(); done += 4) {
    const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bits.data() + done));
    const __m256i upper = _mm256_cmpgt_epi64(_mm256_setzero_si256(), _mm256_slli_epi64(b, 64 - kUniformBits));
    const __m256i from_end = _mm256_xor_si256(b, _mm256_and_si256(upper, _mm256_set1_epi64x(kAllBits)));
    const __m256d behind = _mm256_castsi256_pd(_mm256_or_si256(from_end, _mm256_set1_epi64x(kTwoTo52Pattern)));
    const __m256d u = _mm256_mul_pd(_mm256_sub_pd(behind, _mm256_set1_pd(0x1p52 - 0.5)), _mm256_set1_pd(0x1p-52));
    const __m256i pattern = _mm256_castpd_si256(u);
    const __m256i in_half = _mm256_sub_epi64(_mm256_srli_epi64(pattern, kMantissaBelowCell),
                                             _mm256_set1_epi64x(static_cast<long long>(kFirstPattern)));
    const __m256i of_half = _mm256_and_si256(upper, _mm256_set1_epi64x(static_cast<long long>(kCellsPerHalf)));
    alignas(32) std::array<std::uint64_t, 4> cell;
    _mm256_store_si256(reinterpret_cast<__m256i*>(cell.data()), _mm256_add_epi64(in_half, of_half));
    const __m256i place = _mm256_and_si256(pattern, _mm256_set1_epi64x(static_cast<long long>(kWithinMask)));
    const __m256i above_one =
        _mm256_or_si256(_mm256_slli_epi64(place, kCellBits), _mm256_set1_epi64x(static_cast<long long>(kOnePattern)));
    const __m256d within = _mm256_sub_pd(_mm256_castsi256_pd(above_one), _mm256_set1_pd(1));

    const auto row = [ this, &cell ](std::size_t i) __attribute__((target("avx2"))) {
      return _mm256_loadu_pd(cells_[cell[i]].data());
    };
    const __m256d r0 = row(0), r1 = row(1), r2 = row(2), r3 = row(3);
    const __m256d even01 = _mm256_unpacklo_pd(r0, r1), odd01 = _mm256_unpackhi_pd(r0, r1);
    const __m256d even23 = _mm256_unpacklo_pd(r2, r3), odd23 = _mm256_unpackhi_pd(r2, r3);
    constexpr int kFirstHalves = 0x20, kLastHalves = 0x31;
    __m256d value = _mm256_permute2f128_pd(odd01, odd23, kLastHalves);
    value = _mm256_add_pd(_mm256_permute2f128_pd(even01, even23, kLastHalves), _mm256_mul_pd(within, value));
    value = _mm256_add_pd(_mm256_permute2f128_pd(odd01, odd23, kFirstHalves), _mm256_mul_pd(within, value));
    value = _mm256_add_pd(_mm256_permute2f128_pd(even01, even23, kFirstHalves), _mm256_mul_pd(within, value));
    _mm256_storeu_pd(out + done, value);
  }
  return done;
}

#endif

void QuantileTable::operator()(std::span<const UniformBits> bits, std::span<double> out,
                               [[maybe_unused]] Instructions instructions) const {
  assert(bits.size() == out.size() && supported(instructions));
  std::size_t done = 0;
#if defined(__x86_64__)
  if (instructions == Instructions::avx512)
    done = draw_avx512(bits, out.data());
  else if (instructions == Instructions::avx2)
    done = draw_avx2(bits, out.data());
#endif
  for (; done < bits.size(); ++done)
    out[done] = (*this)(bits[done]);
}

}  // namespace ripresa::engine
