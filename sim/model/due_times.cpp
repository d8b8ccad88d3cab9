#include "due_times.hpp"

#include <algorithm>
#include <cmath>

namespace ripresa::model {

std::vector<Time> due_times(const scenario::AppointmentBook& book, double factor) {
  std::vector<Time> due;
  for (const auto& block : book.blocks) {
    const auto persons = static_cast<std::int64_t>(std::llround(factor * block.persons));
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
