#pragma once

// Rows of which a few lie in memory and the rest in a file, to be read column by column.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ripresa/base/scratch_file.hpp"

namespace ripresa::statistics {

/// Rows whose length may grow from one to the next. Once they take more than `memory_bytes`, what there is goes into a
/// file in `scratch_folder` (see ScratchFile, whose errors are thrown) as one block, column after column.
template <class Value>
class RowStore {
 public:
  RowStore(std::string scratch_folder, std::size_t memory_bytes)
      : scratch_folder_(std::move(scratch_folder)), memory_values_(memory_bytes / sizeof(Value)) {}

  std::size_t rows() const { return lengths_.size(); }

  /// A row of these columns of `row`, no fewer than those of the row before.
  void add_row(std::span<const Value> row, std::span<const std::uint32_t> columns) {
    if (!held_.empty() && held_.size() + columns.size() > memory_values_)
      put_away();
    for (const std::uint32_t column : columns)
      held_.push_back(row[column]);
    lengths_.push_back(columns.size());
  }

  /// Puts each column's values side by side. Columns are read without it too, with a look into each block.
  void gather() {
    if (blocks_.empty())
      return;
    put_away();
    const std::size_t columns = lengths_.back();
    const std::size_t at_once = std::max<std::size_t>(1, memory_values_ / rows());
    ScratchFile gathered(scratch_folder_);
    std::vector<Value> part, strip;
    for (std::size_t first = 0; first < columns; first += at_once) {
      strip.assign(std::min(at_once, columns - first) * rows(), Value{});
      for (const Block& block : blocks_)
        copy(block, first, part, strip);
      gathered.append(std::as_bytes(std::span(strip)));
    }
    file_ = std::move(gathered);
    blocks_.assign(1, {0, rows(), columns, 0});
  }

  /// Of a column, the values of those rows that have it; the first values of `values`, one a row, stay as they are.
  void read(std::size_t column, std::span<Value> values) const {
    const std::size_t first = first_row_of(column);
    for (const Block& block : blocks_)
      if (column < block.columns) {
        const std::size_t skipped = std::max(first, block.first_row) - block.first_row;
        file_->read(block.offset_of(column) + skipped * sizeof(Value),
                    std::as_writable_bytes(values.subspan(block.first_row + skipped, block.rows - skipped)));
      }
    std::size_t begin = 0;
    for (std::size_t row = rows_away(); row < rows(); begin += lengths_[row++])
      if (row >= first)
        values[row] = held_[begin + column];
  }

 private:
  /// Rows in the file, column after column; columns that a row does not have are filled up.
  struct Block {
    std::size_t first_row, rows, columns, offset;  // in bytes

    std::size_t offset_of(std::size_t column) const { return offset + column * rows * sizeof(Value); }
  };

  std::size_t rows_away() const { return blocks_.empty() ? 0 : blocks_.back().first_row + blocks_.back().rows; }

  std::size_t first_row_of(std::size_t column) const {
    return static_cast<std::size_t>(std::upper_bound(lengths_.begin(), lengths_.end(), column) - lengths_.begin());
  }

  void put_away() {
    const std::size_t first = rows_away();
    const std::size_t count = rows() - first;
    if (count == 0)
      return;
    if (!file_)
      file_.emplace(scratch_folder_);
    std::vector<Value> block(count * lengths_.back());
    const Value* from = held_.data();
    for (std::size_t row = 0; row < count; ++row)
      for (std::size_t column = 0; column < lengths_[first + row]; ++column)
        block[column * count + row] = *from++;
    blocks_.push_back({first, count, lengths_.back(), file_->bytes()});
    file_->append(std::as_bytes(std::span(block)));
    held_.clear();
  }

  /// Of a block, the columns from `first` on into a strip, which has all rows of some columns; `part` is room for them.
  void copy(const Block& block, std::size_t first, std::vector<Value>& part, std::span<Value> strip) const {
    if (block.columns <= first)
      return;
    const std::size_t columns = std::min(strip.size() / rows(), block.columns - first);
    part.resize(columns * block.rows);
    file_->read(block.offset_of(first), std::as_writable_bytes(std::span(part)));
    for (std::size_t column = 0; column < columns; ++column)
      std::copy_n(part.begin() + static_cast<std::ptrdiff_t>(column * block.rows), block.rows,
                  strip.begin() + static_cast<std::ptrdiff_t>(column * rows() + block.first_row));
  }

  std::string scratch_folder_;
  std::size_t memory_values_;
  std::vector<std::size_t> lengths_;  // by row
  std::vector<Value> held_;           // the last rows, one after the other
  std::vector<Block> blocks_;         // the rows before
  std::optional<ScratchFile> file_;
};

}  // namespace ripresa::statistics
