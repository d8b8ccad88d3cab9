#include "due_times.hpp"

#include <algorithm>
#include <cmath>

namespace ripresa::model {

std::vector<Time> due_times(const scenario::AppointmentBook& book, double factor) {
  // What rounding leaves of a block is carried on to the next, or small blocks would not follow the factor at all.
  // Halves go to the even number, or half of a nation's book would be more than that: many of its hubs have halves.
  const auto rounded = [factor](std::int64_t persons) {
    return static_cast<std::int64_t>(std::llrint(factor * static_cast<double>(persons)));
  };
  std::int64_t booked = 0;
  for (const auto& block : book.blocks)
    booked += block.persons;
  std::vector<Time> due;
  due.reserve(static_cast<std::size_t>(rounded(booked)));
  booked = 0;
  for (const auto& block : book.blocks) {
    const std::int64_t persons = rounded(booked + block.persons) - rounded(booked);
    booked += block.persons;
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
