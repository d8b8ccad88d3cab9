#include "ripresa/engine/key_sort.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace ripresa::engine {
namespace {

constexpr std::ptrdiff_t kFew = 16;  // keys that are best sorted by insertion

std::uint64_t number(Time time) {
  return static_cast<std::uint64_t>(time.in_microseconds());
}

template <class Key>
void sort_few(Key* begin, Key* end) {
  for (Key* at = begin + 1; at < end; ++at) {
    const Key key = *at;
    Key* hole = at;
    for (; hole > begin && hole[-1] > key; --hole)
      *hole = hole[-1];
    *hole = key;
  }
}

/// `size` elements, of whatever values: memory is taken for no more than these, and what was too little is given back
/// before.
template <class Value>
void resize_at_most(std::vector<Value>& values, std::size_t size) {
  if (values.capacity() < size)
    std::vector<Value>().swap(values);
  values.resize(size);
}

}  // namespace

struct KeySort::Buckets {
  std::uint64_t from = 0;
  int shift = 0;
  std::size_t operator()(std::uint64_t key) const { return (key - from) >> shift; }
};

/// Empty buckets for so many keys.
KeySort::Buckets KeySort::prepare(std::uint64_t least, std::uint64_t most, std::size_t count) {
  const int shift =
      std::max(0, static_cast<int>(std::bit_width(most - least)) - static_cast<int>(std::bit_width(count)));
  bucket_end_.assign(static_cast<std::size_t>((most - least) >> shift) + 1, 0);
  return {least, shift};
}

/// When each bucket's keys have been counted: sets it to where the bucket begins, to end up at its end as keys are
/// dealt. Gives the most keys that a bucket has.
std::uint32_t KeySort::begin_buckets() {
  std::uint32_t total = 0;
  std::uint32_t fullest = 0;
  for (std::uint32_t& end : bucket_end_) {
    const std::uint32_t here = end;
    fullest = std::max(fullest, here);
    end = total;
    total += here;
  }
  return fullest;
}

template <class Key>
void KeySort::sort_dealt(Key* dealt, std::size_t count, std::uint32_t fullest) {
  if (fullest > kFew) {
    std::uint32_t bucket_begin = 0;
    for (const std::uint32_t end : bucket_end_) {
      if (end - bucket_begin > kFew)
        std::sort(dealt + bucket_begin, dealt + end);
      bucket_begin = end;
    }
  }
  // All in one go, and no key leaves its bucket: bucket by bucket each size would be a surprise to the processor.
  sort_few(dealt, dealt + count);
}

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
  const Buckets bucket = prepare(*least, *most, count);
  for (auto key = begin; key != keys.end(); ++key)
    ++bucket_end_[bucket(*key)];
  const std::uint32_t fullest = begin_buckets();
  resize_at_most(dealt_, std::max(dealt_.size(), count));
  for (auto key = begin; key != keys.end(); ++key)
    dealt_[bucket_end_[bucket(*key)]++] = *key;
  sort_dealt(dealt_.data(), count, fullest);
  std::copy_n(dealt_.begin(), count, begin);
}

void KeySort::merge(std::span<const std::span<const Time>> parts, std::vector<Time>& all) {
  std::size_t count = 0;
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t most = 0;
  for (const std::span<const Time> part : parts) {
    count += part.size();
    if (part.empty())
      continue;
    least = std::min(least, number(part.front()));
    most = std::max(most, number(part.back()));
  }
  resize_at_most(all, count);
  if (count == 0)
    return;
  const Buckets bucket = prepare(least, most, count);
  for (const std::span<const Time> part : parts)
    for (const Time time : part)
      ++bucket_end_[bucket(number(time))];
  const std::uint32_t fullest = begin_buckets();
  for (const std::span<const Time> part : parts)
    for (const Time time : part)
      all[bucket_end_[bucket(number(time))]++] = time;
  sort_dealt(all.data(), count, fullest);
}

}  // namespace ripresa::engine
