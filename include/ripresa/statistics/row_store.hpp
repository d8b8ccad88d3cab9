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

#include "ripresa/base/error.hpp"
#include "ripresa/base/scratch_file.hpp"

namespace ripresa::statistics {

/// Rows whose length may grow from one to the next. Before their values take more than `memory_bytes`, what there is
/// goes into a file in `scratch_folder` (see ScratchFile, whose errors are thrown) as one block, column after column. A
/// single row may take more.
template <class Value>
class RowStore {
 public:
  RowStore(std::string scratch_folder, std::size_t memory_bytes)
      : scratch_folder_(std::move(scratch_folder)), memory_values_(memory_bytes / sizeof(Value)) {}

  std::size_t rows() const { return rows_; }

  /// A row of these columns of `row`, no fewer than those of the row before.
  void add_row(std::span<const Value> row, std::span<const std::uint32_t> columns) {
    // As a block each row held would have as many.
    if (!held_begins_.empty() && (held_begins_.size() + 1) * columns.size() > memory_values_)
      put_away();
    first_rows_.resize(columns.size(), static_cast<std::uint32_t>(rows_));
    ++rows_;
    if (columns.empty())
      return;
    held_begins_.push_back(held_.size());
    for (const std::uint32_t column : columns)
      held_.push_back(row[column]);
  }

  /// Puts each column's values in the file side by side. Columns are read without it too, with a look into each block:
  /// so they are if there is no room for a second file.
  void gather() {
    if (blocks_.size() < 2)
      return;
    try {
      const std::size_t rows = rows_ - held_begins_.size();
      const std::size_t columns = blocks_.back().columns;
      ScratchFile gathered = joined(rows, columns);
      file_ = std::move(gathered);
      blocks_.assign(1, {0, rows, columns, 0});
    } catch (const EnvironmentError&) {
      // A file that cannot be read is told of when it has to be.
    }
  }

  /// Of a column, the values of those rows that have it; the first values of `values`, one a row, stay as they are.
  void read(std::size_t column, std::span<Value> values) const {
    const std::size_t first = column < first_rows_.size() ? first_rows_[column] : rows_;
    for (const Block& block : blocks_)
      if (column < block.columns) {
        const std::size_t skipped = std::max(first, block.first_row) - block.first_row;
        file_->read(block.offset_of(column) + skipped * sizeof(Value),
                    std::as_writable_bytes(values.subspan(block.first_row + skipped, block.rows - skipped)));
      }
    const std::size_t first_held = rows_ - held_begins_.size();
    for (std::size_t row = std::max(first, first_held); row < rows_; ++row)
      values[row] = held_[held_begins_[row - first_held] + column];
  }

 private:
  /// Rows in the file, column after column; columns that a row does not have are filled up.
  struct Block {
    std::size_t first_row, rows, columns, offset;  // in bytes

    std::size_t offset_of(std::size_t column) const { return offset + column * rows * sizeof(Value); }
  };

  void put_away() {
    const std::size_t count = held_begins_.size();
    const std::size_t columns = first_rows_.size();
    std::vector<Value> block(count * columns);
    for (std::size_t row = 0; row < count; ++row) {
      const std::size_t end = row + 1 < count ? held_begins_[row + 1] : held_.size();
      for (std::size_t from = held_begins_[row], to = row; from < end; ++from, to += count)
        block[to] = held_[from];
    }
    if (!file_)
      file_.emplace(scratch_folder_);
    const std::size_t offset = file_->bytes();
    file_->append(std::as_bytes(std::span(block)));
    blocks_.push_back({rows_ - count, count, columns, offset});
    held_.clear();
    held_begins_.clear();
  }

  /// All blocks as one.
  ScratchFile joined(std::size_t rows, std::size_t columns) const {
    ScratchFile file(scratch_folder_);
    const std::size_t at_once = std::max<std::size_t>(1, memory_values_ / rows);
    std::vector<Value> part, strip;
    for (std::size_t first = 0; first < columns; first += at_once) {
      strip.assign(std::min(at_once, columns - first) * rows, Value{});
      for (const Block& block : blocks_)
        copy(block, first, rows, part, strip);
      file.append(std::as_bytes(std::span(strip)));
    }
    return file;
  }

  /// Of a block, the columns from `first` on into a strip, as many as it has, of all `rows`; `part` is room for them.
  void copy(const Block& block, std::size_t first, std::size_t rows, std::vector<Value>& part,
            std::span<Value> strip) const {
    if (block.columns <= first)
      return;
    const std::size_t columns = std::min(strip.size() / rows, block.columns - first);
    part.resize(columns * block.rows);
    file_->read(block.offset_of(first), std::as_writable_bytes(std::span(part)));
    const auto to = strip.begin() + static_cast<std::ptrdiff_t>(block.first_row);
    for (std::size_t column = 0; column < columns; ++column)
      std::copy_n(part.begin() + static_cast<std::ptrdiff_t>(column * block.rows), block.rows,
                  to + static_cast<std::ptrdiff_t>(column * rows));
  }

  std::string scratch_folder_;
  std::size_t memory_values_;
  std::size_t rows_ = 0;
  std::vector<std::uint32_t> first_rows_;  // by column, ascending
  std::vector<Block> blocks_;              // of the rows that have columns, but for the last
  std::vector<Value> held_;                // which are here, one after the other
  std::vector<std::size_t> held_begins_;   // by row
  std::optional<ScratchFile> file_;
};

}  // namespace ripresa::statistics
