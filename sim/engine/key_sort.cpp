#include "ripresa/engine/key_sort.hpp"

#include <algorithm>
#include <bit>

namespace ripresa::engine {
namespace {

constexpr std::ptrdiff_t kFew = 16;  // keys that are best sorted by insertion

void sort_few(std::uint64_t* begin, std::uint64_t* end) {
  for (std::uint64_t* at = begin + 1; at < end; ++at) {
    const std::uint64_t key = *at;
    std::uint64_t* hole = at;
    for (; hole > begin && hole[-1] > key; --hole)
      *hole = hole[-1];
    *hole = key;
  }
}

}  // namespace

void KeySort::operator()(std::vector<std::uint64_t>& keys, std::size_t first) {
  const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(first);
  const std::size_t count = keys.size() - first;
  if (std::is_sorted(begin, keys.end()))
    return;
  if (count <= static_cast<std::size_t>(kFew)) {
    sort_few(&*begin, &*begin + count);
    return;
  }
  const auto [least, most] = std::minmax_element(begin, keys.end());
  const std::uint64_t from = *least;
  const int shift =
      std::max(0, static_cast<int>(std::bit_width(*most - from)) - static_cast<int>(std::bit_width(count)));
  const std::size_t buckets = static_cast<std::size_t>((*most - from) >> shift) + 1;
  bucket_end_.assign(buckets, 0);
  for (auto key = begin; key != keys.end(); ++key)
    ++bucket_end_[(*key - from) >> shift];
  std::uint32_t total = 0;
  std::uint32_t fullest = 0;
  for (std::uint32_t& end : bucket_end_) {
    const std::uint32_t here = end;
    fullest = std::max(fullest, here);
    end = total;  // where the bucket begins; it ends up at its end
    total += here;
  }
  if (dealt_.capacity() < count)
    dealt_.clear();  // resized from nothing, it grows by no more than it has to
  dealt_.resize(std::max(dealt_.size(), count));
  for (auto key = begin; key != keys.end(); ++key)
    dealt_[bucket_end_[(*key - from) >> shift]++] = *key;
  if (fullest > kFew)
    sort_full_buckets();
  // All in one go, and no key leaves its bucket: bucket by bucket each size would be a surprise to the processor.
  sort_few(dealt_.data(), dealt_.data() + count);
  std::copy_n(dealt_.begin(), count, begin);
}

void KeySort::sort_full_buckets() {
  std::uint32_t bucket_begin = 0;
  for (const std::uint32_t end : bucket_end_) {
    if (end - bucket_begin > kFew)
      std::sort(dealt_.data() + bucket_begin, dealt_.data() + end);
    bucket_begin = end;
  }
}

}  // namespace ripresa::engine
