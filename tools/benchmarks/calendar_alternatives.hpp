#pragma once

// The calendars that the engine does without, as plainly as they can be fast, to be timed beside its own. All hold the
// same 16-byte keys, distinct and smallest first, whose upper half is a time in microseconds.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace ripresa::benchmarks {

__extension__ using EventKey = unsigned __int128;

inline std::int64_t time_of(EventKey key) {
  return static_cast<std::int64_t>(key >> 64);
}

/// Keys in descending order, so that the first to come is taken from the end.
class SortedArray {
 public:
  bool empty() const { return keys_.empty(); }
  EventKey first() const { return keys_.back(); }
  void push(EventKey key) { keys_.insert(std::upper_bound(keys_.begin(), keys_.end(), key, std::greater<>{}), key); }
  EventKey pop() {
    const EventKey first = keys_.back();
    keys_.pop_back();
    return first;
  }
  /// Takes keys in any order. Precondition: empty.
  void fill(std::vector<EventKey>& keys) {
    keys_.swap(keys);
    std::sort(keys_.begin(), keys_.end(), std::greater<>{});
    keys.clear();
  }

 private:
  std::vector<EventKey> keys_;
};

/// Brown 1988, Communications of the ACM 31: days of equal length in a year that comes round again, each a sorted list.
/// There are about as many days as events, three times as long as events are apart.
class CalendarQueue {
 public:
  /// Precondition: not before what was taken last.
  void push(EventKey key) {
    day_of(time_of(key)).push(key);
    if (++size_ > 2 * days_.size())
      rebuild(2 * days_.size());
  }

  /// Precondition: not empty.
  EventKey pop() {
    if (size_ * 2 < days_.size() && days_.size() > kFewestDays)
      rebuild(days_.size() / 2);
    for (std::size_t looked_at = 0; looked_at < days_.size(); ++looked_at) {
      SortedArray& day = day_of(today_);
      if (!day.empty() && time_of(day.first()) < (today_ / width_ + 1) * width_)
        return take_from(day);
      today_ = (today_ / width_ + 1) * width_;
    }
    // Nothing within a year.
    const auto earlier = [](const SortedArray& a, const SortedArray& b) {
      return !a.empty() && (b.empty() || a.first() < b.first());
    };
    return take_from(*std::min_element(days_.begin(), days_.end(), earlier));
  }

 private:
  static constexpr std::size_t kFewestDays = 2;
  static constexpr std::size_t kSampled = 25;

  SortedArray& day_of(std::int64_t time) { return days_[static_cast<std::size_t>(time / width_) & (days_.size() - 1)]; }

  EventKey take_from(SortedArray& day) {
    const EventKey first = day.pop();
    today_ = time_of(first);
    --size_;
    return first;
  }

  void rebuild(std::size_t days) {
    std::vector<EventKey> keys;
    for (SortedArray& day : days_)
      while (!day.empty())
        keys.push_back(day.pop());
    const std::size_t sampled = std::min(kSampled, keys.size());
    std::partial_sort(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(sampled), keys.end());
    if (sampled > 1)
      width_ = std::max<std::int64_t>(
          1, 3 * (time_of(keys[sampled - 1]) - time_of(keys[0])) / static_cast<std::int64_t>(sampled - 1));
    days_.assign(days, {});
    for (const EventKey key : keys)
      day_of(time_of(key)).push(key);
  }

  std::vector<SortedArray> days_ = std::vector<SortedArray>(kFewestDays);
  std::int64_t width_ = 1'000'000;
  std::int64_t today_ = 0;
  std::size_t size_ = 0;
};

/// Tang, Goh and Thng 2005, ACM Transactions on Modeling and Computer Simulation 15: far events lie unsorted at the
/// top, nearer ones in the buckets of ever finer rungs, and only the nearest are sorted.
class LadderQueue {
 public:
  /// Precondition: not before what was taken last.
  void push(EventKey key) {
    const std::int64_t time = time_of(key);
    if (time >= top_from_) {
      top_.push_back(key);
      return;
    }
    for (std::size_t r = 0; r < rungs_; ++r)
      if (time >= ladder_[r].next) {
        ladder_[r].add(key);
        return;
      }
    bottom_.push(key);
  }

  /// Precondition: not empty.
  EventKey pop() {
    if (bottom_.empty())
      refill();
    return bottom_.pop();
  }

 private:
  static constexpr std::size_t kSortable = 50;  // so many events are worth no rung of their own
  static constexpr std::size_t kMostRungs = 8;

  struct Rung {
    std::int64_t from = 0, width = 1;
    std::int64_t next = 0;  // from here on events are in the buckets
    std::size_t bucket = 0;
    std::size_t used = 0;  // of the buckets
    std::vector<std::vector<EventKey>> buckets;

    void add(EventKey key) { buckets[static_cast<std::size_t>((time_of(key) - from) / width)].push_back(key); }
  };

  /// Spreads events over a new rung. Those to come before `to` will find their place in it.
  void spread(std::vector<EventKey>& keys, std::int64_t to) {
    Rung& rung = ladder_[rungs_++];
    rung.from = rung.next = time_of(*std::min_element(keys.begin(), keys.end()));
    rung.width = std::max<std::int64_t>(1, (to - rung.from) / static_cast<std::int64_t>(keys.size()));
    rung.used = static_cast<std::size_t>((to - 1 - rung.from) / rung.width) + 1;
    rung.buckets.resize(std::max(rung.buckets.size(), rung.used));
    rung.bucket = 0;
    for (const EventKey key : keys)
      rung.add(key);
    keys.clear();
  }

  void refill() {
    for (;;) {
      while (rungs_ > 0 && ladder_[rungs_ - 1].bucket == ladder_[rungs_ - 1].used)
        --rungs_;
      if (rungs_ == 0) {
        top_from_ = time_of(*std::max_element(top_.begin(), top_.end())) + 1;
        spread(top_, top_from_);
      }
      Rung& rung = ladder_[rungs_ - 1];
      std::vector<EventKey>& bucket = rung.buckets[rung.bucket++];
      rung.next += rung.width;
      if (bucket.empty())
        continue;
      if (bucket.size() <= kSortable || rungs_ == kMostRungs || rung.width == 1) {
        bottom_.fill(bucket);
        return;
      }
      spread(bucket, rung.next);
    }
  }

  std::vector<EventKey> top_;
  std::int64_t top_from_ = 0;
  std::array<Rung, kMostRungs> ladder_;
  std::size_t rungs_ = 0;
  SortedArray bottom_;
};

}  // namespace ripresa::benchmarks
