#pragma once

// Many quantities over replications in bounded memory.

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "ripresa/statistics/row_store.hpp"
#include "ripresa/statistics/sample.hpp"
#include "ripresa/statistics/varying_columns.hpp"

namespace ripresa::statistics {

/// Columns that share an allowance. All their values are kept while these take no more than `exact_bytes`, the last
/// kBytesInMemory of them in memory and the rest in a file; from the row on that would take more, each column has its
/// moments and a histogram, in memory, of as many bins as `histogram_bytes` allow. A column takes its part of either
/// once it varies; most of a nation's never do.
struct TableSection {
  std::size_t columns = 0;
  std::size_t exact_bytes = 0;
  std::size_t histogram_bytes = 0;
  bool kept = true;  // false: rows have these columns and the table forgets them
};

inline constexpr std::size_t kExactBytes = 2'000'000'000;  // what is usual
inline constexpr std::size_t kBytesInMemory = 2'000'000;
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
  /// What does not fit into memory lies in `scratch_folder`: see ScratchFile, whose errors all methods throw.
  explicit SampleTable(const std::vector<TableSection>& sections, const std::string& scratch_folder = "") {
    for (const TableSection& section : sections) {
      sections_.emplace_back(section, columns_, scratch_folder);
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
        section.add_row(row.subspan(section.first, section.columns));
    ++rows_;
  }

  /// To be called when all rows are added: makes reading columns quick.
  void gather() {
    for (Section& section : sections_)
      section.gather();
  }

  /// Precondition: the column's section is kept. May be called from several threads at once.
  Sample column(std::size_t column) const {
    const Section& section = section_of(column);
    assert(section.kept);
    return section.sample(column - section.first);
  }

 private:
  class Section {
   public:
    Section(const TableSection& section, std::size_t first_column, const std::string& scratch_folder)
        : first(first_column),
          columns(section.columns),
          most_rows(exact_rows(section, sizeof(Value))),
          bins(histogram_bins(section)),
          kept(section.kept),
          varying(section.kept ? section.columns : 0),
          values(scratch_folder, kBytesInMemory) {}

    void add_row(std::span<const Value> row) {
      varying.add_row(row);
      all_rows = static_cast<std::uint32_t>(varying.rows());
      if (!condensed && values.rows() == most_rows)
        condense();
      if (condensed) {
        follow_varying();
        for (std::size_t slot = 0; slot < histograms.size(); ++slot)
          add(slot, row[varying.columns()[slot]]);
      } else {
        values.add_row(row, varying.columns());
      }
    }

    void gather() { values.gather(); }

    Sample sample(std::size_t column) const {
      const std::optional<std::size_t> slot = varying.slot(column);
      if (!condensed)
        return Sample(slot ? numbers(exact_values(column, *slot)) : constant_values(column));
      if (slot)
        return {histograms[*slot], std::span(counts).subspan(*slot * bins, bins), missing[*slot]};
      return constant_sample(varying.first(column));
    }

    std::size_t first, columns, most_rows, bins;
    bool kept, condensed = false;

   private:
    std::vector<Value> exact_values(std::size_t column, std::size_t slot) const {
      std::vector<Value> all(values.rows(), varying.first(column));
      values.read(slot, all);
      return all;
    }

    std::vector<double> constant_values(std::size_t column) const {
      if (values.rows() == 0)
        return {};
      return std::vector<double>(values.rows(), static_cast<double>(varying.first(column)));
    }

    static std::vector<double> numbers(std::vector<Value> all) {
      if constexpr (std::is_same_v<Value, double>)
        return all;
      else
        return {all.begin(), all.end()};
    }

    void condense() {
      condensed = true;
      // Memory that is reserved and not yet used costs nothing.
      counts.reserve(columns * bins);
      histograms.reserve(columns);
      values.gather();
      while (histograms.size() < varying.columns().size()) {
        const std::size_t slot = begin_histogram();
        for (const Value value : exact_values(varying.columns()[slot], slot))
          add(slot, value);
      }
      values = RowStore<Value>("", 0);
    }

    /// Columns that vary from this row on have been as in the first before it.
    void follow_varying() {
      while (histograms.size() < varying.columns().size()) {
        const std::size_t slot = begin_histogram();
        add(slot, varying.first(varying.columns()[slot]), varying.rows() - 1);
      }
    }

    static Histogram empty_histogram() {
      return std::is_integral_v<Value> ? Histogram::of_whole_numbers() : Histogram::of_numbers();
    }

    /// Of as many equal values as there are rows: one bin holds them.
    Sample constant_sample(Value value) const {
      Histogram histogram = empty_histogram();
      std::uint32_t count = 0;
      const bool is_missing = std::isnan(static_cast<double>(value));
      if (!is_missing && static_cast<double>(value) != kNothingToReach)
        histogram.add(static_cast<double>(value), {&count, 1}, varying.rows());
      return {histogram, {count == 0 ? &kNone : &all_rows, 1}, is_missing ? varying.rows() : 0};
    }

    std::size_t begin_histogram() {
      histograms.push_back(empty_histogram());
      missing.push_back(0);
      counts.resize(counts.size() + bins, 0);
      return histograms.size() - 1;
    }

    void add(std::size_t slot, Value value, std::size_t times = 1) {
      if (std::is_floating_point_v<Value> && std::isnan(static_cast<double>(value)))
        missing[slot] += static_cast<std::uint32_t>(times);
      else if (static_cast<double>(value) != kNothingToReach)
        histograms[slot].add(static_cast<double>(value), std::span(counts).subspan(slot * bins, bins), times);
    }

    static constexpr std::uint32_t kNone = 0;
    std::uint32_t all_rows = 0;  // as a count of a bin
    VaryingColumns<Value> varying;
    RowStore<Value> values;  // of the slots
    // By slot; counts by bin, too.
    std::vector<Histogram> histograms;
    std::vector<std::uint32_t> missing;
    std::vector<std::uint32_t> counts;
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
