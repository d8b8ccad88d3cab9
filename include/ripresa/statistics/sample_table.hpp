#pragma once

// Many quantities over replications in bounded memory.

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "ripresa/statistics/sample.hpp"

namespace ripresa::statistics {

/// Columns that share an allowance of memory. All their values are kept while these take no more than `exact_bytes`;
/// from the row on that would take more, each column has its moments and a histogram, of as many bins as
/// `histogram_bytes` allow.
struct TableSection {
  std::size_t columns = 0;
  std::size_t exact_bytes = 0;
  std::size_t histogram_bytes = 0;
  bool kept = true;  // false: rows have these columns and the table forgets them
};

inline constexpr std::size_t kFewestBins = 32;
inline constexpr std::size_t kMostBins = 1024;

/// A power of two. Depends on the section alone, so that results are the same on every machine; kFewestBins where the
/// allowance does not do for so many.
std::size_t histogram_bins(const TableSection& section);

/// Rows of which all values are kept, each `value_bytes` long.
std::size_t exact_rows(const TableSection& section, std::size_t value_bytes);

/// Whether `rows` rows stay within the section's allowance.
bool fits(const TableSection& section, std::size_t rows, std::size_t value_bytes);

/// One row a replication, in replication order. Value: std::int32_t, or double, where NaN and
/// kNothingToReach are as in Sample.
template <class Value>
class SampleTable {
 public:
  SampleTable() = default;
  /// `rows`: at most so many will be added.
  SampleTable(const std::vector<TableSection>& sections, std::size_t rows) {
    for (const TableSection& section : sections) {
      sections_.emplace_back(section, columns_, std::min(rows, exact_rows(section, sizeof(Value))));
      columns_ += section.columns;
    }
  }

  std::size_t columns() const { return columns_; }
  std::size_t rows() const { return rows_; }
  /// Of a column's histogram; 0 where all its values are kept.
  std::size_t bins(std::size_t column) const {
    const Section& section = section_of(column);
    return section.condensed ? section.bins : 0;
  }

  /// The first values of `row` are this table's columns.
  void add_row(std::span<const Value> row) {
    assert(row.size() >= columns_);
    for (Section& section : sections_)
      if (section.kept)
        section.add_row(row.subspan(section.first, section.columns), rows_);
    ++rows_;
  }

  /// Precondition: the column's section is kept.
  Sample column(std::size_t column) const {
    const Section& section = section_of(column);
    assert(section.kept);
    const std::size_t c = column - section.first;
    if (section.condensed)
      return {section.histograms[c], std::span(section.counts).subspan(c * section.bins, section.bins),
              section.missing[c]};
    std::vector<double> values(rows_);
    for (std::size_t row = 0; row < rows_; ++row)
      values[row] = static_cast<double>(section.values[row * section.columns + c]);
    return Sample(std::move(values));
  }

 private:
  struct Section {
    Section(const TableSection& section, std::size_t first_column, std::size_t rows_kept)
        : first(first_column),
          columns(section.columns),
          exact_rows(rows_kept),
          bins(histogram_bins(section)),
          kept(section.kept) {
      // Memory that is reserved and not yet used costs nothing, so that rows may be far fewer than the most there can
      // be.
      if (kept)
        values.reserve(columns * exact_rows);
    }

    void add_row(std::span<const Value> row, std::size_t number) {
      if (!condensed && number < exact_rows) {
        values.insert(values.end(), row.begin(), row.end());
        return;
      }
      if (!condensed)
        condense();
      for (std::size_t c = 0; c < columns; ++c)
        add(c, row[c]);
    }

    void condense() {
      condensed = true;
      histograms.assign(columns, std::is_integral_v<Value> ? Histogram::of_whole_numbers() : Histogram::of_numbers());
      missing.assign(columns, 0);
      counts.assign(columns * bins, 0);
      for (std::size_t c = 0; c < columns; ++c)
        for (std::size_t row = 0; row < exact_rows; ++row)
          add(c, values[row * columns + c]);
      std::vector<Value>().swap(values);
    }

    void add(std::size_t c, Value value) {
      if (std::is_floating_point_v<Value> && std::isnan(static_cast<double>(value)))
        ++missing[c];
      else if (static_cast<double>(value) != kNothingToReach)
        histograms[c].add(static_cast<double>(value), std::span(counts).subspan(c * bins, bins));
    }

    std::size_t first, columns, exact_rows, bins;
    bool kept, condensed = false;
    std::vector<Value> values;  // by row, then by column
    std::vector<Histogram> histograms;
    std::vector<std::uint32_t> missing;
    std::vector<std::uint32_t> counts;  // by column, then by bin
  };

  const Section& section_of(std::size_t column) const {
    std::size_t s = 0;
    while (column >= sections_[s].first + sections_[s].columns)
      ++s;
    return sections_[s];
  }

  std::vector<Section> sections_;
  std::size_t columns_ = 0, rows_ = 0;
};

}  // namespace ripresa::statistics
