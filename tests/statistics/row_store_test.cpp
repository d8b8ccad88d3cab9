// Rows that lie in a file, against the same rows in plain memory.

#include "ripresa/statistics/row_store.hpp"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <random>

using ripresa::statistics::RowStore;

namespace {

constexpr std::size_t kRows = 60;
constexpr std::size_t kColumns = 23;
constexpr int kBefore = -1;  // a column that its row does not have yet

/// The columns are taken in reverse, and are 3, 3, 4, 5, 5, … of them.
std::vector<std::uint32_t> columns_of(std::size_t row) {
  std::vector<std::uint32_t> columns;
  for (std::size_t slot = 0; slot < std::min(kColumns, 3 + row / 2 + row % 2); ++slot)
    columns.push_back(static_cast<std::uint32_t>(kColumns - 1 - slot));
  return columns;
}

template <class Value>
std::vector<std::vector<Value>> random_rows() {
  std::mt19937 engine(3);
  std::vector rows(kRows, std::vector<Value>(kColumns));
  for (auto& row : rows)
    for (Value& value : row)
      value = static_cast<Value>(engine() % 100'000);
  return rows;
}

template <class Value>
void check_rows(const RowStore<Value>& store, const std::vector<std::vector<Value>>& rows) {
  for (std::size_t slot = 0; slot < kColumns; ++slot) {
    std::vector<Value> expected(store.rows(), Value{kBefore});
    for (std::size_t row = 0; row < store.rows(); ++row)
      if (slot < columns_of(row).size())
        expected[row] = rows[row][kColumns - 1 - slot];
    std::vector<Value> values(store.rows(), Value{kBefore});
    store.read(slot, values);
    CAPTURE(slot);
    CHECK(values == expected);
  }
}

/// While it is there no file of this process grows beyond so many bytes, as on a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

TEMPLATE_TEST_CASE("columns are the same wherever their rows lie, gathered or not", "", double, std::int32_t) {
  const auto rows = random_rows<TestType>();
  // None, less than a row, some rows, more than all.
  for (const std::size_t memory : {0u, 17u, 300u, 1000u, 1'000'000u})
    for (const std::size_t gathered : {std::size_t{0}, std::size_t{1}, std::size_t{25}, kRows}) {
      CAPTURE(memory, gathered);
      RowStore<TestType> store("", memory);
      for (std::size_t row = 0; row < kRows; ++row) {
        if (row == gathered)
          store.gather();
        store.add_row(rows[row], columns_of(row));
      }
      REQUIRE(store.rows() == kRows);
      check_rows(store, rows);
      store.gather();
      check_rows(store, rows);
    }
}

TEST_CASE("without room to put columns side by side they are read as they are, and a row that finds none is an error") {
  const auto rows = random_rows<double>();
  RowStore<double> store("", 300);
  for (std::size_t row = 0; row < kRows; ++row)
    store.add_row(rows[row], columns_of(row));
  {
    const FullDisk disk(1000);
    CHECK_NOTHROW(store.gather());
    RowStore<double> another("", 300);
    const auto add_all = [&] {
      for (std::size_t row = 0; row < kRows; ++row)
        another.add_row(rows[row], columns_of(row));
    };
    CHECK_THROWS_AS(add_all(), ripresa::EnvironmentError);
  }
  check_rows(store, rows);
  store.gather();
  check_rows(store, rows);
}

TEST_CASE("a store without rows has nothing to read") {
  RowStore<double> store("", 0);
  store.gather();
  store.read(0, {});
  CHECK(store.rows() == 0);
}
