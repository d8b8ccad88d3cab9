#pragma once

// Which columns of a table are not the same in all its rows.

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

namespace ripresa::statistics {

/// A column varies from the first row on that differs from the first row, and has a slot from then on. NaN is the same
/// as NaN. Value: std::int32_t or double.
template <class Value>
class VaryingColumns {
 public:
  explicit VaryingColumns(std::size_t columns) : slots_(columns, kNone) {}

  /// Gives slots, in the order of the columns, to those that vary from this row on.
  void add_row(std::span<const Value> row) {
    assert(row.size() == slots_.size());
    if (rows_++ == 0)
      first_.assign(row.begin(), row.end());
    for (std::uint32_t column = 0; column < row.size(); ++column)
      if (slots_[column] == kNone && bits(row[column]) != bits(first_[column])) {
        slots_[column] = static_cast<std::uint32_t>(columns_.size());
        columns_.push_back(column);
      }
  }

  std::size_t rows() const { return rows_; }
  /// Of the first row, which there is.
  Value first(std::size_t column) const { return first_[column]; }
  /// Those that vary, by slot.
  const std::vector<std::uint32_t>& columns() const { return columns_; }
  /// None of a column that does not vary.
  std::optional<std::size_t> slot(std::size_t column) const {
    return slots_[column] == kNone ? std::nullopt : std::optional<std::size_t>(slots_[column]);
  }

 private:
  using Bits = std::conditional_t<sizeof(Value) == sizeof(std::uint64_t), std::uint64_t, std::uint32_t>;
  static Bits bits(Value value) { return std::bit_cast<Bits>(value); }

  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  std::size_t rows_ = 0;
  std::vector<Value> first_;
  std::vector<std::uint32_t> slots_, columns_;
};

}  // namespace ripresa::statistics
