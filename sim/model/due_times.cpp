#include "due_times.hpp"

#include <algorithm>
#include <cmath>

namespace ripresa::model {

std::vector<Time> due_times(const scenario::AppointmentBook& book, double factor) {
  const auto persons_of = [factor](const scenario::BookBlock& block) {
    return static_cast<std::int64_t>(std::llround(factor * block.persons));
  };
  std::int64_t all_persons = 0;
  for (const auto& block : book.blocks)
    all_persons += persons_of(block);
  std::vector<Time> due;
  due.reserve(static_cast<std::size_t>(all_persons));
  for (const auto& block : book.blocks) {
    const std::int64_t persons = persons_of(block);
    const std::int64_t slots = (block.to - block.from) / book.slot;
    for (std::int64_t slot = 0; slot < slots; ++slot) {
      const std::int64_t until_here = (slot + 1) * persons / slots;
      const std::int64_t before = slot * persons / slots;
      due.insert(due.end(), static_cast<std::size_t>(until_here - before), block.from + book.slot * slot);
    }
  }
  std::sort(due.begin(), due.end());
  return due;
}

}  // namespace ripresa::model
